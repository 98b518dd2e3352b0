//! Opening the author's editor where a finding stands.
//!
//! The command stands in the site's configuration, and a site may come from anybody. So a click runs it only if it is
//! that of a known editor with nothing but a place in its words, or if the preview was started with `--editor`.

use std::process::{Command, Stdio};

use super::findings;
use super::moment::Moment;

/// Editors that are known to do nothing but open what such words name.
const KNOWN: &[&str] = &[
    "code",
    "code-insiders",
    "codium",
    "cursor",
    "emacsclient",
    "gedit",
    "gnome-text-editor",
    "goland",
    "idea",
    "kate",
    "mate",
    "pycharm",
    "rustrover",
    "subl",
    "webstorm",
    "windsurf",
    "xed",
    "zed",
];

/// What may stand in such a command beside the place.
const HARMLESS: &[&str] =
    &["-g", "--goto", "-n", "-r", "--reuse-window", "--new-window", "--line", "--column", "-l", "-c"];

/// See the module.
pub struct Editor {
    any: bool,
}

impl Editor {
    /// Runs any command, or those of known editors alone.
    pub fn new(any: bool) -> Editor {
        Editor { any }
    }

    /// Whether a click may run this command.
    pub fn may_run(&self, command: &str) -> bool {
        let Some(words) = shlex::split(command) else { return false };
        let Some((program, rest)) = words.split_first() else { return false };
        let place = |word: &str| {
            let rest = word.replace("{file}", "").replace("{line}", "").replace("{column}", "");
            rest != word && rest.chars().all(|c| matches!(c, ':' | '+'))
        };
        self.any
            || (KNOWN.contains(&program.as_str()) && rest.iter().all(|it| place(it) || HARMLESS.contains(&it.as_str())))
    }

    /// Opens the place `file:line:column`, if one of the moment's findings stands there.
    pub(super) fn open(&self, moment: &Moment, place: Option<&str>) -> Result<(), String> {
        let command = moment.assembly.scene.config().editor.as_deref().ok_or("no editor is set")?;
        if !self.may_run(command) {
            return Err(format!("`{command}` is not the command of a known editor; start with --editor to run it"));
        }
        let sources = &moment.texts;
        let found = moment.findings.iter().find_map(|(_, finding)| {
            let file = &finding.span.file;
            let text = sources.any_text(file);
            let at = text.map_or((1, 1), |text| findings::place(&text, finding.span.range.start as usize));
            (place == Some(&format!("{file}:{}:{}", at.0, at.1))).then_some((file, at))
        });
        let (file, (line, column)) = found.ok_or("no finding stands there any more")?;
        let root = sources.world().folder().ok_or("the site has no folder")?;
        let file = root.join(file.as_str()).to_string_lossy().into_owned();
        let words = shlex::split(command).unwrap_or_default();
        let fill = |word: &String| {
            let word = word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            word.replace("{file}", &file)
        };
        let words: Vec<String> = words.iter().map(fill).collect();
        let Some((program, rest)) = words.split_first() else { return Err("the command is empty".to_owned()) };
        let mut command = Command::new(program);
        command.args(rest).current_dir(root).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("cannot run `{program}`: {error}"))?;
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_runs_known_editors_with_a_place_and_nothing_else() {
        let editor = Editor::new(false);
        for fine in ["code -g {file}:{line}:{column}", "subl {file}:{line}", "emacsclient -n +{line}:{column} {file}"] {
            assert!(editor.may_run(fine), "{fine}");
        }
        for refused in [
            "",
            "rm -rf /",
            "./code {file}",
            "/tmp/code {file}",
            "sh -c 'code {file}'",
            "emacsclient --eval (evil)",
            "code --install-extension evil",
            "code --user-data-dir=/x {file}",
            "code -g 'x{file}'",
            "vim -c ':!x' {file}",
        ] {
            assert!(!editor.may_run(refused), "{refused}");
            assert!(refused.is_empty() || Editor::new(true).may_run(refused));
        }
    }
}
