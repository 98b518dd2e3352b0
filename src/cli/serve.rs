//! `fingerpost serve`.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use super::args::{Global, ServeArgs};
use super::print::{Printer, count};
use super::setup::{Place, today};
use crate::serve::{Options, Preview, Said, Voice, Watching};

/// Serves the site until the user ends it.
pub(super) fn run(args: &ServeArgs, global: &Global, printer: &Arc<Printer>) -> u8 {
    let place = match Place::find(args.dir.as_deref(), global) {
        Ok(place) => place,
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    let options = Options {
        read: place.options(None, None),
        today: today(),
        drafts: !args.no_drafts,
        host: args.host.clone(),
        port: args.port,
        strict_port: args.strict_port,
        watching: args.poll.map_or(Watching::Events, |every| Watching::Poll(Duration::from_millis(every))),
        any_editor: args.editor,
        root: place.root,
    };
    let voice: Voice = {
        let printer = printer.clone();
        Arc::new(move |said| say(&printer, said))
    };
    let preview = match Preview::start(&options, &voice) {
        Ok(preview) => preview,
        Err(error) => {
            printer.fail(&format!("cannot listen at {}:{}: {error}", args.host, args.port));
            return 1;
        }
    };
    let url = preview.url();
    let port = preview.address().port();
    if args.port != 0 && port != args.port {
        printer.note(&format!("port {} is taken; using {port}", args.port));
    }
    if !preview.address().ip().is_loopback() {
        printer.note("other machines can see this preview");
    }
    preview.wait(|| {
        printer.say(&format!("Serving {url} (ctrl-c ends it)"));
        if args.open
            && let Err(error) = open(url)
        {
            printer.note(&format!("cannot open a browser: {error}"));
        }
    });
    0
}

fn say(printer: &Printer, said: Said) {
    match said {
        Said::Note(line) => printer.note(&line),
        Said::Built { changed, took, pages, new, mended, errors, sources } => {
            printer.findings(&new, &sources);
            let took = took.as_secs_f64() * 1000.0;
            let mut line = match &changed[..] {
                [] => format!("Read {} in {took:.0} ms", count(pages, "page", "pages")),
                [one] => format!("{one}: shown after {took:.0} ms"),
                [one, rest @ ..] => {
                    format!("{one} and {}: shown after {took:.0} ms", count(rest.len(), "other", "others"))
                }
            };
            if mended > 0 {
                line.push_str(&format!(", {} mended", count(mended, "finding", "findings")));
            }
            if errors > 0 {
                line.push_str(&format!(", {} left", count(errors, "error", "errors")));
            }
            printer.say(&line);
        }
    }
}

/// Opens an address with the program that the system has for that.
fn open(url: &str) -> std::io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/c", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    std::thread::spawn(move || child.wait());
    Ok(())
}
