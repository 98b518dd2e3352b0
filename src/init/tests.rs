use std::collections::BTreeMap;

use super::*;
use crate::assembly::assemble;
use crate::cache::Cache;
use crate::sources::{Nothing, ReadOptions, Sources, World};

fn options() -> Options {
    Options { force: false, theme: None, ci: None, today: jiff::civil::date(2026, 11, 24) }
}

/// The files below a folder, by path with `/`.
fn tree(dir: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/");
            (path, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// Whatever the levels are: not even a note is left, so that the first finding of an author is their own.
#[test]
fn the_site_has_no_finding() {
    for theme in [None, Some("mine".to_owned())] {
        let dir = tempfile::tempdir().unwrap();
        let written = init(dir.path(), &Options { theme: theme.clone(), ..options() }).unwrap();
        let files = tree(dir.path());
        assert_eq!(written.len(), files.len());
        for (path, text) in &files {
            assert!(!text.contains('@') || path.ends_with(".css"), "{path} has a mark left");
        }
        let world = World::Folder(dir.path().canonicalize().unwrap());
        let sources = Sources::read(world, &ReadOptions::default(), options().today, &Nothing);
        assert_eq!(sources.config.theme, theme.unwrap_or("default".to_owned()));
        let assembly = assemble(sources, &Cache::none(), false);
        assert_eq!(assembly.findings, []);
        assert!(assembly.plan.outputs.len() > 15);
    }
}

#[test]
fn what_is_there_is_not_written_over_unless_asked() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("content")).unwrap();
    std::fs::write(dir.path().join("content/kinds.md"), "mine").unwrap();
    let error = init(dir.path(), &options()).unwrap_err();
    assert_eq!(
        error.to_string().replace('\\', "/"),
        format!("{}/content/kinds.md is there already; `--force` writes over them", dir.path().display())
    );
    assert_eq!(tree(dir.path()).len(), 1);
    init(dir.path(), &Options { force: true, ..options() }).unwrap();
    assert!(tree(dir.path())["content/kinds.md"].starts_with("+++"));
}

#[test]
fn an_existing_gitignore_gains_a_line_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(".gitignore");
    std::fs::write(&path, "target").unwrap();
    init(dir.path(), &options()).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("target\n#") && text.ends_with("\n.fingerpost/\n"), "{text}");
    init(dir.path(), &Options { force: true, ..options() }).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_pipeline_stands_at_the_root_of_the_repository() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    let site = dir.path().join("docs");
    init(&site, &Options { ci: Some(Ci::GitHub), ..options() }).unwrap();
    let text = std::fs::read_to_string(dir.path().join(".github/workflows/site.yml")).unwrap();
    assert!(text.contains("fingerpost check docs --format github"), "{text}");
    assert!(text.contains("path: docs/public"), "{text}");

    let alone = tempfile::tempdir().unwrap();
    init(alone.path(), &Options { ci: Some(Ci::GitLab), ..options() }).unwrap();
    let text = std::fs::read_to_string(alone.path().join(".gitlab-ci.yml")).unwrap();
    assert!(text.contains("fingerpost check .\n") && text.contains("publish: public\n"), "{text}");
}

#[test]
fn pipelines_are_yaml() {
    for (ci, path) in [(Ci::GitHub, ".github/workflows/site.yml"), (Ci::GitLab, ".gitlab-ci.yml")] {
        let (_, text) = pipeline(Path::new("/nowhere"), ci);
        assert_eq!(crate::data::yaml(&text, 0..text.len()).1, None, "{path}");
    }
}

#[test]
fn a_theme_has_a_plain_name() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["", "default", "../x", "a b", "-x"] {
        let result = init(dir.path(), &Options { theme: Some(name.to_owned()), ..options() });
        assert!(matches!(result, Err(InitError::ThemeName(_))), "{name}");
    }
    assert!(tree(dir.path()).is_empty());
}
