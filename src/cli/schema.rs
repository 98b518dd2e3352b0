//! `fingerpost schema`.

use super::args::SchemaOf;
use super::print::Printer;

/// Prints a schema.
pub(super) fn run(what: SchemaOf, printer: &Printer) -> u8 {
    match what {
        SchemaOf::Findings => printer.output(crate::diagnostic::schema::FINDINGS),
        SchemaOf::Config => printer.output(&crate::sources::config::schema()),
        SchemaOf::Decision => printer.output(&format!("{:#}\n", crate::decision::export::schema::schema())),
    }
    0
}
