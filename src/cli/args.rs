//! The command line.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold());

/// A documentation generator for guides that help people choose.
#[derive(Debug, Parser)]
#[command(name = "fingerpost", version, styles = STYLES, arg_required_else_help = true, infer_subcommands = false)]
#[command(after_help = "Example:\n  fingerpost init guide && fingerpost build guide")]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
}

#[derive(Debug, clap::Args)]
pub(super) struct Global {
    /// The configuration file [default: fingerpost.toml in the site's folder]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The site's folder [default: the one the command names, else this one]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// Print findings and failures only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print more: what was read, kept and written
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorChoice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a small working site: configuration, three pages, a topic, a decision
    #[command(visible_alias = "new")]
    #[command(after_help = "Example:\n  fingerpost init guide")]
    Init(InitArgs),
    /// Build the site into its output folder
    #[command(after_help = "Example:\n  fingerpost build --strict --base-url https://example.org/guide/")]
    Build(BuildArgs),
    /// Preview the site: save a file, and the browser shows it
    #[command(visible_aliases = ["server", "dev"])]
    #[command(after_help = "Example:\n  fingerpost serve --open")]
    Serve(ServeArgs),
    /// Report all that is wrong with the site; writes nothing
    #[command(after_help = "Examples:\n  fingerpost check --strict\n  fingerpost check --explain broken-link")]
    Check(CheckArgs),
    /// Print the JSON Schema of a format, for editors and tests
    #[command(after_help = "Example:\n  fingerpost schema config > fingerpost.schema.json")]
    Schema {
        /// Which format
        what: SchemaOf,
    },
    /// Run the code samples that pages show, and compare what they print with what was recorded
    ///
    /// This runs programs: the commands of `[samples.ID]` in the configuration, on files of the site.
    #[command(after_help = "Example:\n  fingerpost test --update")]
    Test(TestArgs),
    /// Look again at what verdicts and rules rest on, and record that they hold
    ///
    /// On a terminal this walks through what is new, edited, due, or rests on a section that has changed; elsewhere it
    /// lists that, and ends with 1 if something is left. What is accepted is recorded in decisions.lock.
    #[command(
        after_help = "Examples:\n  fingerpost review go-or-python\n  fingerpost review --accept go-or-python/startup/go"
    )]
    Review(ReviewArgs),
    /// Ask the history of decisions
    Decisions {
        /// What to do
        #[command(subcommand)]
        what: DecisionsCommand,
    },
    /// Remove what `build` wrote, and the cache; nothing else
    #[command(after_help = "Example:\n  fingerpost clean --cache")]
    Clean(CleanArgs),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  fingerpost completions bash > /etc/bash_completion.d/fingerpost")]
    Completions {
        /// bash, zsh, fish, powershell or elvish
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// Where to: made if it does not exist [default: this folder]
    pub(super) dir: Option<PathBuf>,
    /// Overwrite files that are there
    #[arg(long)]
    pub(super) force: bool,
    /// Also make a theme of that name, which extends the default one
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// Also write a workflow that checks, tests, builds and publishes
    #[arg(long, value_name = "SERVICE")]
    pub(super) ci: Option<Service>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Service {
    /// GitHub Actions, to GitHub Pages
    Github,
    /// GitLab CI, to GitLab Pages
    Gitlab,
}

#[derive(Debug, clap::Args)]
pub(super) struct BuildArgs {
    /// The site's folder [default: this one]
    pub(super) dir: Option<PathBuf>,
    /// Where to write [default: output_dir of the configuration, public]
    #[arg(short, long, value_name = "DIR", alias = "destination")]
    pub(super) output_dir: Option<PathBuf>,
    /// Where the site will stand, in place of base_url of the configuration
    #[arg(short = 'u', long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Build drafts too
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    /// Let warnings stop the build as errors do
    #[arg(long)]
    pub(super) strict: bool,
    /// Neither read nor write the cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Take over files that stand where the site has pages
    #[arg(long)]
    pub(super) adopt: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ServeArgs {
    /// The site's folder [default: this one]
    pub(super) dir: Option<PathBuf>,
    /// The port; the next free one if it is taken, 0 for any
    #[arg(short, long, default_value_t = 7878)]
    pub(super) port: u16,
    /// Fail if the port is taken
    #[arg(long)]
    pub(super) strict_port: bool,
    /// The address or name to listen at: 0.0.0.0 lets other machines in
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1", alias = "interface", visible_alias = "bind")]
    pub(super) host: String,
    /// Open the site in a browser
    #[arg(short = 'O', long)]
    pub(super) open: bool,
    /// Look at all files every MS milliseconds, where the system reports no changes (network mounts)
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = clap::value_parser!(u64).range(50..))]
    pub(super) poll: Option<u64>,
    /// Leave drafts out, as `build` does
    #[arg(long)]
    pub(super) no_drafts: bool,
    /// Let a click on a finding run `[serve] editor` whatever that is; without this, known editors only
    #[arg(long)]
    pub(super) editor: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// The site's folder [default: this one]
    pub(super) dir: Option<PathBuf>,
    /// Ask other sites too whether they have what links lead to
    #[arg(long)]
    pub(super) external: bool,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// Check drafts too
    #[arg(short = 'D', long)]
    pub(super) drafts: bool,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,
    /// Apply the fixes that are safe, then check again
    #[arg(long)]
    pub(super) fix: bool,
    /// Let --fix change files with uncommitted changes
    #[arg(long, requires = "fix")]
    pub(super) allow_dirty: bool,
    /// List all codes with their levels on this site, and end
    #[arg(long, conflicts_with_all = ["explain", "fix", "external"])]
    pub(super) list: bool,
    /// Say what a code means, and end
    #[arg(long, value_name = "CODE", conflicts_with_all = ["fix", "external"])]
    pub(super) explain: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs: `schema findings` describes it
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in a workflow of GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// The files below `decisions/`
    Decision,
    /// What `check --format json` prints
    Findings,
    /// `fingerpost.toml`
    Config,
}

#[derive(Debug, clap::Args)]
pub(super) struct TestArgs {
    /// The site's folder [default: this one]
    pub(super) dir: Option<PathBuf>,
    /// Record what the samples print, beside each as FILE.out
    #[arg(long)]
    pub(super) update: bool,
    /// Run all samples, also those that have not changed since they last ran
    #[arg(long)]
    pub(super) no_cache: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReviewArgs {
    /// Only these: a decision, a criterion of it, a verdict or rule, a page
    #[arg(value_name = "WHAT")]
    pub(super) what: Vec<String>,
    /// Record that this verdict, rule or page was reviewed today; may be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub(super) accept: Vec<String>,
    /// Record that of all that is listed
    #[arg(long)]
    pub(super) all_due: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum DecisionsCommand {
    /// Show what changed in decisions since a git revision: verdicts, options, rules, and the cases that have another answer
    #[command(after_help = "Example:\n  fingerpost decisions diff v1.0 go-or-python")]
    Diff(DiffArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct DiffArgs {
    /// The revision: a tag, branch or commit
    #[arg(value_name = "REV")]
    pub(super) revision: String,
    /// Only this decision
    #[arg(value_name = "ID")]
    pub(super) id: Option<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct CleanArgs {
    /// The site's folder [default: this one]
    pub(super) dir: Option<PathBuf>,
    /// Remove the cache alone
    #[arg(long)]
    pub(super) cache: bool,
    /// The folder that was written [default: output_dir of the configuration, public]
    #[arg(short, long, value_name = "DIR", alias = "destination")]
    pub(super) output_dir: Option<PathBuf>,
}
