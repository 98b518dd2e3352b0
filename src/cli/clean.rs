//! `fingerpost clean`.

use super::args::{CleanArgs, Global};
use super::print::{Printer, count};
use super::setup::{Place, today};
use crate::cache;
use crate::sources::Sources;

/// Removes what `build` wrote and the cache.
pub(super) fn run(args: &CleanArgs, global: &Global, printer: &Printer) -> u8 {
    let place = match Place::find(args.dir.as_deref(), global) {
        Ok(place) => place,
        Err(why) => {
            printer.fail(&why);
            return 2;
        }
    };
    if !args.cache {
        let options = place.options(None, args.output_dir.as_deref());
        let config = Sources::read_configuration(place.world(), &options, today()).config;
        let out = place.root.join(config.output_dir);
        match crate::reconcile::clean(&out) {
            Ok((removed, kept)) => {
                for path in kept {
                    printer.note(&format!("kept {path}: it was edited since it was written"));
                }
                printer.say(&format!("Removed {}.", count(removed, "file", "files")));
            }
            Err(error) => {
                printer.fail(&format!("cannot clean {}: {error}", out.display()));
                return 1;
            }
        }
    }
    match std::fs::remove_dir_all(place.root.join(cache::FOLDER)) {
        Ok(()) => {
            printer.say("Removed the cache.");
            0
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => {
            printer.fail(&format!("cannot remove the cache: {error}"));
            1
        }
    }
}
