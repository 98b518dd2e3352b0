//! Every fault that Fingerpost knows, each documented once.

use serde::{Deserialize, Serialize};

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing.
    Note,
    /// A reader is worse off; `--strict` makes it stop the build.
    Warning,
    /// Nothing is written.
    Error,
}

impl Level {
    /// The word that configuration and reports use.
    pub fn word(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $level:ident $summary:literal)*) => {
        /// A fault, by its name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// All of them, in the order of the manual.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name, as reports, configuration and manual spell it.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The level it has if nobody says otherwise.
            pub fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level,)* }
            }

            /// One sentence on what it means.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }
        }
    };
}

codes! {
    BrokenLink "broken-link" Error "A link leads to a page or file that does not exist."
    BrokenAnchor "broken-anchor" Error "A link leads to a place that the page does not have."
    MissingImage "missing-image" Error "An image is not among the site's files."
    UnresolvedInclude "unresolved-include" Error "A code block names a file or region that does not exist."
    DuplicatePath "duplicate-path" Error "Two sources would be written to the same address."
    InvalidFrontMatter "invalid-front-matter" Error "The front matter cannot be read, or a key has a value of the wrong kind."
    InvalidConfig "invalid-config" Error "The configuration cannot be read, or a key has a value of the wrong kind."
    UnreadableFile "unreadable-file" Error "A file cannot be read, or is not a plain file."
    NotUtf8 "not-utf8" Error "A text file is not UTF-8."
    ThemeError "theme-error" Error "A template of the theme cannot be used."
    ProseContradicts "prose-contradicts" Error "A sentence says another verdict than the decision table it points to."
    InvalidDecision "invalid-decision" Error "A decision file cannot be read, or a key has a value of the wrong kind."
    VerdictMissing "verdict-missing" Error "An option has no verdict for a criterion."
    VerdictUnknown "verdict-unknown" Error "A verdict is not a word of the scale."
    OptionUnknown "option-unknown" Error "An option is named that the decision does not have."
    CriterionUnknown "criterion-unknown" Error "A criterion is named that the decision does not have."
    InputUnknown "input-unknown" Error "A rule tests an input or a value that the decision does not have."
    EvidenceBroken "evidence-broken" Error "The evidence of a verdict or rule does not exist."
    DecisionGap "decision-gap" Error "Some cases match no rule."
    DecisionOverlap "decision-overlap" Error "Two rules match the same case, with the same answer."
    DecisionConflict "decision-conflict" Error "Two rules match the same case, with different answers."
    DecisionUnreachable "decision-unreachable" Error "A rule can never decide: earlier rules take all its cases."
    DecisionDuplicate "decision-duplicate" Error "Two rules are the same."
    DecisionRedundant "decision-redundant" Warning "Without this rule every case has the same answer."
    DecisionImpossibleRule "decision-impossible-rule" Warning "A rule matches only cases that never happen."
    DecisionUnproven "decision-unproven" Warning "The rules are too many to be proven complete within the step budget."
    OptionNeverRecommended "option-never-recommended" Warning "No rule recommends this option."
    InputUnused "input-unused" Warning "No rule tests this input."
    EvidenceMissing "evidence-missing" Warning "A verdict or rule names no evidence."
    EvidenceTooWide "evidence-too-wide" Warning "Evidence names a whole page where a section is meant."
    EvidenceSuspect "evidence-suspect" Warning "The evidence has changed since the verdict was reviewed."
    ReviewMissing "review-missing" Warning "A verdict or rule was never reviewed."
    ReviewDue "review-due" Warning "The review date of a page, verdict or rule has passed."
    UndefinedReference "undefined-reference" Warning "A reference link has no definition."
    UndefinedFootnote "undefined-footnote" Warning "A footnote is used that is not defined."
    DuplicateId "duplicate-id" Warning "Two headings or elements of a page have the same id."
    UnknownKey "unknown-key" Warning "A key is not known here (in the configuration this is an error)."
    UnknownLanguage "unknown-language" Warning "The language of a code block is not known."
    UnknownTopic "unknown-topic" Warning "A topic is not among the declared ones."
    UnknownTemplate "unknown-template" Warning "A page asks for a template that the theme does not have."
    ForeignSyntax "foreign-syntax" Warning "Syntax of another tool, which would be shown as text."
    ActiveHtml "active-html" Warning "Raw HTML that could run a script or break the page was taken out."
    CaseMismatch "case-mismatch" Warning "A link differs from the file's name in upper and lower case only."
    DraftLink "draft-link" Warning "A published page links to a draft."
    UnusedAllow "unused-allow" Warning "An allowed finding does not occur any more."
    CodeTooLong "code-too-long" Warning "A code block, or a line of it, is too long to be highlighted."
    ExternalBroken "external-broken" Warning "Another site does not have the page that a link leads to."
    ExternalRedirect "external-redirect" Warning "Another site has moved the page that a link leads to for good."
    ExternalAnchor "external-anchor" Warning "A page of another site does not have the place that a link leads to."
    DecisionMergeable "decision-mergeable" Note "Two rules differ in one condition and could be one."
    DecisionHitPolicy "decision-hit-policy" Note "No rules overlap: the hit policy `unique` would do."
    MissingAlt "missing-alt" Note "An image has no alternative text."
    OrphanPage "orphan-page" Note "No link and no navigation leads to this page."
    UnusedAsset "unused-asset" Note "No page uses this file."
    SkippedHeading "skipped-heading" Note "A heading is more than one level below the one before it."
    MissingDescription "missing-description" Off "A page has no description."
    DuplicateTitle "duplicate-title" Off "Two pages have the same title."
    ImageSize "image-size" Off "An image has no width and height, so that the page shifts while it loads."
    LongPage "long-page" Off "A page is very long."
    EmptyTopic "empty-topic" Off "A declared topic has no page."
}

impl Code {
    /// The code of that name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether it is looked for only where other sites are asked: `check --external`.
    pub fn is_external(self) -> bool {
        matches!(self, Code::ExternalBroken | Code::ExternalRedirect | Code::ExternalAnchor)
    }
}
