//! From what the watcher saw to the next moment.
//!
//! Enter at [`first`], then [`Rebuilder::follow`], which runs on a thread of its own. A change that comes while a moment
//! is being made supersedes it, unless that has been put off for too long already.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::inbox::{Batch, Inbox};
use super::moment::{Compiled, Moment};
use super::watch::Watch;
use super::{Options, Said, Shared, Voice};
use crate::assembly::{Assembly, advance, assemble};
use crate::cache::{self, Cache};
use crate::diagnostic::{Diagnostic, Level};
use crate::path::SourcePath;
use crate::render::templates::Templates;
use crate::sources::{Known, Seen, Sources, World};

/// A moment is not put off for longer than this by newer changes, if what was read holds still; in no case for longer
/// than five times that.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a file that changes while it is read, or that has become empty, is taken for one that is being written.
const UNSETTLED: Duration = Duration::from_millis(200);

/// Files of a theme, shared.
type ThemeFiles = Arc<BTreeMap<SourcePath, Vec<u8>>>;

/// See the module.
pub(super) struct Rebuilder {
    inbox: Arc<Inbox>,
    voice: Voice,
    watch: Watch,
    /// What was read last.
    sources: Sources,
    /// The last files of a theme whose templates compile, if those now do not.
    last_good_theme: Option<ThemeFiles>,
    theme_fault: Option<Diagnostic>,
    cache: Cache,
    findings: Vec<(Level, Diagnostic)>,
    published: Instant,
}

/// Reads the site and makes the first moment of it.
pub(super) fn first(world: World, options: &Options, inbox: Arc<Inbox>, voice: &Voice) -> (Moment, Rebuilder) {
    let started = Instant::now();
    let cache = Cache::open(&options.root.join(cache::FOLDER));
    let sources = Sources::read(world, &options.read, options.today, &cache as &dyn Known);
    let mut watch =
        Watch::new(&options.root, &sources.config.output_dir, options.watching, inbox.clone(), voice.clone());
    let assembly = assemble(sources.clone(), &cache, options.drafts);
    // What code blocks show is known now, and is read with the next refresh as well.
    let sources = (*assembly.scene.sources).clone();
    watch.follow(&sources, &Seen::nothing(), false);
    let templates = Templates::new(&assembly.scene.theme, &assembly.scene.site_view).map(Arc::new);
    let mut rebuilder = Rebuilder {
        inbox,
        voice: voice.clone(),
        watch,
        theme_fault: templates.as_ref().err().map(|fault| (**fault).clone()),
        last_good_theme: None,
        sources,
        cache,
        findings: Vec::new(),
        published: Instant::now(),
    };
    let moment = rebuilder.moment(1, assembly, templates);
    rebuilder.say(&moment, Vec::new(), started);
    rebuilder.findings.clone_from(&moment.findings);
    (moment, rebuilder)
}

impl Rebuilder {
    /// Follows changes until the preview ends.
    pub(super) fn follow(mut self, shared: Weak<Shared>) -> std::io::Result<()> {
        std::thread::Builder::new().name("rebuild".to_owned()).spawn(move || {
            while let Ok(batch) = self.inbox.take(self.watch.beat()) {
                let Some(shared) = shared.upgrade() else { return };
                match batch {
                    Some(batch) => self.act(&shared, batch),
                    None => self.watch.follow(&self.sources, &Seen::nothing(), true),
                }
            }
        })?;
        Ok(())
    }

    fn act(&mut self, shared: &Shared, batch: Batch) {
        let Batch { seen, renamed, first, number } = batch;
        let next = self.sources.refresh(&seen);
        if next.same(&self.sources) {
            self.sources = next;
            self.watch.follow(&self.sources, &seen, false);
            return self.done(shared, number);
        }
        let unsettled = is_emptied(&self.sources, &next) || !is_still(&self.sources, &next);
        if unsettled && first.elapsed() < UNSETTLED {
            return self.inbox.put_back(Batch { seen, renamed, first, number });
        }
        let changed = changed(&self.sources, &next);
        let before = shared.moment();
        if !Arc::ptr_eq(&next.theme_files, &self.sources.theme_files) {
            self.theme_fault = None;
        }
        let wanted = || {
            let since = self.published.elapsed();
            !self.inbox.is_waiting() || (since > PATIENCE && is_still(&self.sources, &next)) || since > PATIENCE * 5
        };
        let mut held = next.clone();
        if self.theme_fault.is_some()
            && let Some(good) = &self.last_good_theme
        {
            held.theme_files = good.clone();
        }
        let advanced = advance(&before.assembly, held, &self.cache, &wanted).filter(|_| wanted());
        let Some(mut assembly) = advanced else {
            // What was read stays out of the way: the next round finds it again, beside what is new.
            return self.inbox.put_back(Batch { seen, renamed, first, number });
        };
        let mut templates = self.templates(&before, &assembly);
        let wrong = assembly
            .findings
            .iter()
            .find(|it| it.code == crate::diagnostic::Code::ThemeError && it.code.level() == Level::Error);
        let fault = templates.as_ref().err().map(|fault| &**fault).or(wrong).cloned();
        if let Some(fault) = fault
            && self.theme_fault.is_none()
            && before.templates.is_ok()
        {
            // The new theme cannot be used: the last good one stays, with the new pages.
            let good =
                self.last_good_theme.clone().unwrap_or_else(|| before.assembly.scene.sources.theme_files.clone());
            let mut held = next.clone();
            held.theme_files = good.clone();
            let faults: Vec<Diagnostic> =
                assembly.findings.iter().filter(|it| it.code == crate::diagnostic::Code::ThemeError).cloned().collect();
            if let Some(last) = advance(&before.assembly, held, &self.cache, &|| true) {
                templates = self.templates(&before, &last);
                assembly = last;
            }
            self.last_good_theme = Some(good);
            assembly.findings.extend(faults.into_iter().filter(|it| *it != fault));
            self.theme_fault = Some(fault);
        } else if self.theme_fault.is_none() {
            self.last_good_theme = None;
        }
        // Files that code blocks show are read on the way.
        self.sources = (*assembly.scene.sources).clone();
        self.sources.theme_files = next.theme_files;
        let moment = self.moment(before.number + 1, assembly, templates);
        self.say(&moment, changed, first);
        self.findings.clone_from(&moment.findings);
        shared.publish(moment, &renamed);
        self.published = Instant::now();
        self.watch.follow(&self.sources, &seen, false);
        self.done(shared, number);
    }

    fn done(&self, shared: &Shared, number: u64) {
        self.inbox.finish(number);
        let moment = shared.moment().number;
        // Whoever waits is woken also where there is nothing new; readers of news are told new numbers only.
        shared.news.send_replace(moment);
    }

    /// The templates of the moment before, if nothing that they are made of has changed.
    fn templates(&self, before: &Moment, assembly: &Assembly) -> Compiled {
        match &before.templates {
            Ok(templates) if before.assembly.scene.digest == assembly.scene.digest => Ok(templates.clone()),
            _ => Templates::new(&assembly.scene.theme, &assembly.scene.site_view).map(Arc::new),
        }
    }

    fn moment(&self, number: u64, mut assembly: Assembly, templates: Compiled) -> Moment {
        let mut findings = std::mem::take(&mut assembly.findings);
        findings.extend(self.theme_fault.clone());
        let findings = self.sources.config.levels.apply(findings, self.sources.today);
        Moment::new(number, assembly, templates, findings, Arc::new(self.sources.clone()))
    }

    fn say(&self, moment: &Moment, changed: Vec<String>, first: Instant) {
        let known: Vec<_> = self.findings.iter().map(|(level, finding)| same(*level, finding)).collect();
        let now: Vec<_> = moment.findings.iter().map(|(level, finding)| same(*level, finding)).collect();
        let known: std::collections::BTreeSet<_> = known.into_iter().collect();
        let is_new = |(at, _): &(usize, &(Level, Diagnostic))| !known.contains(&now[*at]);
        let new = moment.findings.iter().enumerate().filter(is_new).map(|(_, finding)| finding.clone()).collect();
        let there: std::collections::BTreeSet<_> = now.iter().collect();
        (self.voice)(Said::Built {
            changed,
            took: first.elapsed(),
            pages: moment.assembly.scene.site.pages.len(),
            new,
            mended: known.iter().filter(|known| !there.contains(known)).count(),
            errors: moment.findings.iter().filter(|(level, _)| *level == Level::Error).count(),
            sources: moment.texts.clone(),
        });
    }
}

/// Whether a file that had bytes has none: mostly a save that has begun and not ended, however long ago its events were.
fn is_emptied(before: &Sources, now: &Sources) -> bool {
    let had = |path: &SourcePath| before.files.get(path).is_some_and(|file| file.stat.size > 0);
    now.files.iter().any(|(path, file)| file.stat.size == 0 && had(path))
}

/// Whether the files that were read anew are still as they were read: then none was read half.
fn is_still(before: &Sources, now: &Sources) -> bool {
    let mut old = before.files.iter().peekable();
    now.files.iter().all(|(path, file)| {
        while old.next_if(|(gone, _)| *gone != path && *gone < path).is_some() {}
        let known = old.next_if(|(known, _)| *known == path).is_some_and(|(_, known)| Arc::ptr_eq(known, file));
        known || now.world().stat(path) == Some(file.stat)
    })
}

/// What makes a finding the same one after an edit: not where it stands, which any line above it moves.
fn same(level: Level, finding: &Diagnostic) -> (&SourcePath, &'static str, &str, Level) {
    (&finding.span.file, finding.code.name(), &finding.message, level)
}

/// The paths that differ, for people.
fn changed(before: &Sources, now: &Sources) -> Vec<String> {
    let mut changed: Vec<String> = Vec::new();
    if !before.same_config(now) {
        changed.push(now.config_path.to_string());
    }
    if before.lock != now.lock {
        changed.push("decisions.lock".to_owned());
    }
    if !Arc::ptr_eq(&before.files, &now.files) {
        // Side by side: most are the very same values, and a look-up for each of 10,000 would cost 4 ms.
        let mut old = before.files.iter().peekable();
        for (path, file) in now.files.iter() {
            while old.peek().is_some_and(|(gone, _)| *gone != path && *gone < path) {
                changed.extend(old.next().map(|(gone, _)| gone.to_string()));
            }
            let known = old.next_if(|(known, _)| *known == path);
            if known.is_none_or(|(_, known)| !Arc::ptr_eq(known, file) && known.digest != file.digest) {
                changed.push(path.to_string());
            }
        }
        changed.extend(old.map(|(gone, _)| gone.to_string()));
    }
    if !Arc::ptr_eq(&before.theme_files, &now.theme_files) {
        let new = now.theme_files.iter().filter(|(path, bytes)| before.theme_files.get(*path) != Some(bytes));
        changed.extend(new.map(|(path, _)| path.to_string()));
        let gone = before.theme_files.keys().filter(|path| !now.theme_files.contains_key(*path));
        changed.extend(gone.map(SourcePath::to_string));
    }
    let shown = now.included().filter(|path| before.include(path) != now.include(path));
    changed.extend(shown.map(SourcePath::to_string));
    changed.sort();
    changed.dedup();
    changed
}
