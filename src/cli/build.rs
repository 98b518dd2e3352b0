//! `fingerpost build`.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::args::{BuildArgs, Global};
use super::print::{Printer, count, environment};
use super::setup::{Place, today};
use crate::assembly::{Assembly, assemble};
use crate::cache::{self, Cache, Finished, Stores};
use crate::diagnostic::{Diagnostic, Level};
use crate::digest::{Digest, Digester};
use crate::path::SourcePath;
use crate::reconcile::{Done, Failure, MANIFEST, Request, check_output_folder, reconcile, untouched};
use crate::render::Press;
use crate::sources::{Known, Nothing, ReadOptions, Sources};

/// Builds the site.
pub(super) fn run(args: &BuildArgs, global: &Global, printer: &Printer) -> u8 {
    let started = Instant::now();
    let place = match Place::find(args.dir.as_deref(), global) {
        Ok(place) => place,
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    // Without a cache too: two builds must not write to one output.
    let _lock = lock(&place.root, printer);
    let folder = place.root.join(cache::FOLDER);
    let mut cache = if args.no_cache { Cache::none() } else { Cache::open_index(&folder) };
    cache.begin();
    let known: &dyn Known = if args.no_cache { &Nothing } else { &cache };
    let options = place.options(args.base_url.as_deref(), args.output_dir.as_deref());
    let options = ReadOptions { forget_texts: true, ..options };
    let mut sources = Sources::read(place.world(), &options, today(), known);
    sources.config.levels.strict |= args.strict;
    if let Some(finished) = unchanged(&place.root, &sources, &cache, args.drafts) {
        print(&finished.findings, &sources, printer);
        let outputs = cache.records(&place.root.join(&sources.config.output_dir)).len();
        summary(printer, finished.pages, 0, outputs, 0, started);
        return 0;
    }
    cache.load_pages();
    let mut assembly = assemble(sources, &cache, args.drafts);
    for line in cache.said.iter() {
        printer.note(line);
    }
    let findings = std::mem::take(&mut assembly.findings);
    let errors = print(&findings, &assembly.scene.sources, printer);
    let out = output_folder(&place.root, &assembly);
    let home = environment("HOME").map(PathBuf::from);
    if let Err(refused) = check_output_folder(&place.root, &assembly.scene.config().content, &out, home.as_deref()) {
        printer.fail(&refused.0);
        return 2;
    }
    if errors > 0 {
        printer.fail(&format!("{}; nothing was written", count(errors, "error", "errors")));
        return 1;
    }
    let stores = if args.no_cache { Stores::in_memory() } else { Stores::open(&folder) };
    if assembly.scene.config().search {
        let indexed = assembly.scene.index.get(&assembly.scene, &stores.words);
        crate::plan::add_search(Arc::make_mut(&mut assembly.plan), &indexed.shards);
    }
    printer.start(assembly.plan.outputs.len());
    let bar = printer.bar();
    let progress = |count: usize| {
        if let Some(bar) = bar.as_ref().filter(|_| count.is_multiple_of(64)) {
            bar.set_position(count as u64);
        }
    };
    let made = write(&assembly, &cache, &stores, &out, args.adopt, &progress);
    printer.stop();
    let done = match made {
        Ok(done) => done,
        Err(failure) => return fail(&assembly, failure, printer),
    };
    let Done { written, unchanged, removed, kept, records } = done;
    for path in &kept {
        printer.note(&format!("kept {path}: it is not part of the site any more, but was edited since it was written"));
    }
    for path in &written {
        printer.detail(&format!("wrote {path}"));
    }
    for path in &removed {
        printer.detail(&format!("removed {path}"));
    }
    if !args.no_cache {
        let sources = &assembly.scene.sources;
        let includes: Vec<SourcePath> = sources.included().cloned().collect();
        let finished = Finished {
            inputs: inputs(sources, &includes, args.drafts),
            includes,
            manifest: Digest::of_file(&out.join(MANIFEST)).unwrap_or_else(|_| Digest::of("")),
            pages: assembly.scene.site.pages.len(),
            findings,
        };
        let stored = cache.store(sources, &assembly.scene.parsed.pages, &out, records, finished);
        if let Err(error) =
            stored.and_then(|()| stores.save().map(|said| said.iter().for_each(|line| printer.note(line))))
        {
            printer.note(&format!("the cache could not be written: {error}; the next build does all work again"));
        }
    }
    summary(printer, assembly.scene.site.pages.len(), written.len(), unchanged, removed.len(), started);
    0
}

/// The last line of a build.
fn summary(printer: &Printer, pages: usize, written: usize, unchanged: usize, removed: usize, started: Instant) {
    printer.say(&format!(
        "Built {}: {} written, {unchanged} unchanged, {removed} removed, in {:.2} s",
        count(pages, "page", "pages"),
        count(written, "output", "outputs"),
        started.elapsed().as_secs_f64()
    ));
}

/// The last build, if this one would be the same: nothing that was read has changed, nor anything that was written.
fn unchanged<'a>(root: &Path, sources: &Sources, cache: &'a Cache, drafts: bool) -> Option<&'a Finished> {
    let finished = cache.finished().filter(|_| sources.findings.is_empty())?;
    let out = root.join(&sources.config.output_dir);
    let records = cache.records(&out);
    let same = !records.is_empty()
        && finished.inputs == inputs(sources, &finished.includes, drafts)
        && untouched(&out, finished.manifest, records, cache.written_at());
    same.then_some(finished)
}

/// The digest of all that a build depends on.
fn inputs(sources: &Sources, includes: &[SourcePath], drafts: bool) -> Digest {
    Digester::new().add(sources.digest(includes).bytes()).add([u8::from(drafts)]).digest()
}

/// Prints findings; says how many are errors.
fn print(findings: &[Diagnostic], sources: &Sources, printer: &Printer) -> usize {
    let findings: Vec<(Level, Diagnostic)> = sources.config.levels.apply(findings.to_vec(), sources.today);
    printer.findings(&findings, sources);
    findings.iter().filter(|(level, _)| *level == Level::Error).count()
}

fn write(
    assembly: &Assembly,
    cache: &Cache,
    stores: &Stores,
    out: &Path,
    adopt: bool,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Done, Failure> {
    let press = Press::new(&assembly.scene, &assembly.plan, stores, progress)
        .map_err(|diagnostic| Failure::Findings(vec![*diagnostic]))?;
    let request = Request {
        folder: out,
        site: assembly.scene.config().base_url.as_deref().unwrap_or(&assembly.scene.config().title),
        adopt,
        records: cache.records(out),
        recorded_at: cache.written_at(),
    };
    reconcile(&assembly.plan, &press, &request)
}

fn fail(assembly: &Assembly, failure: Failure, printer: &Printer) -> u8 {
    match failure {
        Failure::Findings(mut found) => {
            crate::diagnostic::sort(&mut found);
            let errors = found.len();
            let found: Vec<(Level, Diagnostic)> = found.into_iter().map(|finding| (Level::Error, finding)).collect();
            printer.findings(&found, &assembly.scene.sources);
            printer.fail(&format!("{}; nothing was written", count(errors, "error", "errors")));
        }
        Failure::Foreign(paths) => {
            let some: Vec<String> = paths.iter().take(5).map(|path| path.to_string()).collect();
            let more = if paths.len() > 5 { format!(" and {} more", paths.len() - 5) } else { String::new() };
            printer.fail(&format!(
                "{}{more} stand in the output folder and were not written by fingerpost; move them, or take them over \
                 with --adopt; nothing was written",
                some.join(", ")
            ));
        }
        Failure::Io(path, error) => printer.fail(&format!("cannot write {}: {error}", path.display())),
    }
    1
}

/// The output folder, absolute.
pub(super) fn output_folder(root: &Path, assembly: &Assembly) -> PathBuf {
    root.join(&assembly.scene.config().output_dir)
}

/// One build at a time: a second one waits, and says so. Without a lock file (a folder that cannot be written to) the
/// build goes on.
fn lock(root: &Path, printer: &Printer) -> Option<File> {
    let folder = root.join(cache::FOLDER);
    cache::make_folder(&folder).ok()?;
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).ok()?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            printer.note("another build of this site is running; waiting for it");
            file.lock().ok()?;
        }
        Err(TryLockError::Error(_)) | Ok(()) => {}
    }
    Some(file)
}
