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
    /// Other sites were asked (`check --external`): what is allowed of them and does not occur is not needed.
    pub external: bool,
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

    /// Whether this run can find such a fault at all.
    fn looks_for(&self, code: Code) -> bool {
        self.external || !code.is_external()
    }

    /// Leaves out what is off and what is allowed today, gives the rest its level, adds a finding for each allow
    /// that nothing needs, and sorts.
    pub fn apply(&self, findings: Vec<Diagnostic>, today: jiff::civil::Date) -> Vec<(Level, Diagnostic)> {
        let mut used = vec![false; self.allow.len()];
        let mut allowed = |finding: &Diagnostic| {
            let mut allowed = false;
            for (allow, used) in self.allow.iter().zip(&mut used).filter(|(allow, _)| allow.covers(finding)) {
                *used = true;
                allowed |= allow.until.is_none_or(|until| until >= today);
            }
            allowed
        };
        let mut kept: Vec<Diagnostic> = findings.into_iter().filter(|finding| !allowed(finding)).collect();
        let unused = self.allow.iter().zip(used).filter(|(allow, used)| !used && self.looks_for(allow.code));
        for (allow, _) in unused {
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
