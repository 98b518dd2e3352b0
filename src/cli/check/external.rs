//! `check --external`: asks other sites, and keeps what they answered.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::super::print::{Printer, count};
use crate::assembly::placed;
use crate::check::external::{self, Answer, Memory, Options};
use crate::compose::Scene;
use crate::diagnostic::Diagnostic;

/// What is wrong with the links to other sites.
pub(super) fn findings(scene: &Scene, cache: &Path, printer: &Printer) -> Vec<Diagnostic> {
    let config = &scene.config().external;
    let today = scene.sources.today;
    let links = external::links(scene);
    let skip = |address: &str| config.skip.iter().any(|pattern| pattern.is_match(address));
    let mut questions = external::questions(&links, skip, false);
    let all = questions.len();
    let memory = Memory::open(cache);
    let mut answers = memory.take(&mut questions, today, config.fresh_for);
    let options = Options { timeout: Duration::from_secs(u64::from(config.timeout)), ..Options::default() };
    printer.start(questions.len());
    let bar = printer.bar();
    let asked = AtomicU64::new(0);
    let done = || {
        let count = asked.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(bar) = &bar {
            bar.set_position(count);
        }
    };
    let new = if questions.is_empty() { Ok(Default::default()) } else { external::ask(questions, &options, &done) };
    printer.stop();
    let new = match new {
        Ok(new) => new,
        Err(error) => {
            printer.note(&format!("other sites could not be asked: {error}"));
            return Vec::new();
        }
    };
    if let Err(error) = memory.keep(&new, today, config.fresh_for) {
        printer.note(&format!("what other sites answered could not be kept: {error}"));
    }
    let mut silent = 0;
    for (address, answer) in &new {
        if let Answer::Unknown(why) = answer {
            silent += 1;
            printer.detail(&format!("not known: {address} {why}"));
        }
    }
    printer.note(&format!(
        "Asked for {} of other sites, {} of them now; {silent} not known",
        count(all, "address", "addresses"),
        new.len()
    ));
    answers.extend(new);
    placed(&scene.parsed, &external::findings(&links, &answers))
}
