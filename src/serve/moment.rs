//! One moment of the site: what is there, and what it looks like when somebody asks.
//!
//! Nothing in it changes any more, so a reader gets the old page or the new one, never half of each. Keys and bytes
//! are made when they are asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use axum::body::Bytes;

use super::findings;
use super::inject;
use super::kept::Kept;
use crate::assembly::Assembly;
use crate::diagnostic::{Diagnostic, Level};
use crate::digest::Digest;
use crate::path::{OutPath, SourcePath};
use crate::plan::{Plan, Recipe};
use crate::reconcile::Maker as _;
use crate::render::templates::Templates;
use crate::render::{Material, Press};
use crate::sources::Sources;
use crate::view::Kind;

/// Files of more bytes are sent piece by piece.
const PIECEWISE: u64 = 1 << 20;

/// Templates, or why there are none.
pub(super) type Compiled = Result<Arc<Templates>, Box<Diagnostic>>;

/// See the module.
pub(super) struct Moment {
    /// Counts moments.
    pub(super) number: u64,
    pub(super) assembly: Assembly,
    /// The templates, or why there are none.
    pub(super) templates: Compiled,
    /// What was found, as it is reported.
    pub(super) findings: Vec<(Level, Diagnostic)>,
    /// Texts that findings point into.
    pub(super) texts: Arc<Sources>,
    shown: OnceLock<(Bytes, Digest)>,
    /// The plan with the scripts of the search index, once somebody searches: it takes the words of all pages.
    searched: OnceLock<Plan>,
    answers: Mutex<HashMap<OutPath, Found>>,
}

/// What is at a path.
#[derive(Clone)]
pub(super) enum Found {
    /// Bytes.
    Bytes(Answer),
    /// A large file, which is read while it is sent: where it is, its length, its digest.
    File(SourcePath, u64, Digest),
    /// It cannot be made now, and never could be.
    Wrong(Box<Diagnostic>),
}

/// The bytes of an output as they are sent.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) bytes: Bytes,
    pub(super) digest: Digest,
}

impl Moment {
    pub(super) fn new(
        number: u64,
        assembly: Assembly,
        templates: Compiled,
        findings: Vec<(Level, Diagnostic)>,
        texts: Arc<Sources>,
    ) -> Moment {
        Moment {
            number,
            assembly,
            templates,
            findings,
            texts,
            shown: OnceLock::new(),
            searched: OnceLock::new(),
            answers: Mutex::default(),
        }
    }

    /// The plan that says what is at a path. Costly for the first path of the search index.
    pub(super) fn plan(&self, path: &str, kept: &Kept) -> &Plan {
        let scene = &self.assembly.scene;
        if !path.starts_with("search/") || !scene.config().search {
            return &self.assembly.plan;
        }
        self.searched.get_or_init(|| {
            let mut plan = (*self.assembly.plan).clone();
            crate::plan::add_search(&mut plan, &scene.index.get(scene, &kept.stores.words).shards);
            plan
        })
    }

    /// Whether an output is there.
    pub(super) fn has(&self, path: &OutPath, kept: &Kept) -> bool {
        self.plan(path.as_str(), kept).outputs.contains_key(path)
    }

    /// Every output there is.
    pub(super) fn paths(&self, kept: &Kept) -> Vec<OutPath> {
        self.plan("search/", kept).outputs.keys().cloned().collect()
    }

    /// The output at a path.
    pub(super) fn found(&self, path: &OutPath, kept: &Kept) -> Option<Found> {
        let recipe = self.plan(path.as_str(), kept).outputs.get(path)?;
        let answers = || self.answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(found) = answers().get(path) {
            return Some(found.clone());
        }
        let found = self.make(path, recipe, kept);
        if matches!(found, Found::Bytes(_)) {
            answers().insert(path.clone(), found.clone());
        }
        Some(found)
    }

    fn make(&self, path: &OutPath, recipe: &Recipe, kept: &Kept) -> Found {
        let scene = &self.assembly.scene;
        if let Recipe::Asset(source) = recipe {
            return self.asset(source);
        }
        let made = match &self.templates {
            Err(diagnostic) => Err(diagnostic.clone()),
            Ok(templates) => {
                let press =
                    Press::with(templates.clone(), scene, self.plan(path.as_str(), kept), &kept.stores, &|_| {});
                let (key, material) = press.prepare(path, recipe);
                match (material, kept.get(path, key)) {
                    (_, Some(bytes)) => Ok(bytes),
                    (Material::Bytes(bytes), None) => Ok(Bytes::from(bytes)),
                    (material, None) => press.render(path, material).map(|bytes| {
                        let bytes = match recipe {
                            Recipe::Page(_) => inject::into_page(bytes),
                            _ => bytes,
                        };
                        let bytes = Bytes::from(bytes);
                        kept.put(path, key, bytes.clone());
                        bytes
                    }),
                }
            }
        };
        match (made, kept.last_good(path)) {
            (Ok(bytes), _) | (Err(_), Some(bytes)) => {
                let digest = Digest::of(&bytes);
                Found::Bytes(Answer { bytes, digest })
            }
            (Err(diagnostic), None) => Found::Wrong(diagnostic),
        }
    }

    fn asset(&self, source: &SourcePath) -> Found {
        let sources = &self.assembly.scene.sources;
        let large = sources.files.get(source).filter(|file| file.stat.size > PIECEWISE);
        if let Some(file) = large {
            return Found::File(source.clone(), file.stat.size, file.digest);
        }
        match sources.bytes(source) {
            Ok(bytes) => {
                let digest = Digest::of(&bytes);
                Found::Bytes(Answer { bytes: Bytes::from(bytes), digest })
            }
            Err(error) => Found::Wrong(Box::new(Diagnostic::new(
                crate::diagnostic::Code::UnreadableFile,
                crate::diagnostic::Span::file(source),
                format!("cannot read this file: {error}"),
            ))),
        }
    }

    /// The files whose bytes stand in an output: where one has changed since, the next moment is on its way.
    pub(super) fn files_of(&self, path: &OutPath) -> Vec<SourcePath> {
        let scene = &self.assembly.scene;
        match self.assembly.plan.outputs.get(path) {
            Some(Recipe::Asset(source)) => vec![source.clone()],
            Some(Recipe::Page(id) | Recipe::Markdown(id)) => {
                let page = scene.page(*id);
                let text = page.text.map(|at| scene.parsed.pages[at].source.clone());
                let own = (page.has_source && Some(&page.source) != text.as_ref()).then(|| page.source.clone());
                own.into_iter().chain(text).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether one of the files of an output is not as this moment read it.
    pub(super) fn is_behind(&self, path: &OutPath) -> Option<SourcePath> {
        let sources = &self.assembly.scene.sources;
        self.files_of(path).into_iter().find(|source| {
            let read = sources.files.get(source).map(|file| file.stat);
            read.is_some() && sources.world().stat(source) != read
        })
    }

    /// The findings as the browser shows them, and their digest.
    pub(super) fn shown(&self) -> &(Bytes, Digest) {
        self.shown.get_or_init(|| {
            let json = findings::json(self);
            let digest = Digest::of(&json);
            (Bytes::from(json), digest)
        })
    }

    /// The site's own page for what is missing.
    pub(super) fn not_found_page(&self) -> Option<OutPath> {
        let page = self.assembly.scene.site.pages.iter().find(|page| page.kind == Kind::NotFound)?;
        Some(page.out.clone())
    }
}
