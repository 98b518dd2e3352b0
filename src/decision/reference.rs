//! Links from prose to a part of a decision, and whether the prose says what the decision says.
//!
//! Enter at [`Reference::parse`], which knows a reference by its form, then [`check`] it against the decision it names.
//! Unlinked prose is not guessed at, and a link whose text has no word of the scale and no option is free.
//!
//! Not here: which file a relative link means (`site/links.rs`).

mod check;

pub use check::{Fault, Target, check};

/// A link to a decision or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Which decision.
    pub decision: Named,
    /// What of it.
    pub part: Part,
}

/// How a link names its decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By its id, `decision:go-or-python`.
    Id(String),
    /// By the path of its file, as written: `../decisions/go-or-python.toml`.
    Path(String),
}

/// What a link means of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// A row of the matrix.
    Criterion(String),
    /// A verdict.
    Cell {
        /// The criterion's id.
        criterion: String,
        /// The option's id.
        option: String,
    },
    /// A rule.
    Rule(String),
    /// The answer to some picks: `workload=data&libraries=either`.
    Picks(String),
    /// None of these: what stands after the decision.
    Unknown(String),
}

impl Reference {
    /// Reads the target of a link; nothing if it does not lead to a decision.
    pub fn parse(target: &str) -> Option<Reference> {
        if let Some(rest) = target.strip_prefix("decision:") {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (id, part) = rest.split_at(end);
            return Some(Reference { decision: Named::Id(id.to_owned()), part: Part::parse(part) });
        }
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let own = path.ends_with(".toml") && !path.contains("://");
        let part = if fragment.contains('=') { format!("?{fragment}") } else { fragment.to_owned() };
        own.then(|| Reference { decision: Named::Path(path.to_owned()), part: Part::parse(&part) })
    }
}

impl Part {
    fn parse(text: &str) -> Part {
        if let Some(picks) = text.strip_prefix('?') {
            return Part::Picks(picks.to_owned());
        }
        let text = text.trim_start_matches(['/', '#']);
        let mut parts = text.split('/');
        match (parts.next().unwrap_or(""), parts.next(), parts.next()) {
            ("", None, _) => Part::Whole,
            ("rule", Some(rule), None) => Part::Rule(rule.to_owned()),
            (criterion, Some(option), None) => {
                Part::Cell { criterion: criterion.to_owned(), option: option.to_owned() }
            }
            (criterion, None, _) if criterion != "rule" => Part::Criterion(criterion.to_owned()),
            _ => Part::Unknown(text.to_owned()),
        }
    }

    /// The fragment of the part's place on the decision's page, without `#`; empty for the whole.
    pub fn fragment(&self) -> String {
        match self {
            Part::Whole | Part::Unknown(_) => String::new(),
            Part::Criterion(criterion) => criterion.clone(),
            Part::Cell { criterion, option } => format!("{criterion}/{option}"),
            Part::Rule(rule) => format!("rule/{rule}"),
            Part::Picks(picks) => picks.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
