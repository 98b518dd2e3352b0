//! Which level a finding has: its code's, unless the configuration says otherwise.

use std::collections::BTreeMap;

use globset::GlobMatcher;

use super::{Code, Diagnostic, Level, Span};

/// `[check]` of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Levels set by name, `code = "level"`.
    pub set: BTreeMap<Code, Level>,
    /// Findings that are accepted, `[[check.allow]]`.
    pub allow: Vec<Allow>,
    /// Warnings count as errors (`--strict`).
    pub strict: bool,
}

/// One `[[check.allow]]`: a finding that is accepted, and why.
#[derive(Clone, Debug)]
pub struct Allow {
    /// Which fault.
    pub code: Code,
    /// In which files; any, if there is none.
    pub path: Option<GlobMatcher>,
    /// A part of the message, such as the link's target; any, if there is none.
    pub target: Option<String>,
    /// Why it is accepted; never empty.
    pub reason: String,
    /// The last day on which it is accepted.
    pub until: Option<jiff::civil::Date>,
    /// Where it is written.
    pub span: Span,
}

impl Levels {
    /// The level of this finding, without regard to what is allowed.
    pub fn level(&self, finding: &Diagnostic) -> Level {
        let level = self.set.get(&finding.code).copied().unwrap_or(finding.level);
        if self.strict && level == Level::Warning { Level::Error } else { level }
    }

    /// Leaves out what is off and what is allowed today, gives the rest its level, adds a finding for each allow
    /// that nothing needs, and sorts.
    pub fn apply(&self, findings: Vec<Diagnostic>, today: jiff::civil::Date) -> Vec<(Level, Diagnostic)> {
        let mut used = vec![false; self.allow.len()];
        let mut kept: Vec<Diagnostic> = findings
            .into_iter()
            .filter(|finding| {
                let hit = self.allow.iter().position(|allow| allow.covers(finding));
                let Some(at) = hit else { return true };
                used[at] = true;
                self.allow[at].until.is_some_and(|until| until < today)
            })
            .collect();
        for (allow, _) in self.allow.iter().zip(used).filter(|(_, used)| !used) {
            let message = format!("no `{}` is left to allow here", allow.code.name());
            kept.push(Diagnostic::new(Code::UnusedAllow, allow.span.clone(), message).help("remove this table"));
        }
        super::sort(&mut kept);
        kept.into_iter()
            .map(|finding| (self.level(&finding), finding))
            .filter(|(level, _)| *level != Level::Off)
            .collect()
    }
}

impl Allow {
    fn covers(&self, finding: &Diagnostic) -> bool {
        self.code == finding.code
            && self.path.as_ref().is_none_or(|glob| glob.is_match(finding.span.file.as_str()))
            && self.target.as_ref().is_none_or(|target| finding.message.contains(target))
    }
}
