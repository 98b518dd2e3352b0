//! Commands: what a user types, and what is printed. Nothing else prints, reads the environment or knows the time.
//!
//! Exit codes: 0 fine; 1 findings at level error, or the work failed; 2 wrong usage.

mod args;
mod build;
mod check;
mod clean;
mod print;
mod review;
mod schema;
mod serve;
mod setup;
mod test;
mod write;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use args::{Args, Command};
use print::Printer;

/// Runs the program with the words of its command line.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are asked for, and come as an "error" too.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let printer = std::sync::Arc::new(Printer::new(&args.global));
    let code = match &args.command {
        Command::Init(init) => setup::init(init, &args.global, &printer),
        Command::Build(build) => build::run(build, &args.global, &printer),
        Command::Serve(serve) => serve::run(serve, &args.global, &printer),
        Command::Check(check) => check::run(check, &args.global, &printer),
        Command::Schema { what } => schema::run(*what, &printer),
        Command::Test(test) => test::run(test, &args.global, &printer),
        Command::Review(review) => review::run(review, &args.global, &printer),
        Command::Decisions { what } => review::decisions(what, &args.global, &printer),
        Command::Clean(clean) => clean::run(clean, &args.global, &printer),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Args::command(), "fingerpost", &mut std::io::stdout());
            0
        }
    };
    ExitCode::from(code)
}
