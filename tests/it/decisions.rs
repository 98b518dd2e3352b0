//! Decisions in a site: the page, rows on topic hubs, what rests on a section, data files, links to verdicts.

use crate::harness::{built, check, hrefs, titles, viewed, views};

/// A small decision with its guide.
pub(crate) const DECISION: &str = r#"
-- content/decisions/kind.toml --
title = "Which kind?"
description = "Two questions."
hit_policy = "unique"
scale = ["poor", "fair", "good"]
topics = ["writing"]
reviewed = 2026-11-01
review_in = "12 months"

[option]
short.name = "Short"
long.name = "Long"

[criterion]
speed = { name = "Found fast", weight = 2, topic = "writing" }
depth = { name = "Says it all", weight = 1 }

[cell.speed.short]
verdict = "good"
note = "One screen."
evidence = ["../kinds.md#short"]
[cell.speed.long]
verdict = "poor"
evidence = ["../kinds.md#long"]
[cell.depth.short]
verdict = "fair"
evidence = ["../kinds.md#short"]
[cell.depth.long]
verdict = "good"
evidence = ["../kinds.md#long"]

[input.aim]
question = "What for?"
values.learn = "to learn"
values.look = "to look something up"

[[rule]]
id = "learner"
when = { aim = "learn" }
then = "long"
because = "There is time."
evidence = ["../kinds.md#long"]
[[rule]]
id = "looker"
when = { aim = "look" }
then = "short"
because = "There is none."
evidence = ["../kinds.md#short"]
-- content/decisions/kind.md --
Read [the kinds](../kinds.md) first.
## How we chose
-- content/kinds.md --
+++
title = "Kinds"
topics = ["writing"]
+++
## Short
Short text.
## Long
Long text.
"#;

#[test]
fn a_decision_is_a_page_with_rules_verdicts_and_its_text() {
    check(DECISION);
    let views = views(DECISION);
    let view = &views["decisions/kind/index.html"];
    assert_eq!(view["kind"], "decision");
    assert_eq!(view["page"]["title"], "Which kind?");
    let decision = &view["decision"];
    assert_eq!(decision["hit_policy"], "unique");
    assert_eq!(decision["status"]["complete"], "yes");
    let rules = decision["rules"].as_array().expect("a list");
    assert_eq!(rules.len(), 2);
    assert_eq!(rules[0]["then"]["name"], "Long");
    assert_eq!(hrefs(&rules[0]["evidence"]), ["../../kinds/#long"]);
    let groups = decision["groups"].as_array().expect("a list");
    let names: Vec<&str> = groups
        .iter()
        .flat_map(|group| group["criteria"].as_array().expect("a list"))
        .map(|criterion| criterion["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"Found fast") && names.contains(&"Says it all"));
    let cell = &groups[0]["criteria"][0]["cells"][0];
    assert_eq!(cell["verdict"]["verdict"], "good");
    assert_eq!(cell["verdict"]["of"], 3);
    assert_eq!(cell["note"], "One screen.");
    let built = built(DECISION);
    assert!(built.text("decisions/kind/index.html").contains("How we chose"));
}

#[test]
fn a_topic_hub_has_the_rows_and_rules_of_decisions() {
    let view = viewed(DECISION, "topics/writing/index.html");
    let topic = &view["topic"];
    let criteria = topic["criteria"].as_array().expect("a list");
    assert_eq!(criteria.len(), 1, "{topic:#}");
    assert_eq!(criteria[0]["criterion"]["title"], "Found fast");
    assert_eq!(criteria[0]["criterion"]["href"], "../../decisions/kind/#speed");
    assert_eq!(criteria[0]["cells"].as_array().expect("a list").len(), 2);
    assert_eq!(topic["rules"].as_array().expect("a list").len(), 2, "rules that rest on pages of the topic");
    assert_eq!(titles(&topic["pages"]), ["Which kind?", "Kinds"]);
}

#[test]
fn a_section_says_what_rests_on_it() {
    let built = built(DECISION);
    let content = built.content("kinds/index.html");
    let short = content.find("Short text.").expect("the section");
    let long = content.find("Long text.").expect("the section");
    let first = content.find("../decisions/kind/#speed/short").expect("a use of the first section");
    let second = content.find("../decisions/kind/#speed/long").expect("a use of the second");
    assert!(short < first && first < long && long < second, "{content}");
    assert!(content.contains("../decisions/kind/#rule/learner"), "{content}");
}

#[test]
fn pages_that_are_evidence_for_one_criterion_are_related() {
    let site = DECISION.replace(
        "[cell.speed.long]\nverdict = \"poor\"\nevidence = [\"../kinds.md#long\"]",
        "[cell.speed.long]\nverdict = \"poor\"\nevidence = [\"../more.md#here\"]",
    ) + "-- content/more.md --\n# More\n## Here\n";
    check(&site);
    let view = viewed(&site, "more/index.html");
    let related = &view["page"]["related"];
    assert_eq!(titles(related), ["Kinds"]);
    assert_eq!(related[0]["reasons"][0], "evidence for Found fast");
}

#[test]
fn evidence_that_does_not_exist_is_an_error_with_the_nearest() {
    check(
        &DECISION
            .replace("evidence = [\"../kinds.md#long\"]\n[cell.depth.short]", "evidence = [\"../kinds.md#lon\"]\n            ^^^^^^^^^^^^^^^^^ evidence-broken: #long\n[cell.depth.short]")
            .replace("because = \"There is none.\"\nevidence = [\"../kinds.md#short\"]", "because = \"There is none.\"\nevidence = [\"../kind.md#short\"]\n            ^^^^^^^^^^^^^^^^^^ evidence-broken: content/kinds.md"),
    );
}

#[test]
fn a_gap_in_the_rules_stops_the_build() {
    let site = DECISION.replace("[[rule]]\nid = \"looker\"\nwhen = { aim = \"look\" }\nthen = \"short\"\nbecause = \"There is none.\"\nevidence = [\"../kinds.md#short\"]\n", "");
    let caught = std::panic::catch_unwind(|| built(&site));
    let words = *caught.expect_err("a gap is an error").downcast::<String>().expect("words");
    assert!(words.contains("decision-gap"), "{words}");
}

#[test]
fn links_to_verdicts_and_rules_are_resolved_and_checked() {
    let site = format!(
        "{DECISION}
-- content/links.md --
[one](decision:kind/speed/short) [two](decision:kind/rule/looker) [three](decision:kind) [](decision:kind)
[four](decisions/kind.toml#speed) [five](decisions/kind.md#how-we-chose) [six](/decisions/kind/)
"
    );
    check(&site);
    let built = built(&site);
    let content = built.content("links/index.html");
    for href in ["#speed/short", "#rule/looker", "", "#speed", "#how-we-chose"] {
        assert!(content.contains(&format!("href=\"../decisions/kind/{href}\"")), "{href} in {content}");
    }
    assert!(content.contains(">Which kind?</a>"), "{content}");
    check(&format!(
        "{DECISION}
-- content/links.md --
[x](decision:kid/speed/short)
    ^^^^^^^^^^^^^^^^^^^^^^^^ broken-link: kind
[y](decision:kind/sped/short)
    ^^^^^^^^^^^^^^^^^^^^^^^^ criterion-unknown: speed
"
    ));
}

#[test]
fn a_decision_can_be_embedded_whole_or_in_part() {
    let site = format!(
        "{DECISION}
-- content/embed.md --
```decision
use = \"kind\"
```

```decision
use = \"kind\"
show = \"rules\"
criteria = [\"speed\"]
```
"
    );
    check(&site);
    assert!(built(&site).content("embed/index.html").contains("decision"));
    check(&format!(
        "{DECISION}
-- content/embed.md --
```decision
use = \"knid\"
^^^^^^^^^^^^ unresolved-include: kind
```

```decision
use = \"kind\"
^^^^^^^^^^^^ unresolved-include: matrix
show = \"everything\"
```
"
    ));
}

#[test]
fn a_decision_has_its_data_beside_it() {
    for style in ["directory", "file"] {
        let built = built(&format!("-- fingerpost.toml --\nurl_style = \"{style}\"\n{DECISION}"));
        for file in ["decision.json", "matrix.csv", "rules.csv"] {
            assert!(built.has(&format!("decisions/kind/{file}")), "{file} in {:?}", built.paths());
        }
        let json = built.text("decisions/kind/decision.json");
        if !json.is_empty() {
            let data: serde_json::Value = serde_json::from_str(json).expect("JSON");
            assert!(data.is_object());
        }
    }
}

#[test]
fn a_draft_decision_is_left_out_with_its_data() {
    let built = built(&DECISION.replacen("title = \"Which kind?\"", "title = \"Which kind?\"\ndraft = true", 1));
    assert!(!built.paths().iter().any(|path| path.starts_with("decisions/kind")), "{:?}", built.paths());
    assert!(!built.content("kinds/index.html").contains("decisions/kind"));
}
