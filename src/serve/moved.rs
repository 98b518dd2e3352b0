//! Pages that have another address than before: a tab that shows one follows it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::moment::Moment;
use crate::digest::Digest;
use crate::path::{OutPath, SourcePath};
use crate::site::SitePage;

/// See the module.
#[derive(Default)]
pub(super) struct Moved {
    /// The file whose page stood at an output before.
    went: HashMap<OutPath, SourcePath>,
}

impl Moved {
    /// Notes what the step from one moment to the next has moved.
    pub(super) fn follow(&mut self, before: &Moment, now: &Moment, renamed: &[(SourcePath, SourcePath)]) {
        let (old, new) = (&before.assembly.scene, &now.assembly.scene);
        if Arc::ptr_eq(&old.site, &new.site) {
            return;
        }
        let gone = |page: &&SitePage| page.has_source && !now.assembly.plan.outputs.contains_key(&page.out);
        let gone: Vec<&SitePage> = old.site.pages.iter().filter(gone).collect();
        if gone.is_empty() {
            return;
        }
        let there: HashSet<&SourcePath> = new.site.pages.iter().map(|page| &page.source).collect();
        let known: HashSet<&SourcePath> = old.site.pages.iter().map(|page| &page.source).collect();
        let appeared = new.site.pages.iter().filter(|page| page.has_source && !known.contains(&page.source));
        let mut by_text: HashMap<Digest, &SourcePath> = HashMap::new();
        for page in appeared {
            if let Some(text) = page.text {
                by_text.insert(new.parsed.pages[text].body_digest, &page.source);
            }
        }
        for page in gone {
            let text = page.text.map(|text| old.parsed.pages[text].body_digest);
            let to = there
                .get(&page.source)
                .map(|source| (*source).clone())
                .or_else(|| rename(&page.source, renamed).filter(|source| there.contains(source)))
                .or_else(|| by_text.get(&text?).map(|source| (*source).clone()));
            let Some(to) = to else { continue };
            for earlier in self.went.values_mut().filter(|earlier| **earlier == page.source) {
                earlier.clone_from(&to);
            }
            self.went.insert(page.out.clone(), to);
        }
    }

    /// The page that stood at an address, where it is now.
    pub(super) fn went<'a>(&self, asked: &str, moment: &'a Moment) -> Option<&'a SitePage> {
        let whole = |path: &str| OutPath::new(path).and_then(|path| self.went.get(&path));
        let source = whole(asked).or_else(|| whole(&format!("{}/index.html", asked.trim_end_matches('/'))))?;
        moment.assembly.scene.site.pages.iter().find(|page| page.source == *source)
    }
}

/// What a file is called after renames of it or of a folder above it.
fn rename(source: &SourcePath, renamed: &[(SourcePath, SourcePath)]) -> Option<SourcePath> {
    let mut now = source.clone();
    for (from, to) in renamed {
        if now == *from {
            now = to.clone();
        } else if let Some(below) = now.below(from.as_str()) {
            now = SourcePath::new(format!("{to}/{below}"));
        }
    }
    (now != *source).then_some(now)
}
