//! Render: a recipe becomes bytes.
//!
//! Enter at [`Press::new`]. Preparing an output makes its key and what stands between key and bytes; nothing costly
//! (Markdown, highlighting, templates) happens before. The bytes are a pure function of that material and the theme.
//!
//! Not here: what views contain (`compose`), where bytes go (`reconcile`).

pub mod chooser;
mod data;
pub mod files;
pub mod highlight;
pub mod templates;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cache::{Stores, store::Store};
use crate::compose::body::{self, BodyView, EmbedView};
use crate::compose::index::{IndexPages, Indexed};
use crate::compose::{Scene, page};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::digest::{Digest, Digester};
use crate::markdown::{self, Body, BodyWords, CodeWriter};
use crate::path::{OutPath, SourcePath};
use crate::plan::{Plan, Recipe};
use crate::reconcile::Maker;
use crate::search::{self, Shard};
use crate::site::PageId;
use crate::view::{LinkView, RedirectView, View};
use highlight::{Highlighter, Language};
use templates::{Templates, mark_current};

/// Makes the outputs of one moment of a site.
pub struct Press<'a> {
    scene: &'a Scene,
    plan: &'a Plan,
    stores: &'a Stores,
    templates: Arc<Templates>,
    colours: Colours<'a>,
    progress: &'a (dyn Fn(usize) + Sync),
    rendered: AtomicUsize,
}

/// What stands between the key of an output and its bytes.
pub enum Material {
    /// A page: its view, and what its text needs.
    Page(PageId, Box<(View, BodyView)>),
    /// A redirect.
    Redirect(RedirectView),
    /// The bytes themselves, where making them costs no more than their key.
    Bytes(Vec<u8>),
    /// A file that is copied.
    Asset(SourcePath),
    /// A shard of the search index, by number: many are made in one pass over the words of all pages.
    Search(usize),
}

impl<'a> Press<'a> {
    /// Compiles the templates.
    ///
    /// # Errors
    /// A template of the theme is wrong.
    pub fn new(
        scene: &'a Scene,
        plan: &'a Plan,
        stores: &'a Stores,
        progress: &'a (dyn Fn(usize) + Sync),
    ) -> Result<Press<'a>, Box<Diagnostic>> {
        let templates = Arc::new(Templates::new(&scene.theme, &scene.site_view)?);
        Ok(Press::with(templates, scene, plan, stores, progress))
    }

    /// The same with templates that were compiled before, for this theme and site.
    pub fn with(
        templates: Arc<Templates>,
        scene: &'a Scene,
        plan: &'a Plan,
        stores: &'a Stores,
        progress: &'a (dyn Fn(usize) + Sync),
    ) -> Press<'a> {
        let colours = Colours { highlighter: Highlighter::new(), blocks: &stores.blocks };
        Press { scene, plan, stores, templates, colours, progress, rendered: AtomicUsize::new(0) }
    }

    /// How many outputs were rendered.
    pub fn rendered(&self) -> usize {
        self.rendered.load(Ordering::Relaxed)
    }

    fn prepare_page(&self, id: PageId) -> (Digest, Material) {
        let view = page::view(self.scene, id);
        let body = body::body(self.scene, id);
        let tree = self.scene.trees.of(self.scene.page(id)).map(|tree| tree.view(self.scene).1);
        let key = self
            .digester("page")
            .add(self.template(id))
            .add(tree.as_ref().map_or(&[][..], |tree| &tree.bytes()[..]))
            .add(Digest::of_value(&view).bytes())
            .add(Digest::of_value(&body).bytes())
            .digest();
        (key, Material::Page(id, Box::new((view, body))))
    }

    fn digester(&self, kind: &str) -> Digester {
        Digester::new().add(kind).add(self.scene.digest.bytes())
    }

    /// The template of a page: the one it asks for, if the theme has it.
    fn template(&self, id: PageId) -> &str {
        let page = self.scene.page(id);
        let asked = page.front.template.as_deref().and_then(|name| self.scene.theme.template(name));
        asked.or_else(|| self.scene.theme.template(page.kind.template())).unwrap_or("page.html")
    }

    fn render_page(&self, id: PageId, mut view: View, body: &BodyView) -> Result<String, Box<Diagnostic>> {
        view.content = self.content(id, body)?;
        if let Some(tree) = self.scene.trees.of(self.scene.page(id)) {
            let (entries, _) = tree.view(self.scene);
            let html = tree.html(|| self.templates.render("partials/navigation.html", entries))?;
            view.navigation = mark_current(html, crate::compose::navigation::number(id));
        }
        self.templates.page(self.template(id), &view)
    }

    /// The HTML of a page's text.
    fn content(&self, id: PageId, view: &BodyView) -> Result<String, Box<Diagnostic>> {
        let Some(at) = self.scene.page(id).text else { return Ok(String::new()) };
        let parsed = &self.scene.parsed.pages[at];
        let text = self.scene.sources.text(&parsed.source).map_err(|error| unreadable(&parsed.source, &error))?;
        let files: Vec<_> = (0..parsed.facts.code.len() as u32)
            .map(|block| body::include(self.scene, id, block).map(|(text, _)| text))
            .collect();
        let shown = files.iter().zip(&parsed.facts.code).map(|(file, block)| {
            let file = file.as_deref()?;
            match &block.region {
                Some(region) => markdown::region(file, region),
                None => Some(markdown::without_markers(file)),
            }
        });
        let includes: Vec<_> = shown.collect();
        let embed = |embed: &EmbedView| match embed {
            EmbedView::Decision(view) => self.templates.render("partials/decision.html", view),
            EmbedView::Pages(view) => self.templates.render("partials/pages.html", view),
            EmbedView::Nothing => Ok(String::new()),
        };
        let mut after_section = std::collections::BTreeMap::new();
        for (heading, uses) in &view.evidence {
            after_section.insert(*heading, self.templates.render("partials/used-as-evidence.html", uses)?);
        }
        let body = Body {
            links: view.links.clone(),
            includes: includes.iter().map(Option::as_deref).collect(),
            embeds: view.embeds.iter().map(embed).collect::<Result<_, _>>()?,
            after_section,
            raw_html: view.raw_html,
            words: self.words(),
            ..Body::new(&text[parsed.body.start as usize..parsed.body.end as usize], &parsed.facts)
        };
        Ok(markdown::html(&body, &self.colours))
    }

    /// The words that a text's HTML adds, in the language of the site.
    fn words(&self) -> BodyWords<'_> {
        let usual = BodyWords::default();
        let word = |key: &str, usual: &'static str| self.scene.theme.words.get(key).map_or(usual, String::as_str);
        BodyWords {
            note: word("note", usual.note),
            tip: word("tip", usual.tip),
            important: word("important", usual.important),
            warning: word("warning", usual.warning),
            caution: word("caution", usual.caution),
            details: word("details", usual.details),
            link_to_section: word("link_to_section", usual.link_to_section),
            footnotes: word("footnotes", usual.footnotes),
            back_to_reference: word("back_to_reference", usual.back_to_reference),
            task_done: word("task_done", usual.task_done),
            task_open: word("task_open", usual.task_open),
        }
    }

    fn indexed(&self) -> &Indexed {
        self.scene.index.get(self.scene, &self.stores.words)
    }

    fn index_pages<'p>(&'p self, indexed: &'p Indexed) -> IndexPages<'p> {
        IndexPages { scene: self.scene, indexed, store: &self.stores.words }
    }

    fn prepare_redirect(&self, path: &OutPath, id: PageId) -> (Digest, Material) {
        let from = crate::compose::From::Output(path);
        let page = self.scene.page(id);
        let view = RedirectView {
            root: from.root().into(),
            to: LinkView { title: page.title.clone(), href: from.href(&page.address, None) },
            canonical: self.scene.full_address(&page.address),
        };
        let key = self.digester("redirect").add(Digest::of_value(&view).bytes()).digest();
        (key, Material::Redirect(view))
    }
}

impl Maker for Press<'_> {
    type Material = Material;

    fn prepare(&self, path: &OutPath, recipe: &Recipe) -> (Digest, Material) {
        let bytes = match recipe {
            Recipe::Page(id) => return self.prepare_page(*id),
            Recipe::Redirect(id) => return self.prepare_redirect(path, *id),
            Recipe::Asset(source) => {
                let digest = self.scene.sources.files.get(source).map_or_else(|| Digest::of(""), |file| file.digest);
                return (digest, Material::Asset(source.clone()));
            }
            Recipe::Search(number) => {
                let shard = &self.indexed().shards[*number];
                return (self.digester("search").add(shard.key.bytes()).digest(), Material::Search(*number));
            }
            Recipe::ThemeAsset(name) => self.scene.theme.assets.get(name).map_or_else(Vec::new, |it| it.bytes.clone()),
            Recipe::Markdown(id) => files::markdown_copy(self.scene, *id, path).into_bytes(),
            Recipe::Decision(at, output) => data::decision(self.scene, *at, *output, path).into_bytes(),
            Recipe::Sitemap => files::sitemap(self.scene).into_bytes(),
            Recipe::Feed => files::feed(self.scene).into_bytes(),
            Recipe::Robots => files::robots(self.scene).into_bytes(),
            Recipe::Llms => files::llms(self.scene, self.plan).into_bytes(),
        };
        (Digest::of(&bytes), Material::Bytes(bytes))
    }

    fn render(&self, _path: &OutPath, material: Material) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.rendered.fetch_add(1, Ordering::Relaxed);
        match material {
            Material::Page(id, parts) => {
                let (view, body) = *parts;
                self.render_page(id, view, &body).map(String::into_bytes)
            }
            Material::Redirect(view) => self.templates.render("redirect.html", &view).map(String::into_bytes),
            Material::Bytes(bytes) => Ok(bytes),
            Material::Search(number) => {
                let indexed = self.indexed();
                Ok(search::render(&indexed.shards[number], &self.index_pages(indexed)))
            }
            Material::Asset(source) => self.scene.sources.bytes(&source).map_err(|error| unreadable(&source, &error)),
        }
    }

    fn is_shared(&self, material: &Material) -> bool {
        matches!(material, Material::Search(_))
    }

    fn render_shared(&self, materials: Vec<Material>, done: &(dyn Fn(usize, Vec<u8>) + Sync)) {
        let indexed = self.indexed();
        let numbers: Vec<usize> = materials
            .into_iter()
            .filter_map(|material| match material {
                Material::Search(number) => Some(number),
                _ => None,
            })
            .collect();
        let shards: Vec<&Shard> = numbers.iter().map(|number| &indexed.shards[*number]).collect();
        let place: HashMap<&str, usize> =
            shards.iter().enumerate().map(|(at, shard)| (shard.path.as_str(), at)).collect();
        search::render_all(&shards, &self.index_pages(indexed), |shard, bytes| {
            if let Some(at) = place.get(shard.path.as_str()) {
                done(*at, bytes);
            }
        });
    }

    fn made(&self, count: usize) {
        (self.progress)(count);
    }
}

fn unreadable(source: &SourcePath, error: &std::io::Error) -> Box<Diagnostic> {
    let message = format!("cannot read this file: {error}");
    Box::new(Diagnostic::new(Code::UnreadableFile, Span::file(source), message))
}

/// Colours code, and remembers it.
struct Colours<'a> {
    highlighter: Highlighter,
    blocks: &'a Store,
}

impl CodeWriter for Colours<'_> {
    fn write(&self, language: &str, code: &str, out: &mut String) {
        let language = Language::find(language).filter(|language| !language.is_plain());
        let Some(language) = language else {
            markdown::escape_text(code, out);
            return;
        };
        let key = highlight::key(language, code);
        if let Some(html) = self.blocks.get(key).and_then(|html| String::from_utf8(html).ok()) {
            out.push_str(&html);
            return;
        }
        let start = out.len();
        self.highlighter.block(language, code, out);
        self.blocks.put(key, &out.as_bytes()[start..]);
    }

    fn label(&self, language: &str) -> Option<&str> {
        Language::find(language).map(Language::name)
    }
}
