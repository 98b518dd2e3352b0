//! `fingerpost check`.

mod external;
mod fix;

use std::path::Path;
use std::time::Instant;

use super::args::{CheckArgs, Format, Global};
use super::print::{Printer, reported};
use super::setup::{Place, today};
use crate::assembly::{Assembly, assemble};
use crate::cache::{self, Cache, Stores};
use crate::diagnostic::{Code, Diagnostic, Level, Levels, explain, nearest, report};
use crate::sources::{ReadOptions, Sources};

/// Reports all that is wrong with the site.
pub(super) fn run(args: &CheckArgs, global: &Global, printer: &Printer) -> u8 {
    if let Some(code) = &args.explain {
        return explain(code, printer);
    }
    let place = match Place::find(args.dir.as_deref(), global) {
        Ok(place) => place,
        // Without a site the codes have the levels that they have by default.
        Err(_) if args.list => {
            printer.output(&explain::list(&Levels::default()));
            return 0;
        }
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    let options = place.options(None, None);
    if args.list {
        let sources = Sources::read_configuration(place.world(), &options, today());
        printer.output(&explain::list(&sources.config.levels));
        return 0;
    }
    let started = Instant::now();
    let mut refused = 0;
    let (mut assembly, mut findings) = check(&place, &options, args, printer);
    if args.fix {
        match fix::fix(&findings, &assembly, &place.root, args, printer) {
            Ok(true) => (assembly, findings) = check(&place, &options, args, printer),
            Ok(false) => {}
            Err(why) => {
                printer.fail(&why);
                refused = 1;
            }
        }
    }
    let found = Found { findings, assembly, started };
    show(&found, args.format, &place.root, printer).max(refused)
}

/// What one look at the site found.
struct Found {
    findings: Vec<(Level, Diagnostic)>,
    assembly: Assembly,
    started: Instant,
}

/// Walks the line of a build, up to the writing.
fn check(
    place: &Place,
    options: &ReadOptions,
    args: &CheckArgs,
    printer: &Printer,
) -> (Assembly, Vec<(Level, Diagnostic)>) {
    let folder = place.root.join(cache::FOLDER);
    let cache = Cache::open(&folder);
    let mut sources = Sources::read(place.world(), options, today(), &cache);
    sources.config.levels.strict |= args.strict;
    sources.config.levels.external = args.external;
    let mut assembly = assemble(sources, &cache, args.drafts);
    let mut findings = std::mem::take(&mut assembly.findings);
    let stores = Stores::open(&folder);
    findings.extend(crate::check::templates::rendered(&assembly.scene, &assembly.plan, &stores));
    if args.external {
        findings.extend(external::findings(&assembly.scene, &folder, printer));
    }
    let sources = &assembly.scene.sources;
    let findings = sources.config.levels.apply(findings, sources.today);
    (assembly, findings)
}

fn show(found: &Found, format: Format, root: &Path, printer: &Printer) -> u8 {
    let sources = &found.assembly.scene.sources;
    let pages = found.assembly.scene.site.pages.iter().filter(|page| page.has_source).count();
    let (text, summary) = reported(&found.findings, sources, pages, |report| {
        let text = match format {
            Format::Text => report::text(report, printer.look()),
            Format::Json => report::json(report),
            Format::Sarif => report::sarif(report, &prefix(root)),
            Format::Github => report::github(report, &prefix(root)),
        };
        (text, report.summary())
    });
    printer.output(&text);
    let last = format!("Checked: {summary}, in {:.2} s", found.started.elapsed().as_secs_f64());
    match format {
        Format::Text | Format::Github => printer.say(&last),
        // The output is one document, and nothing may follow it.
        Format::Json | Format::Sarif => printer.note(&last),
    }
    u8::from(summary.errors > 0)
}

/// The way from the root of the repository that holds the site to the site; empty, or ending with `/`.
fn prefix(root: &Path) -> String {
    let repository = root.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok());
    let below = repository.and_then(|repository| crate::sources::source_path(repository, root));
    below.filter(|below| !below.as_str().is_empty()).map_or_else(String::new, |below| format!("{below}/"))
}

fn explain(name: &str, printer: &Printer) -> u8 {
    match Code::named(name) {
        Some(code) => {
            printer.output(&explain::text(code));
            0
        }
        None => {
            let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`fingerpost check --list` names all codes".to_owned(),
            };
            printer.fail(&format!("no finding is named `{name}`; {help}"));
            2
        }
    }
}
