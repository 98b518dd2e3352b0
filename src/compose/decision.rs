//! The view of a decision: matrix, rules, chooser, and what is proven about them.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::page::{iso, list};
use super::{From, Scene, words};
use crate::decision::changes::Change;
use crate::decision::{Analysis, Cell, Choices, Complete, Conditions, Criterion, Fact, Facts, Rule, analyse, summary};
use crate::plan::{DecisionOutput, beside};
use crate::site::{DecisionNode, Link, Target};
use crate::view::{
    CellView, ChangeView, ConditionView, CriterionGroupView, CriterionView, DecisionView, InputValueView, InputView,
    LinkView, NeverView, OptionView, OtherwiseView, RuleView, ShortView, StatusView, VerdictView,
};

/// What is proven about a decision, once somebody asked.
#[derive(Default)]
pub struct Proven(OnceLock<(Analysis, Choices)>);

impl Proven {
    /// The analysis of a decision and the picks of its chooser.
    pub fn get(&self, decision: &crate::decision::Decision) -> &(Analysis, Choices) {
        self.0.get_or_init(|| (analyse(decision), decision.facts.choices()))
    }
}

/// What of a decision is shown.
pub struct Show {
    parts: Vec<&'static str>,
    criteria: Option<Vec<String>>,
    ids: bool,
}

/// The parts of a decision's page, in its order.
const PARTS: [&str; 4] = ["short", "chooser", "rules", "matrix"];

impl Show {
    /// All of it, as on its own page.
    pub fn page() -> Show {
        Show { parts: PARTS.to_vec(), criteria: None, ids: true }
    }

    /// What a block asks for: one part, or all; some criteria, or all.
    pub fn block(part: Option<&str>, criteria: Option<Vec<String>>, ids: bool) -> Show {
        let parts = PARTS.into_iter().filter(|known| part.is_none_or(|part| part == *known)).collect();
        Show { parts, criteria, ids }
    }

    /// The parts that a block may ask for.
    pub fn known_parts() -> [&'static str; 4] {
        PARTS
    }
}

/// The view of a decision: an index of the site's decisions.
pub fn view(scene: &Scene, at: usize, from: &From<'_>, show: &Show) -> DecisionView {
    let node = &scene.site.decisions[at];
    let decision = &scene.parsed.decisions[node.parsed];
    let facts = &decision.facts;
    let page = scene.page(node.page);
    let (analysis, choices) = scene.decisions[at].get(decision);
    let rules: Vec<RuleView> = (0..facts.rules.len()).map(|rule| rule_view(scene, node, choices, rule, from)).collect();
    let file = |output: DecisionOutput| LinkView {
        title: output.file().to_owned(),
        href: from.href(&beside(&page.out, output.file()).whole_address(), None),
    };
    DecisionView {
        id: facts.id.clone(),
        title: facts.title.clone(),
        href: from.href(&page.address, None),
        show: show.parts.clone(),
        ids: show.ids,
        short: short(scene, facts),
        status: status(scene, node, analysis, facts),
        hit_policy: facts.hit_policy.word().to_owned(),
        scale: facts.scale.clone(),
        options: facts.options.iter().map(|option| option_view(facts, &option.id)).collect(),
        groups: groups(scene, node, facts, from, show),
        inputs: inputs(facts, choices),
        rules,
        never: facts
            .never
            .iter()
            .map(|never| NeverView {
                conditions: conditions(scene, facts, &never.when),
                because: never.because.clone(),
            })
            .collect(),
        otherwise: facts.otherwise.as_ref().map(|otherwise| OtherwiseView {
            then: option_view(facts, &otherwise.then),
            because: otherwise.because.clone(),
        }),
        files: [DecisionOutput::Json, DecisionOutput::Matrix, DecisionOutput::Rules, DecisionOutput::Changes]
            .into_iter()
            .filter(|output| output.exists(scene.config(), node))
            .map(file)
            .collect(),
        chooser_css: (!facts.inputs.is_empty()).then(|| file(DecisionOutput::ChooserCss).href),
        data: chooser_data(scene, facts, choices).to_string(),
        reviewed: facts.reviewed.map(iso),
        review_due: facts.statements().filter_map(|statement| statement.due()).min().map(iso),
        changes: change_views(scene, node, from),
    }
}

/// For each option the cases that its rules recommend it for.
fn short(scene: &Scene, facts: &Facts) -> Vec<ShortView> {
    let line = |short: summary::Short| {
        let mut when: Vec<String> =
            short.rules.iter().map(|rule| words::clause(scene, facts, &facts.rules[*rule].when)).collect();
        if short.otherwise {
            when.push(scene.word("short_otherwise", "no rule says otherwise"));
        }
        ShortView { option_name: facts.option_name(&short.option).to_owned(), option: short.option, when }
    };
    summary::short(facts).into_iter().map(line).collect()
}

fn status(scene: &Scene, node: &DecisionNode, analysis: &Analysis, facts: &Facts) -> StatusView {
    let mark = scene.word("thousands", ",");
    let cases = grouped(analysis.cases, &mark);
    let (complete, key, usual) = match analysis.complete {
        _ if facts.rules.is_empty() => ("yes", "proof_no_rules", "This decision has no rules; compare the verdicts."),
        Complete::Yes => ("yes", "proof_yes", "All {cases} cases have an answer; that is proven."),
        Complete::No => ("no", "proof_no", "{gaps} of {cases} cases have no answer."),
        Complete::Unproven => ("unproven", "proof_open", "No case without an answer was found among {cases}."),
    };
    let gaps = grouped(analysis.gap_cases, &mark);
    let sentence = scene.word(key, usual).replace("{cases}", &cases).replace("{gaps}", &gaps);
    StatusView { cases, complete, changed: scene.reviews().changed(node), sentence }
}

/// `1296` as `1,296`, with the mark of the language.
fn grouped(number: u64, mark: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(digit);
    }
    out
}

fn option_view(facts: &Facts, id: &str) -> OptionView {
    let option = facts.option(id);
    OptionView {
        id: id.to_owned(),
        name: facts.option_name(id).to_owned(),
        description: option.and_then(|option| option.description.clone()),
    }
}

/// The criteria by topic, in the order of the file; those without a topic stand where the first of them does.
fn groups(scene: &Scene, node: &DecisionNode, facts: &Facts, from: &From<'_>, show: &Show) -> Vec<CriterionGroupView> {
    let mut groups: Vec<(Option<&str>, Vec<CriterionView>)> = Vec::new();
    for criterion in &facts.criteria {
        if show.criteria.as_ref().is_some_and(|only| !only.contains(&criterion.id)) {
            continue;
        }
        let topic = criterion.topic.as_deref();
        let view = criterion_view(scene, node, facts, criterion, from);
        match groups.iter_mut().find(|(known, _)| *known == topic) {
            Some((_, criteria)) => criteria.push(view),
            None => groups.push((topic, vec![view])),
        }
    }
    let topic_link = |id: &str| {
        let topic = scene.site.topics.iter().find(|topic| topic.id == id)?;
        Some(LinkView { title: topic.title.clone(), href: from.href(&scene.page(topic.hub).address, None) })
    };
    let group =
        |(topic, criteria): (Option<&str>, _)| CriterionGroupView { topic: topic.and_then(topic_link), criteria };
    groups.into_iter().map(group).collect()
}

fn criterion_view(
    scene: &Scene,
    node: &DecisionNode,
    facts: &Facts,
    criterion: &Criterion,
    from: &From<'_>,
) -> CriterionView {
    let verdicts = verdicts(scene, facts, criterion);
    let differs = verdicts.windows(2).any(|pair| pair[0].verdict != pair[1].verdict);
    let cells = verdicts
        .into_iter()
        .zip(&criterion.cells)
        .map(|(verdict, cell)| cell_view(scene, node, facts, criterion, verdict, cell.as_ref(), from))
        .collect();
    CriterionView {
        id: criterion.id.clone(),
        anchor: criterion.id.clone(),
        name: criterion.name.clone(),
        description: criterion.description.clone(),
        weight: criterion.weight,
        differs,
        cells,
    }
}

fn cell_view(
    scene: &Scene,
    node: &DecisionNode,
    facts: &Facts,
    criterion: &Criterion,
    verdict: VerdictView,
    cell: Option<&Cell>,
    from: &From<'_>,
) -> CellView {
    let fact = Fact::Cell { criterion: criterion.id.clone(), option: verdict.option.clone() };
    let reviewed = cell.and_then(|cell| cell.reviewed).or(facts.reviewed);
    let period = cell.and_then(|cell| cell.review_in).or(facts.review_in);
    CellView {
        anchor: fact.to_string(),
        note: cell.and_then(|cell| cell.note.clone()),
        evidence: evidence(scene, node, &fact, from),
        state: scene.reviews().mark(node, &fact),
        reviewed: reviewed.map(iso),
        due: reviewed.zip(period).map(|(reviewed, period)| iso(period.after(reviewed))),
        verdict,
    }
}

/// The links of a statement to its evidence, each with the title of the section.
fn evidence(scene: &Scene, node: &DecisionNode, fact: &Fact, from: &From<'_>) -> Vec<LinkView> {
    let links = node.evidence.get(fact).map_or(&[][..], Vec::as_slice);
    links.iter().filter_map(|link| evidence_link(scene, link, from)).collect()
}

/// The link to a section that something rests on.
pub fn evidence_link(scene: &Scene, link: &Link, from: &From<'_>) -> Option<LinkView> {
    let Target::Page(id) = link.target else { return None };
    let page = scene.page(id);
    let heading = page.text.and_then(|text| {
        let headings = &scene.parsed.pages[text].facts.headings;
        headings.iter().find(|heading| Some(heading.id.as_str()) == link.anchor.as_deref())
    });
    let title = match heading {
        Some(heading) => format!("{}: {}", page.title, heading.text),
        None => page.title.clone(),
    };
    Some(LinkView { title, href: from.href(&page.address, link.anchor.as_deref()) })
}

/// The verdicts of a criterion, option by option.
pub fn verdicts(scene: &Scene, facts: &Facts, criterion: &Criterion) -> Vec<VerdictView> {
    let of = facts.scale.len();
    let view = |(option, cell): (&crate::decision::DecisionOption, &Option<Cell>)| {
        let rank = cell.as_ref().and_then(|cell| cell.rung).map_or(0, |rung| usize::from(rung) + 1);
        VerdictView {
            option: option.id.clone(),
            option_name: option.name.clone(),
            verdict: match cell {
                Some(cell) => cell.verdict.clone(),
                None => scene.word("verdict_missing", "missing"),
            },
            rank,
            of,
            tone: tone(rank, of),
        }
    };
    facts.options.iter().zip(&criterion.cells).map(view).collect()
}

/// Best and second best of a long scale are `yes`, the worst is `no`, what lies between is `partly`.
fn tone(rank: usize, of: usize) -> &'static str {
    match rank {
        0 => "unknown",
        1 => "no",
        rank if rank == of || (of > 3 && rank + 1 == of) => "yes",
        _ => "partly",
    }
}

fn inputs(facts: &Facts, choices: &Choices) -> Vec<InputView> {
    let view = |(input, picks): (&crate::decision::Input, &Vec<crate::decision::Band>)| InputView {
        id: input.id.clone(),
        question: input.question.clone(),
        values: picks
            .iter()
            .map(|pick| InputValueView { id: value_id(&pick.id), label: capital(&pick.label) })
            .collect(),
    };
    facts.inputs.iter().zip(&choices.picks).map(view).collect()
}

/// The value of a pick as an id: what may stand in a class and in an address.
fn value_id(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn rule_view(scene: &Scene, node: &DecisionNode, choices: &Choices, at: usize, from: &From<'_>) -> RuleView {
    let facts = &scene.parsed.decisions[node.parsed].facts;
    let rule = &facts.rules[at];
    let fact = Fact::Rule(rule.id.clone());
    let mut excluded_by = Vec::new();
    for ((input, picks), met) in facts.inputs.iter().zip(&choices.picks).zip(&choices.rules[at]) {
        let Some(met) = met else { continue };
        for (_, pick) in picks.iter().enumerate().filter(|(number, _)| !met.contains(number)) {
            excluded_by.push(format!("{}-{}", input.id, value_id(&pick.id)));
        }
    }
    RuleView {
        id: rule.id.clone(),
        anchor: fact.to_string(),
        number: at + 1,
        conditions: conditions(scene, facts, &rule.when),
        excluded_by,
        then: option_view(facts, &rule.then),
        because: rule.because.clone(),
        evidence: evidence(scene, node, &fact, from),
        state: scene.reviews().mark(node, &fact),
    }
}

fn conditions(scene: &Scene, facts: &Facts, when: &Conditions) -> Vec<ConditionView> {
    let or = scene.word("chooser_or", "or");
    facts
        .conditions_in_words(when)
        .into_iter()
        .map(|(input, answers)| ConditionView {
            input: facts.inputs[input].id.clone(),
            question: facts.inputs[input].question.clone(),
            answer: list(&answers.iter().map(String::as_str).collect::<Vec<_>>(), &or),
        })
        .collect()
}

/// A rule in one sentence: `Go, if the team is “Go”`.
pub fn rule_sentence(scene: &Scene, facts: &Facts, rule: &Rule) -> String {
    let option = facts.option_name(&rule.then);
    if rule.when.is_empty() {
        return option.to_owned();
    }
    let sentence = scene.word("rule_sentence", "{option}, if {conditions}");
    sentence.replace("{conditions}", &words::clause(scene, facts, &rule.when)).replace("{option}", option)
}

/// A statement in one line: `Many things at once, Go: strong`.
pub fn fact_words(scene: &Scene, facts: &Facts, fact: &Fact) -> String {
    match fact {
        Fact::Cell { criterion, option } => {
            let verdict = facts.cell(criterion, option).map(|cell| cell.verdict.clone());
            let verdict = verdict.unwrap_or_else(|| scene.word("verdict_missing", "missing"));
            format!("{}: {verdict}", cell_name(facts, criterion, option))
        }
        Fact::Rule(id) => match facts.rule(id) {
            Some(rule) => rule_sentence(scene, facts, rule),
            None => id.clone(),
        },
    }
}

/// `Many things at once, Go`.
fn cell_name(facts: &Facts, criterion: &str, option: &str) -> String {
    let name = facts.criterion(criterion).map_or(criterion, |criterion| &criterion.name);
    format!("{name}, {}", facts.option_name(option))
}

/// What changed in a decision, in the order of its file.
pub fn changes<'a>(scene: &'a Scene, node: &DecisionNode) -> &'a [Change] {
    node.changes.and_then(|at| scene.parsed.changes.get(at)).map_or(&[], |(_, changes)| changes)
}

/// Changes with their numbers in the file, the latest first.
pub fn latest_first(changes: &[Change]) -> Vec<(usize, &Change)> {
    let mut numbered: Vec<(usize, &Change)> = changes.iter().enumerate().collect();
    numbered.sort_by_key(|(number, change)| std::cmp::Reverse((change.date, *number)));
    numbered
}

/// A change in one line: `Many things at once, Python: fair, was poor`.
pub fn change_words(scene: &Scene, node: &DecisionNode, change: &Change) -> String {
    let facts = &scene.parsed.decisions[node.parsed].facts;
    let (what, from, to) = match &change.fact {
        Fact::Cell { criterion, option } => {
            (cell_name(facts, criterion, option), change.from.as_str(), change.to.as_str())
        }
        Fact::Rule(rule) => (
            scene.word("change_rule", "rule {rule}").replace("{rule}", rule),
            facts.option_name(&change.from),
            facts.option_name(&change.to),
        ),
    };
    let line = scene.word("change", "{what}: {to}, was {from}");
    line.replace("{from}", from).replace("{to}", to).replace("{what}", &what)
}

/// The changes as a page shows them, the latest first.
pub fn change_views(scene: &Scene, node: &DecisionNode, from: &From<'_>) -> Vec<ChangeView> {
    let facts = &scene.parsed.decisions[node.parsed].facts;
    let page = scene.page(node.page);
    let view = |(_, change): (usize, &Change)| {
        let fragment = change.fact.to_string();
        let there = crate::site::has_anchor(facts, &fragment).then_some(fragment);
        ChangeView {
            date: iso(change.date),
            text: change_words(scene, node, change),
            href: from.href(&page.address, there.as_deref()),
        }
    };
    latest_first(changes(scene, node)).into_iter().map(view).collect()
}

/// Whether a rule belongs to a topic: it says so, or its evidence is on a page of that topic.
pub fn rule_is_about(scene: &Scene, node: &DecisionNode, rule: &Rule, topic: &str) -> bool {
    if rule.topic.is_some() {
        return rule.topic.as_deref() == Some(topic);
    }
    let links = node.evidence.get(&Fact::Rule(rule.id.clone()));
    links.into_iter().flatten().any(|link| match link.target {
        Target::Page(id) => scene.page(id).topics.iter().any(|known| scene.site.topics[known.index()].id == topic),
        _ => false,
    })
}

/// What the script of the chooser needs, as `docs` describe it: rules in numbers of picks, ranks of verdicts.
fn chooser_data(scene: &Scene, facts: &Facts, choices: &Choices) -> Value {
    let when = |met: &Vec<Option<Vec<usize>>>| json!(met);
    let inputs: Vec<Value> = facts
        .inputs
        .iter()
        .zip(&choices.picks)
        .map(|(input, picks)| {
            let values: Vec<String> = picks.iter().map(|pick| value_id(&pick.id)).collect();
            json!({ "id": input.id, "values": values })
        })
        .collect();
    let rules: Vec<Value> = facts
        .rules
        .iter()
        .zip(&choices.rules)
        .map(|(rule, met)| json!({ "id": rule.id, "then": rule.then, "when": when(met) }))
        .collect();
    let options: Map<String, Value> =
        facts.options.iter().map(|option| (option.id.clone(), json!(option.name))).collect();
    let cells: Map<String, Value> = facts
        .criteria
        .iter()
        .map(|criterion| {
            let ranks: Map<String, Value> = verdicts(scene, facts, criterion)
                .into_iter()
                .map(|verdict| (verdict.option, json!(verdict.rank)))
                .collect();
            (criterion.id.clone(), json!({ "weight": criterion.weight, "ranks": ranks }))
        })
        .collect();
    json!({
        "policy": facts.hit_policy.word(),
        "priority": facts.priority,
        "inputs": inputs,
        "rules": rules,
        "never": choices.never.iter().map(when).collect::<Vec<_>>(),
        "otherwise": facts.otherwise.as_ref().map(|otherwise| &otherwise.then),
        "options": options,
        "cells": cells,
        "scale": facts.scale,
    })
}
