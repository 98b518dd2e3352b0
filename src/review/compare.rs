//! Decisions now and at an earlier revision.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::history::{file, git};
use crate::decision::diff::{Changes, diff};
use crate::decision::{self, Facts};
use crate::path::SourcePath;
use crate::site::Parsed;

/// A decision that is not what it was.
#[derive(Debug)]
pub struct Compared {
    /// Its id.
    pub id: String,
    /// Its title, now or then.
    pub title: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a decision.
#[derive(Debug)]
pub enum Fate {
    /// The revision does not have it.
    Added,
    /// Only the revision has it.
    Gone,
    /// Both have it, and differ.
    Changed(Box<Changes>),
}

/// Compares the decisions below `content` with those of a revision, as the repository around `root` has them; all, or
/// one. Decisions in which nothing changed are left out.
///
/// # Errors
/// There is no repository, no such revision, or no such decision in either.
pub fn compare(
    parsed: &Parsed,
    root: &Path,
    content: &str,
    revision: &str,
    only: Option<&str>,
) -> Result<Vec<Compared>, String> {
    let commit = commit(root, revision)?;
    let before = decisions_at(root, content, &commit)?;
    let now: BTreeMap<&str, &Facts> =
        parsed.decisions.iter().map(|decision| (decision.facts.id.as_str(), &decision.facts)).collect();
    let ids = before.keys().map(String::as_str).chain(now.keys().copied());
    let ids: std::collections::BTreeSet<&str> = ids.filter(|id| only.is_none_or(|only| only == *id)).collect();
    if let Some(only) = only.filter(|_| ids.is_empty()) {
        let all = before.keys().map(String::as_str).chain(now.keys().copied());
        let near = crate::diagnostic::nearest(only, all);
        let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(format!("there is no decision `{only}`, now or in {revision}{help}"));
    }
    let one = |id: &str| {
        let (title, fate) = match (before.get(id), now.get(id)) {
            (Some(old), Some(new)) => {
                let changes = diff(old, new);
                (&new.title, (!changes.is_empty()).then(|| Fate::Changed(Box::new(changes)))?)
            }
            (None, Some(new)) => (&new.title, Fate::Added),
            (Some(old), None) => (&old.title, Fate::Gone),
            (None, None) => return None,
        };
        Some(Compared { id: id.to_owned(), title: title.clone(), fate })
    };
    Ok(ids.into_iter().filter_map(one).collect())
}

/// The commit that a revision names.
fn commit(root: &Path, revision: &str) -> Result<String, String> {
    git(root, &["rev-parse", "--git-dir"])?;
    let name = format!("{revision}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name])
        .map_err(|_| format!("git knows no revision `{revision}`"))?;
    Ok(String::from_utf8_lossy(&commit).trim().to_owned())
}

fn decisions_at(root: &Path, content: &str, commit: &str) -> Result<BTreeMap<String, Facts>, String> {
    let folder = if content.is_empty() { "decisions/".to_owned() } else { format!("{content}/decisions/") };
    let listed = git(root, &["ls-tree", "--name-only", "-z", commit, &folder])?;
    let names = String::from_utf8_lossy(&listed);
    let is_decision = |name: &&str| name.ends_with(".toml") && !name.ends_with(".changes.toml");
    let read = |name: &str| {
        let path = SourcePath::new(name);
        let (decision, _) = decision::parse(&path, &file(root, commit, &path)?);
        Some((decision.facts.id.clone(), decision.facts))
    };
    Ok(names.split('\0').filter(is_decision).filter_map(read).collect())
}

/// The comparison in words.
pub fn text(compared: &[Compared]) -> String {
    let one = |one: &Compared| {
        let head = format!("{}: {}\n", one.id, one.title);
        match &one.fate {
            Fate::Added => head + "  this decision is new\n",
            Fate::Gone => head + "  this decision is gone\n",
            Fate::Changed(changes) => head + &changes.lines().iter().map(|it| format!("  {it}\n")).collect::<String>(),
        }
    };
    compared.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The comparison for programs.
pub fn json(revision: &str, compared: &[Compared]) -> Value {
    let one = |one: &Compared| {
        let (fate, changes) = match &one.fate {
            Fate::Added => ("added", None),
            Fate::Gone => ("gone", None),
            Fate::Changed(changes) => ("changed", Some(changes.json())),
        };
        json!({ "id": one.id, "title": one.title, "fate": fate, "changes": changes })
    };
    json!({ "version": 1, "revision": revision, "decisions": compared.iter().map(one).collect::<Vec<_>>() })
}
