//! `fingerpost test`.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use regex::Regex;

use super::args::{Global, TestArgs};
use super::print::{Printer, count, environment};
use super::setup::{Place, today};
use crate::assembly::{Assembly, assemble};
use crate::cache::{self, Cache};
use crate::compose::Scene;
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::digest::Digest;
use crate::samples::run::{Ended, Runner, run as run_sample, version};
use crate::samples::{self, Sample, Verdict};
use crate::sources::Sources;

/// What came of a sample, in the end.
enum Outcome {
    Passed { again: bool },
    Recorded,
    NotRun(String),
    Failed(String),
}

/// Runs the samples of a site.
pub(super) fn run(args: &TestArgs, global: &Global, printer: &Printer) -> u8 {
    let place = match Place::find(args.dir.as_deref(), global) {
        Ok(place) => place,
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    let cache = Cache::open(&place.root.join(cache::FOLDER));
    let sources = Sources::read(place.world(), &place.options(None, None), today(), &cache);
    let mut assembly = assemble(sources, &cache, true);
    if report(&mut assembly, printer) {
        return 1;
    }
    let scene = &assembly.scene;
    let masks = match all_masks(scene) {
        Ok(masks) => masks,
        Err(why) => {
            printer.fail(&why);
            return 1;
        }
    };
    let samples = samples::find(scene);
    if samples.is_empty() {
        printer
            .say("No samples: a block that shows a file with `file=` is one, where its language has a `[samples.ID]`.");
        return 0;
    }
    let folder = place.root.join(cache::FOLDER).join("samples");
    let runner = Arc::new(Runner {
        path: environment("PATH").unwrap_or_default(),
        temporary: environment("TMPDIR").map_or_else(|| PathBuf::from("/tmp"), PathBuf::from),
        shared: folder.join("shared"),
        groups: Mutex::new(Vec::new()),
        stopped: AtomicBool::new(false),
    });
    stop_on_interrupt(&runner);
    if let Err(error) = cache::make_folder(&place.root.join(cache::FOLDER)).and_then(|()| fs::create_dir_all(&folder)) {
        printer.fail(&format!("cannot write {}: {error}", folder.display()));
        return 1;
    }
    announce(&samples, scene, printer);
    let bench = Bench { scene, runner: &runner, folder: &folder, masks: &masks, args, kept: Mutex::default() };
    let outcomes = bench.all(&samples);
    if runner.stopped.load(Ordering::Relaxed) {
        printer.fail("broken off");
        return 1;
    }
    bench.sweep();
    summary(&samples, &outcomes, args, printer)
}

/// Samples stand in groups of their own, so an interrupt at the terminal does not reach them by itself.
fn stop_on_interrupt(runner: &Arc<Runner>) {
    let runner = runner.clone();
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            runner.stop();
        }
    });
}

/// Prints the findings that keep samples from being found; whether there are any.
fn report(assembly: &mut Assembly, printer: &Printer) -> bool {
    let sources = &assembly.scene.sources;
    let findings = std::mem::take(&mut assembly.findings);
    let matters = [Code::InvalidConfig, Code::UnknownKey, Code::UnresolvedInclude, Code::UnreadableFile, Code::NotUtf8];
    let findings: Vec<(Level, Diagnostic)> = sources.config.levels.apply(findings, sources.today);
    let findings: Vec<(Level, Diagnostic)> =
        findings.into_iter().filter(|(level, it)| *level == Level::Error && matters.contains(&it.code)).collect();
    printer.findings(&findings, sources);
    !findings.is_empty()
}

fn all_masks(scene: &Scene) -> Result<BTreeMap<String, Vec<Regex>>, String> {
    let tables = scene.config().samples.iter();
    let compiled = tables.map(|(id, config)| match samples::masks(config) {
        Ok(masks) => Ok((id.clone(), masks)),
        Err(why) => Err(format!("`mask` of `[samples.{id}]`: {why}")),
    });
    compiled.collect()
}

/// Says which commands are about to run.
fn announce(samples: &[Sample], scene: &Scene, printer: &Printer) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in samples {
        *counts.entry(&sample.id).or_default() += 1;
    }
    printer.say("Runs, each in a copy of its folder:");
    for (id, number) in counts {
        let command = scene.config().samples.get(id).map_or_else(String::new, |config| config.command.join(" "));
        printer.say(&format!("  {command}   ({})", count(number, "sample", "samples")));
    }
}

/// What all runs share.
struct Bench<'a> {
    scene: &'a Scene,
    runner: &'a Runner,
    /// Where what samples printed is kept.
    folder: &'a Path,
    masks: &'a BTreeMap<String, Vec<Regex>>,
    args: &'a TestArgs,
    /// The records that are of use.
    kept: Mutex<HashSet<String>>,
}

impl Bench<'_> {
    /// Runs all samples, as many at a time as there are cores.
    fn all(&self, samples: &[Sample]) -> Vec<Outcome> {
        let mut versions: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for program in samples.iter().filter_map(|sample| sample.command.first()) {
            versions.entry(program).or_insert_with(|| version(self.runner, program));
        }
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Outcome)>> = Mutex::new(Vec::new());
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(samples.len());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while !self.runner.stopped.load(Ordering::Relaxed) {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(sample) = samples.get(at) else { break };
                        let program = sample.command.first().map_or("", String::as_str);
                        let outcome = match versions.get(program) {
                            Some(Some(version)) => self.one(sample, version),
                            _ => Outcome::NotRun(program.to_owned()),
                        };
                        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, outcome));
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        done.sort_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, outcome)| outcome).collect()
    }

    fn one(&self, sample: &Sample, version: &str) -> Outcome {
        let world = self.scene.sources.world();
        let files = match samples::folder(world, sample) {
            Ok(files) => files,
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        let key = match samples::key(world, sample, &files, version) {
            Ok(key) => key,
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key.to_string());
        let record = self.folder.join(key.to_string());
        let known = if self.args.no_cache || self.args.update { None } else { read_record(&record) };
        let again = known.is_some();
        let printed = match known {
            Some(printed) => printed,
            None => match run_sample(self.runner, world, sample, &files) {
                Ended::Printed(text) => {
                    let _ = write_record(&record, &text);
                    text
                }
                Ended::NoProgram(program) => return Outcome::NotRun(program),
                Ended::Failed(why) => return Outcome::Failed(why),
            },
        };
        self.compare(sample, &printed, again)
    }

    fn compare(&self, sample: &Sample, printed: &str, again: bool) -> Outcome {
        let world = self.scene.sources.world();
        let recording = sample.recording();
        let recorded = world.read(&recording).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let masks = self.masks.get(&sample.id).map_or(&[][..], Vec::as_slice);
        match samples::judge(printed, recorded.as_deref(), masks) {
            Verdict::Passed => Outcome::Passed { again },
            Verdict::Differs(_) | Verdict::NoRecording if self.args.update => {
                let Some(root) = world.folder() else {
                    return Outcome::Failed("there is no folder to record in".to_owned());
                };
                let text = samples::comparable(printed, masks);
                let text = if text.is_empty() { text } else { text + "\n" };
                match fs::write(root.join(recording.as_str()), text) {
                    Ok(()) => Outcome::Recorded,
                    Err(error) => Outcome::Failed(format!("cannot write {recording}: {error}")),
                }
            }
            Verdict::Differs(difference) => Outcome::Failed(format!(
                "it prints other lines than {recording} (- recorded, + printed now):\n{difference}"
            )),
            Verdict::NoRecording => Outcome::Failed(format!(
                "there is no {recording}: read what it prints, then record it with --update\n{}",
                samples::diff::lines("", &samples::comparable(printed, masks))
            )),
        }
    }

    /// Removes records of samples that are not as they were.
    fn sweep(&self) {
        let kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for entry in fs::read_dir(self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_file() && !kept.contains(&name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// What was printed, behind its own digest: a damaged record is as good as none.
fn read_record(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let (digest, printed) = text.split_once('\n')?;
    (Digest::parse(digest)? == Digest::of(printed)).then(|| printed.to_owned())
}

fn write_record(path: &Path, printed: &str) -> std::io::Result<()> {
    let staged = path.with_extension("new");
    fs::write(&staged, format!("{}\n{printed}", Digest::of(printed)))?;
    fs::rename(staged, path)
}

fn summary(samples: &[Sample], outcomes: &[Outcome], args: &TestArgs, printer: &Printer) -> u8 {
    let (mut passed, mut again, mut recorded, mut failed) = (0, 0, 0, 0);
    let mut not_run: BTreeMap<&str, usize> = BTreeMap::new();
    for (sample, outcome) in samples.iter().zip(outcomes) {
        match outcome {
            Outcome::Passed { again: known } => {
                passed += 1;
                again += usize::from(*known);
                printer.detail(&format!("passed {}", sample.file));
            }
            Outcome::Recorded => {
                recorded += 1;
                printer.say(&format!("recorded {}", sample.recording()));
            }
            Outcome::NotRun(program) => *not_run.entry(program).or_default() += 1,
            Outcome::Failed(why) => {
                failed += 1;
                printer.fail(&format!("{}: {}", sample.file, why.trim_end()));
            }
        }
    }
    for (program, number) in &not_run {
        printer.fail(&format!("{number} not run: there is no program `{program}` on the PATH"));
    }
    let unrun: usize = not_run.values().sum();
    let mut line = format!("{}: {passed} passed", count(samples.len(), "sample", "samples"));
    if again > 0 {
        line.push_str(&format!(" ({again} unchanged since they last ran)"));
    }
    if args.update {
        line.push_str(&format!(", {recorded} recorded"));
    }
    line.push_str(&format!(", {failed} failed, {unrun} not run"));
    printer.say(&line);
    u8::from(failed + unrun > 0)
}
