//! The program. Everything it does is in the library; it alone ends the process.

fn main() -> std::process::ExitCode {
    fingerpost::cli::main()
}
