//! Files that mean harm, and files that mean nothing: each with what must come of it.
//!
//! [`cases`] is the table. Every case is a site of its own, in memory: it is read, linked, checked and built whole, in a
//! thread that is given up when it does not come back.

mod cases;
mod payloads;
mod probes;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use fingerpost::assembly::{Assembly, assemble};
use fingerpost::cache::{Cache, Stores};
use fingerpost::diagnostic::{Diagnostic, Level};
use fingerpost::path::SourcePath;
use fingerpost::reconcile::Maker as _;
use fingerpost::render::Press;
use fingerpost::sources::{Nothing, ReadOptions, Sources, World};

use crate::harness::TODAY;
use cases::{Case, Want, cases};

/// A case that takes longer has hung. (Two seconds are the promise; a machine that does other things may need more.)
const PATIENCE: Duration = Duration::from_secs(60);

/// What came of a site.
pub(crate) struct Outcome {
    /// What was found, with its level and line.
    pub(crate) findings: Vec<(Level, Diagnostic, usize)>,
    /// Its outputs; none if there are errors.
    pub(crate) outputs: BTreeMap<String, Vec<u8>>,
}

pub(crate) fn assembled(files: &[(String, Vec<u8>)]) -> Assembly {
    let files = files.iter().map(|(path, bytes)| (SourcePath::new(path.as_str()), Arc::from(bytes.as_slice())));
    let sources = Sources::read(World::Memory(files.collect()), &ReadOptions::default(), TODAY, &Nothing);
    assemble(sources, &Cache::none(), false)
}

pub(crate) fn outcome(files: &[(String, Vec<u8>)]) -> Outcome {
    let mut assembly = assembled(files);
    let mut findings = std::mem::take(&mut assembly.findings);
    let stores = Stores::in_memory();
    findings.extend(fingerpost::check::templates::rendered(&assembly.scene, &assembly.plan, &stores));
    let sources = &assembly.scene.sources;
    let findings = sources.config.levels.apply(findings, TODAY);
    let ends: BTreeMap<&str, Vec<usize>> =
        files.iter().map(|(path, bytes)| (path.as_str(), memchr::memchr_iter(b'\n', bytes).collect())).collect();
    let line = |finding: &Diagnostic| {
        let start = finding.span.range.start as usize;
        ends.get(finding.span.file.as_str()).map_or(0, |ends| ends.partition_point(|end| *end < start) + 1)
    };
    let with_line = |(level, finding)| {
        let line = line(&finding);
        (level, finding, line)
    };
    let findings: Vec<(Level, Diagnostic, usize)> = findings.into_iter().map(with_line).collect();
    let mut outputs = BTreeMap::new();
    if findings.iter().all(|(level, ..)| *level != Level::Error) {
        let press = Press::new(&assembly.scene, &assembly.plan, &stores, &|_| {}).expect("the theme compiles");
        for (path, recipe) in &assembly.plan.outputs {
            let (_, material) = press.prepare(path, recipe);
            let bytes = press.render(path, material).unwrap_or_else(|finding| panic!("{path}: {finding:#?}"));
            outputs.insert(path.to_string(), bytes);
        }
    }
    Outcome { findings, outputs }
}

/// Runs something that must come back.
pub(crate) fn within<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    let (done, result) = mpsc::channel();
    let thread = std::thread::Builder::new().name(name.to_owned()).stack_size(2 << 20);
    thread.spawn(move || done.send(work())).map_err(|error| error.to_string())?;
    match result.recv_timeout(PATIENCE) {
        Ok(value) => Ok(value),
        Err(mpsc::RecvTimeoutError::Timeout) => Err("does not come back".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("panics".to_owned()),
    }
}

fn fault(case: &Case, outcome: &Outcome) -> Option<String> {
    let seen = || {
        let shown = |(level, finding, line): &(Level, Diagnostic, usize)| {
            format!("{} {} {}:{line}: {}", level.word(), finding.code.name(), finding.span.file, finding.message)
        };
        outcome.findings.iter().map(shown).collect::<Vec<_>>().join("\n    ")
    };
    let bad = |level: &Level| *level >= Level::Warning;
    match case.want {
        Want::Fine if outcome.findings.iter().any(|(level, ..)| bad(level)) => {
            Some(format!("should be fine, but:\n    {}", seen()))
        }
        Want::Found(code, wanted)
            if !outcome.findings.iter().any(|(_, finding, line)| finding.code.name() == code && *line == wanted) =>
        {
            Some(format!("should be `{code}` in line {wanted}, but:\n    {}", seen()))
        }
        Want::Fine | Want::Found(..) | Want::Any => None,
    }
}

#[test]
fn every_hostile_file_is_fine_or_a_finding_at_its_line() {
    let cases = cases();
    assert!(cases.len() >= 120, "{}", cases.len());
    let names: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len(), "each has a name of its own");
    let mut wrong = Vec::new();
    for case in cases {
        let files = case.files.clone();
        match within(case.name, move || outcome(&files)) {
            Err(why) => wrong.push(format!("{}: {why}", case.name)),
            Ok(outcome) => wrong.extend(fault(&case, &outcome).map(|fault| format!("{}: {fault}", case.name))),
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
