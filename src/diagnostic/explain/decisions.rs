//! Decision tables, their evidence and their reviews.

use super::Explanation;
use crate::diagnostic::Code;

const fn toml(why: &'static str, wrong: &'static str, right: &'static str) -> Explanation {
    Explanation { why, language: "toml", wrong, right, allow: None }
}

const fn allowing(mut explanation: Explanation, allow: &'static str) -> Explanation {
    explanation.allow = Some(allow);
    explanation
}

pub(super) const ALL: &[(Code, Explanation)] = &[
    (
        Code::InvalidDecision,
        toml(
            "A decision is data: what cannot be read cannot be checked.",
            "hit_policy = \"frist\"\nscale = \"good\"",
            "hit_policy = \"first\"\nscale = [\"poor\", \"fair\", \"good\"]",
        ),
    ),
    (
        Code::ProseContradicts,
        Explanation {
            why: "A reader of the sentence and a reader of the table would decide differently. The words of the link that \
                  name verdicts or options must be those of the table.",
            language: "markdown",
            wrong: "[Go is strong here](decision:go-or-python/startup/python)",
            right: "[Python is fair here](decision:go-or-python/startup/python)",
            allow: Some("A link without text, `[](decision:…)`, is filled from the table and cannot contradict it."),
        },
    ),
    (
        Code::VerdictMissing,
        toml(
            "A blank reads as “no data”. Every option gets a word of the scale for every criterion, or `depends` with a \
             note that says on what.",
            "[cell.startup.go]\nverdict = \"strong\"\n# there is no [cell.startup.python]",
            "[cell.startup.go]\nverdict = \"strong\"\n[cell.startup.python]\nverdict = \"fair\"",
        ),
    ),
    (
        Code::VerdictUnknown,
        toml(
            "Verdicts are compared; a word outside the scale has no place in the order.",
            "scale = [\"poor\", \"fair\", \"good\"]\n[cell.startup.go]\nverdict = \"great\"",
            "scale = [\"poor\", \"fair\", \"good\"]\n[cell.startup.go]\nverdict = \"good\"",
        ),
    ),
    (
        Code::OptionUnknown,
        toml(
            "A verdict or an answer for an option that nobody can choose is lost.",
            "[option]\ngo.name = \"Go\"\n[[rule]]\nthen = \"golang\"",
            "[option]\ngo.name = \"Go\"\n[[rule]]\nthen = \"go\"",
        ),
    ),
    (
        Code::CriterionUnknown,
        toml(
            "A verdict for a criterion that the decision does not list would not be shown.",
            "[criterion]\nstartup.name = \"Start-up time\"\n[cell.start-up.go]\nverdict = \"good\"",
            "[criterion]\nstartup.name = \"Start-up time\"\n[cell.startup.go]\nverdict = \"good\"",
        ),
    ),
    (
        Code::InputUnknown,
        toml(
            "A rule that tests what nobody is asked can never be decided.",
            "[input.team]\nvalues.go = \"Go\"\n[[rule]]\nwhen = { team = \"rust\" }",
            "[input.team]\nvalues.go = \"Go\"\nvalues.rust = \"Rust\"\n[[rule]]\nwhen = { team = \"rust\" }",
        ),
    ),
    (
        Code::EvidenceBroken,
        toml(
            "A verdict is worth what stands behind it; here nothing does.",
            "evidence = [\"../startup.md#measurd\"]",
            "evidence = [\"../startup.md#measured\"]",
        ),
    ),
    (
        Code::EvidenceMissing,
        toml(
            "A reader cannot tell a finding from an opinion.",
            "[cell.startup.go]\nverdict = \"strong\"",
            "[cell.startup.go]\nverdict = \"strong\"\nevidence = [\"../startup.md#measured\"]",
        ),
    ),
    (
        Code::EvidenceTooWide,
        toml(
            "A reader has to search the page for what was meant, and any change of it calls for a review.",
            "evidence = [\"../startup.md\"]",
            "evidence = [\"../startup.md#measured\"]",
        ),
    ),
    (
        Code::EvidenceSuspect,
        allowing(
            toml(
                "What the verdict rests on says something else now; somebody has to read it again.",
                "# decisions.lock: the section ../startup.md#measured was read as s1:9f1c27ab03de5512,\n\
                 # and its text has changed since",
                "# After reading it:\n# fingerpost review --accept go-or-python/startup/go",
            ),
            "`fingerpost review` shows what changed and records that the verdict still holds.",
        ),
    ),
    (
        Code::ReviewMissing,
        allowing(
            toml(
                "Nobody has confirmed that the evidence says what the verdict or rule makes of it.",
                "# decisions.lock has no line for go-or-python/startup/go",
                "# After reading the evidence:\n# fingerpost review --accept go-or-python/startup/go",
            ),
            "A site without `decisions.lock` keeps no reviews, and nothing is missing there.",
        ),
    ),
    (
        Code::DecisionGap,
        allowing(
            toml(
                "A reader with such a case gets no answer.",
                "[input.team]\nvalues.go = \"Go\"\nvalues.python = \"Python\"\n[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"",
                "[input.team]\nvalues.go = \"Go\"\nvalues.python = \"Python\"\n[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"\n\
                 [[rule]]\nwhen = { team = \"python\" }\nthen = \"python\"",
            ),
            "Cases that cannot happen stand in `[[never]]`; `[otherwise]` answers all that is left.",
        ),
    ),
    (
        Code::DecisionOverlap,
        allowing(
            toml(
                "Under `unique` every case has one rule, so that each row can be read alone. Two rules for one case leave \
                 open which reason counts.",
                "[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"\n[[rule]]\nwhen = { lifetime = \"years\" }\nthen = \"go\"",
                "[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"\n[[rule]]\n\
                 when = { team = \"python\", lifetime = \"years\" }\nthen = \"go\"",
            ),
            "`hit_policy = \"any\"` allows rules that agree to overlap.",
        ),
    ),
    (
        Code::DecisionConflict,
        allowing(
            toml(
                "The same case would have two answers.",
                "[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"\n[[rule]]\nwhen = { lifetime = \"trial\" }\nthen = \"python\"",
                "hit_policy = \"first\"   # the earlier rule wins",
            ),
            "`first` and `priority` say which rule wins; `collect` gives all answers.",
        ),
    ),
    (
        Code::DecisionUnreachable,
        toml(
            "The rule looks as if it counted, but its cases are all decided before it.",
            "hit_policy = \"first\"\n[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"\n[[rule]]\n\
             when = { team = \"go\", lifetime = \"trial\" }\nthen = \"python\"",
            "hit_policy = \"first\"\n[[rule]]\nwhen = { team = \"go\", lifetime = \"trial\" }\nthen = \"python\"\n[[rule]]\n\
             when = { team = \"go\" }\nthen = \"go\"",
        ),
    ),
    (
        Code::DecisionDuplicate,
        toml(
            "Two rules that say the same have to be kept in step for ever.",
            "[[rule]]\nid = \"a\"\nwhen = { team = \"go\" }\nthen = \"go\"\n[[rule]]\nid = \"b\"\nwhen = { team = \"go\" }\nthen = \"go\"",
            "[[rule]]\nid = \"a\"\nwhen = { team = \"go\" }\nthen = \"go\"",
        ),
    ),
    (
        Code::DecisionRedundant,
        toml(
            "The rule can be deleted: later rules give the same answer to all its cases. A reader looks for a difference \
             that is not there.",
            "hit_policy = \"first\"\n[[rule]]\nwhen = { team = \"go\", lifetime = \"years\" }\nthen = \"go\"\n[[rule]]\n\
             when = { team = \"go\" }\nthen = \"go\"",
            "hit_policy = \"first\"\n[[rule]]\nwhen = { team = \"go\" }\nthen = \"go\"",
        ),
    ),
    (
        Code::DecisionImpossibleRule,
        toml(
            "`[[never]]` says that these cases do not happen, so that the rule is never needed.",
            "[[never]]\nwhen = { workload = \"script\", connections = \">= 1000\" }\n[[rule]]\n\
             when = { workload = \"script\", connections = \">= 5000\" }\nthen = \"go\"",
            "[[never]]\nwhen = { workload = \"script\", connections = \">= 1000\" }",
        ),
    ),
    (
        Code::DecisionUnproven,
        toml(
            "Whether rules leave a gap can take longer than anybody waits. So far none was found, but that is no proof.",
            "# 20 inputs and 200 rules in one decision",
            "# Two decisions, the second for what the first leaves open",
        ),
    ),
    (
        Code::OptionNeverRecommended,
        toml(
            "Either a rule is missing, or the option is there for comparison only.",
            "[option]\ngo.name = \"Go\"\nrust.name = \"Rust\"\n# no rule says `then = \"rust\"`",
            "[[rule]]\nwhen = { memory = \"tight\" }\nthen = \"rust\"",
        ),
    ),
    (
        Code::InputUnused,
        toml(
            "The reader answers a question that changes nothing.",
            "[input.budget]\nquestion = \"What may it cost?\"\n# no rule tests `budget`",
            "[[rule]]\nwhen = { budget = \"none\" }\nthen = \"python\"",
        ),
    ),
    (
        Code::DecisionMergeable,
        toml(
            "One rule with two values says the same and is read once.",
            "[[rule]]\nwhen = { workload = \"web\" }\nthen = \"python\"\n[[rule]]\nwhen = { workload = \"script\" }\nthen = \"python\"",
            "[[rule]]\nwhen = { workload = [\"web\", \"script\"] }\nthen = \"python\"",
        ),
    ),
    (
        Code::DecisionHitPolicy,
        toml(
            "Under `unique` each row can be read alone; under `first` only from the top. These rules need no order.",
            "hit_policy = \"first\"",
            "hit_policy = \"unique\"",
        ),
    ),
];
