//! `fingerpost review` and `fingerpost decisions diff`.

use super::args::{DecisionsCommand, DiffFormat, Global, ReviewArgs};
use super::print::{Printer, count};
use super::setup::{Place, today};
use super::write::replace;
use crate::assembly::{Assembly, assemble};
use crate::cache::{self, Cache};
use crate::compose::review::LOCK;
use crate::diagnostic::{Level, nearest};
use crate::review::{self, Reviewable, compare};
use crate::sources::Sources;

/// Ends with 0 if nothing is left to review, with 1 if something is.
pub(super) fn run(args: &ReviewArgs, global: &Global, printer: &Printer) -> u8 {
    let place = match Place::find(None, global) {
        Ok(place) => place,
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    let assembly = assembled(&place);
    let scene = &assembly.scene;
    let broken = scene.reviews().faults.clone();
    if !broken.is_empty() {
        let broken: Vec<_> = broken.into_iter().map(|finding| (Level::Error, finding)).collect();
        printer.findings(&broken, &scene.sources);
        printer.fail(&format!("{LOCK} cannot be read whole; mend it first"));
        return 1;
    }
    let all = review::all(scene);
    let named = args.what.iter().chain(&args.accept);
    for what in named {
        let known =
            all.iter().any(|one| if args.accept.contains(what) { one.address == *what } else { one.is_in(what) });
        if !known {
            let near = nearest(what, all.iter().map(|one| one.address.as_str()));
            let help = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
            printer.fail(&format!("nothing that is reviewed is named {what}{help}"));
            return 2;
        }
    }
    let meant = |one: &&Reviewable| args.what.is_empty() || args.what.iter().any(|what| one.is_in(what));
    let pending: Vec<&Reviewable> = all.iter().filter(|one| !one.why.is_empty()).filter(meant).collect();
    let accepted: Vec<&Reviewable> = if args.all_due || !args.accept.is_empty() {
        let asked = |one: &&Reviewable| {
            args.accept.contains(&one.address) || (args.all_due && pending.iter().any(|it| it.address == one.address))
        };
        all.iter().filter(asked).collect()
    } else if printer.is_interactive() {
        walk(&assembly, &place, &pending, printer)
    } else {
        return list(&assembly, &place, &pending, printer);
    };
    if accepted.is_empty() {
        printer.say("Nothing was recorded.");
        return u8::from(!pending.is_empty() && !args.all_due);
    }
    match write(&assembly, &place, &accepted, printer) {
        Ok(()) => {
            printer.say(&format!("Recorded {}.", count(accepted.len(), "review", "reviews")));
            let left = pending.iter().any(|one| !accepted.iter().any(|it| it.address == one.address));
            u8::from(left && args.accept.is_empty())
        }
        Err(why) => {
            printer.fail(&why);
            1
        }
    }
}

fn assembled(place: &Place) -> Assembly {
    let cache = Cache::open(&place.root.join(cache::FOLDER));
    let sources = Sources::read(place.world(), &place.options(None, None), today(), &cache);
    assemble(sources, &cache, false)
}

fn list(assembly: &Assembly, place: &Place, pending: &[&Reviewable], printer: &Printer) -> u8 {
    for one in pending {
        let why: Vec<String> = one.why.iter().map(ToString::to_string).collect();
        let line = format!("{}  {}\n", one.address, why.join("; "));
        printer.output(&line);
        if printer.is_verbose() {
            let shown = review::shown(&assembly.scene, &place.root, one);
            // Its first two lines say the same.
            printer.output(shown.splitn(3, '\n').nth(2).unwrap_or_default());
            printer.output("\n");
        }
    }
    match pending.len() {
        0 => printer.say("Nothing is left to review."),
        left => printer.note(&format!(
            "{} to review: read, then record with --accept ADDRESS or --all-due",
            count(left, "statement", "statements")
        )),
    }
    u8::from(!pending.is_empty())
}

/// Shows one after the other and asks. What was said yes to is recorded in the end, also after `q`.
fn walk<'a>(assembly: &Assembly, place: &Place, pending: &[&'a Reviewable], printer: &Printer) -> Vec<&'a Reviewable> {
    let mut accepted = Vec::new();
    for (number, one) in pending.iter().enumerate() {
        printer.output(&format!("\n[{} of {}] ", number + 1, pending.len()));
        printer.output(&review::shown(&assembly.scene, &place.root, one));
        match printer.choose("\nDoes it hold? [y]es, [n]ot now, [q]uit: ").as_deref() {
            Some("y" | "yes") => accepted.push(*one),
            Some("q" | "quit") | None => break,
            Some(_) => {}
        }
    }
    accepted
}

fn write(assembly: &Assembly, place: &Place, accepted: &[&Reviewable], printer: &Printer) -> Result<(), String> {
    for (path, text) in review::accept(&assembly.scene, accepted)? {
        replace(&place.root, &path, &text).map_err(|error| format!("cannot write {path}: {error}"))?;
        printer.detail(&format!("wrote {path}"));
    }
    Ok(())
}

/// `fingerpost decisions …`.
pub(super) fn decisions(what: &DecisionsCommand, global: &Global, printer: &Printer) -> u8 {
    let DecisionsCommand::Diff(args) = what;
    let place = match Place::find(None, global) {
        Ok(place) => place,
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    let assembly = assembled(&place);
    let scene = &assembly.scene;
    let content = &scene.config().content;
    let compared = compare::compare(&scene.parsed, &place.root, content, &args.revision, args.id.as_deref());
    match (compared, args.format) {
        (Err(why), _) => {
            printer.fail(&why);
            return 2;
        }
        (Ok(compared), DiffFormat::Json) => {
            printer.output(&format!("{:#}\n", compare::json(&args.revision, &compared)));
        }
        (Ok(compared), DiffFormat::Text) if compared.is_empty() => {
            printer.say(&format!("No decision has changed since {}.", args.revision));
        }
        (Ok(compared), DiffFormat::Text) => printer.output(&compare::text(&compared)),
    }
    0
}
