//! The languages a code block can be in, and the words that name them.
//!
//! A table and not a question to the grammars: loading those costs milliseconds, and `check` asks for every fence
//! whether its word is known. A test holds the table to the grammars.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A language that can be highlighted. Cheap to copy; asking for one loads no grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u16);

impl Language {
    /// The language a fence names by its first word: a name, an alias or a file ending, in any case.
    ///
    /// ```
    /// use fingerpost::render::highlight::Language;
    /// assert_eq!(Language::find("golang").map(Language::name), Some("Go"));
    /// assert_eq!(Language::find("PY"), Language::find("python"));
    /// assert_eq!(Language::find("klingon"), None);
    /// ```
    pub fn find(word: &str) -> Option<Language> {
        static BY_WORD: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| {
            rows().flat_map(|(language, words)| words.split(' ').map(move |word| (word, language))).collect()
        });
        // Nearly every fence is written in lower case, so the copy is rare.
        BY_WORD.get(word).or_else(|| BY_WORD.get(word.to_ascii_lowercase().as_str())).copied()
    }

    /// The name to show to a reader: `Go`, `C++`, `Shell`.
    pub fn name(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// Every word that [`Language::find`] knows, in lower case, for guessing what an unknown one meant.
    pub fn words() -> impl Iterator<Item = &'static str> {
        rows().flat_map(|(_, words)| words.split(' '))
    }

    /// Every language, by name.
    pub fn all() -> impl Iterator<Item = Language> {
        rows().map(|(language, _)| language)
    }

    /// Whether its blocks have nothing to colour, so that no grammar is needed.
    pub fn is_plain(self) -> bool {
        self.grammar() == "Plain Text"
    }

    /// Whether a block is a session: commands behind a prompt, and what they print.
    pub(super) fn is_session(self) -> bool {
        self.name() == "Console"
    }

    /// What syntect calls the grammar.
    pub(super) fn grammar(self) -> &'static str {
        match TABLE[usize::from(self.0)] {
            (name, "", _) => name,
            (_, grammar, _) => grammar,
        }
    }
}

fn rows() -> impl Iterator<Item = (Language, &'static str)> {
    (0..).zip(TABLE).map(|(index, (_, _, words))| (Language(index), *words))
}

/// Name, name of the grammar where it is another, words. Endings that are also everyday words (`for`, `build`) are
/// left out, and one that two languages claim goes to the commoner.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &str)] = &[
    ("ActionScript", "", "actionscript as"),
    ("Ada", "", "ada adb ads gpr"),
    ("Apache", "Apache Conf", "apache apacheconf envvars htaccess htgroups htpasswd .htaccess .htgroups .htpasswd"),
    ("AppleScript", "", "applescript osascript"),
    ("ARM assembly", "ARM Assembly", "arm-assembly armasm arm"),
    ("AsciiDoc", "AsciiDoc (Asciidoctor)", "asciidoc adoc"),
    ("ASP", "", "asp asa"),
    ("Authorized Keys", "", "authorized-keys authorized_keys authorized_keys2"),
    ("AWK", "", "awk"),
    ("Batch", "Batch File", "batch dosbatch bat cmd"),
    ("BibTeX", "", "bibtex bib"),
    ("C", "", "c h"),
    ("C#", "", "c# csharp cs dotnet csx"),
    ("C++", "", "c++ cpp cc cp cxx hh hpp hxx h++ inl ipp"),
    ("Cabal", "", "cabal"),
    ("camlp4", "", "camlp4"),
    ("CFML", "", "cfml cfm cfc"),
    ("Clojure", "", "clojure clj cljc cljs edn"),
    ("CMake", "", "cmake cmakelists.txt"),
    ("CMakeCache", "", "cmakecache cmakecache.txt"),
    ("CoffeeScript", "", "coffeescript coffee cakefile coffee.erb cson"),
    ("Command help", "Command Help", "command-help cmd-help"),
    ("Console", "Bourne Again Shell (bash)", "console shell-session shellsession sh-session terminal session"),
    ("CpuInfo", "", "cpuinfo"),
    ("crontab", "Crontab", "crontab cron.d"),
    ("Crystal", "", "crystal cr"),
    ("CSS", "", "css"),
    ("CSV", "Separated Values", "csv"),
    ("D", "", "d dlang di"),
    ("Dart", "", "dart"),
    ("Diff", "", "diff udiff patch"),
    ("Dockerfile", "Dockerfile (with bash)", "dockerfile docker containerfile .dockerfile"),
    ("DOT", "Graphviz (DOT)", "dot graphviz gv"),
    ("dotenv", "DotENV",
        "dotenv .env .env.dist .env.local .env.sample .env.example .env.template .env.test .env.test.local \
         .env.testing .env.dev .env.development .env.development.local .env.prod .env.production \
         .env.production.local .env.dusk.local .env.staging .env.default .env.defaults .envrc .flaskenv env \
         env.example env.sample env.template"),
    ("EEx", "HTML (EEx)", "eex heex html.eex html.leex"),
    ("Elixir", "", "elixir ex exs"),
    ("Elm", "", "elm"),
    ("Email", "", "email eml msg mbx mboxz"),
    ("ERB", "HTML (Rails)", "erb rhtml html.erb"),
    ("Erlang", "", "erlang erl hrl emakefile escript"),
    ("F#", "", "f# fsharp fs fsi fsx"),
    ("Fish", "", "fish"),
    ("Fortran", "Fortran (Modern)", "fortran f90 f95 f03 f08"),
    ("Fortran 77", "Fortran (Fixed Form)", "fortran-77 fortran77 f f77 fpp"),
    ("Fortran Namelist", "", "fortran-namelist namelist"),
    ("fstab", "", "fstab crypttab mtab"),
    ("GDScript", "GDScript (Godot Engine)", "gdscript gd"),
    ("Git Attributes", "", "git-attributes gitattributes .gitattributes"),
    ("Git Commit", "", "git-commit gitcommit commit_editmsg merge_msg tag_editmsg"),
    ("Git Config", "", "git-config gitconfig .gitconfig .gitmodules"),
    ("Git Ignore", "", "git-ignore ignore dockerignore .dockerignore gitignore .gitignore"),
    ("Git Log", "", "git-log gitlog"),
    ("Git Mailmap", "", "git-mailmap .mailmap mailmap"),
    ("Git Rebase Todo", "", "git-rebase-todo"),
    ("GLSL", "",
        "glsl shader vsh fsh gsh vshader fshader gshader vert frag geom tesc tese rgen rint rahit rchit rmiss \
         rcall"),
    ("Gnuplot", "gnuplot", "gnuplot gpl plt"),
    ("Go", "", "go golang"),
    ("go.mod", "Gomod", "gomod go.mod gowork go.work"),
    ("go.sum", "Gosum", "gosum go.sum"),
    ("GraphQL", "", "graphql graphqls gql"),
    ("Groovy", "", "groovy jenkins gvy gradle jenkinsfile"),
    ("group", "", "group"),
    ("Haml", "Ruby Haml", "haml"),
    ("Haskell", "", "haskell hs"),
    ("hosts", "Hosts File", "hosts"),
    ("HTML", "", "html html5 xhtml htm shtml"),
    ("HTTP", "HTTP Request and Response", "http https"),
    ("Idris", "", "idris idris2 idr"),
    ("INI", "",
        "ini dosini editorconfig systemd service timer inf cfg .editorconfig .coveragerc .pylintrc .gitlint \
         .hgrc hgrc"),
    ("Java", "", "java"),
    ("JavaScript", "JavaScript (Babel)", "javascript node ecmascript js mjs jsx babel es6 cjs"),
    ("Jinja HTML", "HTML (Jinja2)", "jinja-html html+jinja htm.j2 html.j2 xhtml.j2 xml.j2"),
    ("Jinja2", "", "jinja2 jinja nunjucks django tera liquid minijinja j2"),
    ("jq", "JQ", "jq"),
    ("JSON", "",
        "json jsonc json5 jsonl ndjson geojson webmanifest sublime-settings sublime-menu sublime-keymap \
         sublime-mousemap sublime-theme sublime-build sublime-project sublime-completions sublime-commands \
         sublime-macro sublime-color-scheme ipynb pipfile.lock"),
    ("Jsonnet", "jsonnet", "jsonnet libsonnet libjsonnet"),
    ("JSP", "Java Server Page (JSP)", "jsp"),
    ("Julia", "", "julia jl"),
    ("Known Hosts", "", "known-hosts known_hosts known_hosts.old"),
    ("Kotlin", "", "kotlin kt kts"),
    ("LaTeX", "", "latex tex ltx"),
    ("Lean 4", "", "lean-4 lean4 lean"),
    ("Less", "", "less css.less"),
    ("Lisp", "", "lisp commonlisp common-lisp elisp emacs-lisp scheme cl clisp mud el scm ss lsp fasl sld"),
    ("Literate Haskell", "", "literate-haskell lhs"),
    ("LiveScript", "", "livescript ls slakefile ls.erb"),
    ("LLVM", "", "llvm ll"),
    ("Log", "log", "log logs"),
    ("Lua", "", "lua"),
    ("Makefile", "", "makefile gnumake make gnumakefile makefile.am makefile.in ocamlmakefile mak mk"),
    ("Manpage", "", "manpage troff roff groff man"),
    ("Markdown", "", "markdown gfm mdx md mdown markdn"),
    ("MATLAB", "", "matlab octave"),
    ("MediaWiki", "", "mediawiki wikipedia wiki"),
    ("MemInfo", "", "meminfo"),
    ("NAnt", "NAnt Build File", "nant"),
    ("Nginx", "nginx", "nginx nginxconf conf nginx.conf mime.types fastcgi_params scgi_params uwsgi_params"),
    ("Nim", "", "nim nims nimble"),
    ("Ninja", "", "ninja"),
    ("Nix", "", "nix"),
    ("NSIS", "", "nsis nsi nsh bnsi bnsh nsdinc"),
    ("Objective-C", "", "objective-c objc objectivec obj-c m"),
    ("Objective-C++", "", "objective-c++ objcpp objectivecpp mm"),
    ("OCaml", "", "ocaml ml mli"),
    ("OCamllex", "", "ocamllex mll"),
    ("OCamlyacc", "", "ocamlyacc mly"),
    ("Odin", "", "odin"),
    ("Org", "orgmode", "orgmode org"),
    ("Pascal", "", "pascal delphi objectpascal pas p dpr"),
    ("passwd", "", "passwd"),
    ("Perl", "", "perl pl pm pmc"),
    ("PHP", "", "php php3 php4 php5 php7 phps phpt phtml"),
    ("PowerShell", "", "powershell pwsh posh ps1 psm1 psd1"),
    ("Properties", "Java Properties", "properties java-properties"),
    ("Protocol Buffers", "Protocol Buffer", "protocol-buffers protobuf proto protodevel"),
    ("Puppet", "", "puppet pp epp"),
    ("PureScript", "", "purescript purs"),
    ("Python", "",
        "python python3 py2 gyp starlark py py3 pyw pyi pyx pyx.in pxd pxd.in pxi pxi.in rpy cpy sconstruct \
         sconscript gypi snakefile vpy wscript bazel bzl"),
    ("QML", "", "qml qmlproject"),
    ("R", "", "r rlang rprofile"),
    ("R Console", "", "r-console"),
    ("Racket", "", "racket rkt"),
    ("Rd", "Rd (R Documentation)", "rd"),
    ("Regex", "Regular Expression", "regex regexp re"),
    ("Rego", "", "rego"),
    ("requirements.txt", "Requirements.txt", "requirements.txt requirements pip-requirements requirements.in pip"),
    ("resolv.conf", "resolv", "resolv resolv.conf"),
    ("reStructuredText", "", "restructuredtext rest rst"),
    ("Robot Framework", "", "robot-framework robotframework robot"),
    ("Ruby", "",
        "ruby rb appfile appraisals berksfile brewfile capfile cheffile config.ru deliverfile fastfile fcgi \
         gemfile gemspec guardfile irbrc jbuilder podfile podspec prawn rabl rake rakefile rantfile rbx rjs \
         ruby.rail scanfile simplecov snapfile thor thorfile vagrantfile"),
    ("Ruby on Rails", "", "ruby-on-rails rxml"),
    ("Rust", "", "rust rust-lang rs"),
    ("Salt", "Salt State (SLS)", "salt saltstate sls"),
    ("Sass", "", "sass"),
    ("Scala", "", "scala sbt"),
    ("SCSS", "", "scss"),
    ("Shell", "Bourne Again Shell (bash)",
        "shell bourne ksh sh bash zsh ash .bash_aliases .bash_completions .bash_functions .bash_login \
         .bash_logout .bash_profile .bash_variables .bashrc .profile .textmate_init .zlogin .zlogout \
         .zprofile .zshenv .zshrc pkgbuild ebuild eclass"),
    ("Slim", "Ruby Slim", "slim skim"),
    ("SML", "", "sml standard-ml"),
    ("Solidity", "", "solidity sol"),
    ("sources.list", "debsources", "debsources sources.list"),
    ("SQL", "", "sql mysql postgres postgresql psql sqlite plsql tsql pgsql ddl dml"),
    ("SSH Config", "", "ssh-config sshconfig ssh_config"),
    ("SSHD Config", "", "sshd-config sshdconfig sshd_config"),
    ("Strace", "", "strace"),
    ("Stylus", "", "stylus styl"),
    ("Svelte", "", "svelte svlt"),
    ("Swift", "", "swift"),
    ("syslog", "", "syslog"),
    ("SystemVerilog", "", "systemverilog sv svh"),
    ("Tcl", "", "tcl"),
    ("Tcl HTML", "HTML (Tcl)", "tcl-html adp"),
    ("Terraform", "", "terraform opentofu tf tfvars hcl"),
    ("TeX", "", "sty cls"),
    ("Text", "Plain Text", "text plain plaintext none output ascii txt"),
    ("Text protobuf", "Protocol Buffer (TEXT)", "text-protobuf textproto pb.txt proto.text textpb pbtxt prototxt"),
    ("Textile", "", "textile"),
    ("Todo.txt", "", "todo.txt done.txt"),
    ("TOML", "", "toml tml cargo.lock gopkg.lock pipfile pdm.lock poetry.lock uv.lock"),
    ("TSV", "Tab Separated Values", "tsv"),
    ("TSX", "TypeScriptReact", "typescriptreact tsx"),
    ("Twig", "HTML (Twig)", "twig html.twig"),
    ("TypeScript", "", "typescript ts mts cts"),
    ("Typst", "", "typst typ"),
    ("Varlink", "varlink", "varlink"),
    ("Verilog", "", "verilog v"),
    ("VHDL", "", "vhdl vhd vho vht"),
    ("Vim help", "VimHelp", "vimhelp vim-help"),
    ("Vim script", "VimL",
        "viml vim-script vim vimscript vimrc gvimrc .vimrc .gvimrc .exrc .nvimrc _vimrc _gvimrc _exrc"),
    ("Vue", "Vue Component", "vue vue-html"),
    ("Vyper", "", "vyper vy"),
    ("WGSL", "", "wgsl"),
    ("x86 assembly", "x86_64 Assembly", "x86-assembly assembly x86asm yasm nasm asm mac"),
    ("XML", "", "xml plist wsdl xsd xslt tld dtml rng rss svg xaml"),
    ("YAML", "", "yaml yml sublime-syntax"),
    ("Yaws", "HTML (Erlang)", "yaws"),
    ("Zig", "", "zig zon"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_grammar() {
        let grammars = two_face::syntax::extra_newlines();
        for language in Language::all() {
            assert!(grammars.find_syntax_by_name(language.grammar()).is_some(), "{}", language.grammar());
        }
    }

    #[test]
    fn no_word_names_two_languages_and_all_are_lower_case() {
        let mut words: Vec<&str> = Language::words().collect();
        assert!(words.iter().all(|word| !word.is_empty() && *word == word.to_ascii_lowercase()));
        words.sort_unstable();
        let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert_eq!(twice, Vec::<&[&str]>::new());
    }

    #[test]
    fn the_usual_words_are_known() {
        let usual = "go golang py python rs rust sh bash zsh shell console js javascript jsx ts typescript tsx json \
            jsonc json5 yaml yml toml ini html xml css scss sass less sql c cpp c++ cs csharp java kotlin kt swift \
            ruby rb php perl lua r scala haskell hs elixir ex erlang clojure ocaml fsharp dart zig nim julia diff \
            patch dockerfile docker makefile make cmake nginx terraform hcl tf proto graphql vue svelte markdown md \
            rst tex latex powershell ps1 bat text plain txt plaintext http gomod asm vim groovy gradle";
        let unknown: Vec<&str> = usual.split_whitespace().filter(|word| Language::find(word).is_none()).collect();
        assert_eq!(unknown, Vec::<&str>::new());
    }
}
