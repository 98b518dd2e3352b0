//! Reading one decision file.
//!
//! The parts that others refer to (options, criteria, inputs) are read first, whatever their order in the file.

mod cells;
mod rules;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::read::{Item, Reader, entries, extra, narrow};
use super::{Criterion, CriterionSpans, Decision, DecisionOption, Domain, Facts, HitPolicy, Input, InputValue, Spans};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

const TOP: [&str; 21] = [
    "title",
    "nav_title",
    "description",
    "weight",
    "draft",
    "topics",
    "reviewed",
    "last_reviewed_on",
    "review_in",
    "hit_policy",
    "scale",
    "priority",
    "option",
    "criterion",
    "cell",
    "input",
    "rule",
    "never",
    "otherwise",
    "extra",
    "tags",
];

const SCALE: [&str; 4] = ["poor", "fair", "good", "strong"];

/// The verdict that is on no scale.
pub(super) const DEPENDS: &str = "depends";

/// Reads a decision file. It never fails: what cannot be read is a finding, and the rest is still a decision.
pub fn parse(source: &SourcePath, text: &str) -> (Decision, Vec<Diagnostic>) {
    let mut reader = Reader::new(source, text);
    let id = source.name().strip_suffix(".toml").unwrap_or(source.name()).to_owned();
    let title = title_of(&id);
    let mut decision =
        Decision { source: source.clone(), facts: Facts { id, title, ..Facts::default() }, spans: Spans::default() };
    reader.id(&decision.facts.id, &(0..0), "a decision: it is the name of the file");
    // TOML has no byte order mark, editors do; spaces in its place keep every span.
    let plain = text.strip_prefix('\u{feff}').map(|rest| format!("   {rest}"));
    let (table, errors) = DeTable::parse_recoverable(plain.as_deref().unwrap_or(text));
    for error in &errors {
        let message = error.message().lines().next().unwrap_or("invalid").to_owned();
        let span = error.span().unwrap_or(0..0);
        reader.invalid(&span, format!("this is not TOML: {message}"), "decision files are written in TOML 1.0");
    }
    Parsing { reader: &mut reader, decision: &mut decision, sound: errors.is_empty(), broken: Vec::new() }
        .file(entries(table.get_ref()));
    let mut findings = reader.findings;
    crate::diagnostic::sort(&mut findings);
    (decision, findings)
}

/// `go-or-python` becomes `Go or python`.
fn title_of(id: &str) -> String {
    let mut letters = id.replace('-', " ").chars().collect::<Vec<_>>();
    if let Some(first) = letters.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    letters.into_iter().collect()
}

/// One decision in the making.
struct Parsing<'a, 'r> {
    reader: &'a mut Reader<'r>,
    decision: &'a mut Decision,
    sound: bool,
    /// Inputs that are declared but could not be read: tests of them are no second fault.
    broken: Vec<String>,
}

impl Parsing<'_, '_> {
    fn file(&mut self, items: Vec<Item>) {
        let find = |key: &str| items.iter().find(|item| item.key == key);
        for item in &items {
            self.top(item);
        }
        if self.decision.facts.scale.is_empty() {
            self.decision.facts.scale = SCALE.map(str::to_owned).to_vec();
        }
        if let Some(item) = find("option") {
            self.options(item);
        }
        if let Some(item) = find("criterion") {
            self.criteria(item);
        }
        if let Some(item) = find("input") {
            self.inputs(item);
        }
        self.cells(find("cell"));
        if let Some(item) = find("never") {
            self.never(item);
        }
        if let Some(item) = find("rule") {
            self.rules(item);
        }
        if let Some(item) = find("otherwise") {
            self.otherwise(item);
        }
        self.priority(find("priority"));
        if self.decision.facts.options.is_empty() && self.sound {
            self.reader.invalid(
                &(0..0),
                "there is nothing to choose from",
                "add options: `[option]` with `go.name = \"Go\"`",
            );
        }
        self.decision.facts.sound = self.sound;
    }

    fn top(&mut self, item: &Item) {
        let reader = &mut *self.reader;
        let facts = &mut self.decision.facts;
        self.decision.spans.keys.push((item.key.to_owned(), narrow(&item.span)));
        match item.key {
            "title" => facts.title = reader.prose(item).unwrap_or_else(|| facts.title.clone()),
            "nav_title" => facts.nav_title = reader.prose(item),
            "description" => facts.description = reader.prose(item),
            "weight" => facts.weight = reader.integer(item),
            "draft" => facts.draft = reader.boolean(item).unwrap_or(false),
            "topics" | "tags" => facts.topics = reader.strings(item).into_iter().map(|(topic, _)| topic).collect(),
            "reviewed" | "last_reviewed_on" => facts.reviewed = reader.date(item),
            "review_in" => facts.review_in = reader.period(item),
            "hit_policy" => {
                self.decision.spans.hit_policy = narrow(&(item.key_span.start..item.span.end));
                self.hit_policy(item);
            }
            "scale" => self.scale(item),
            "extra" => {
                let table = reader.table(item);
                facts.extra = table.iter().map(|item| (item.key.to_owned(), extra(item.value))).collect();
            }
            key if TOP.contains(&key) => {}
            _ => reader.unknown_key(item, "a decision", &TOP),
        }
    }

    fn hit_policy(&mut self, item: &Item) {
        let Some(word) = self.reader.string(item) else {
            self.sound = false;
            return;
        };
        let words = HitPolicy::ALL.map(HitPolicy::word);
        match HitPolicy::ALL.into_iter().find(|policy| policy.word() == word) {
            Some(policy) => self.decision.facts.hit_policy = policy,
            None => {
                self.sound = false;
                let message = format!("there is no hit policy `{word}`");
                // DMN has `rule order` and `output order`: several answers in an order, which nobody can check.
                if word.ends_with("order") || word.starts_with("collect") {
                    self.reader.invalid(&item.span, message, "write \"collect\": all the options of rules that match");
                } else {
                    let known = "the hit policies are";
                    self.reader.unknown(Code::InvalidDecision, (&word, &item.span), message, &words, known);
                }
            }
        }
    }

    fn scale(&mut self, item: &Item) {
        let mut scale: Vec<String> = Vec::new();
        for (word, span) in self.reader.strings(item) {
            if word == DEPENDS {
                self.reader.invalid(&span, "`depends` is on no scale", "leave it out: any verdict may be `depends`");
            } else if scale.contains(&word) {
                self.reader.invalid(&span, format!("`{word}` stands twice on the scale"), "leave one of them out");
            } else if scale.len() < 255 && self.reader.id(&word, &span, "a verdict") {
                scale.push(word);
            }
        }
        self.decision.facts.scale = scale;
    }

    fn options(&mut self, item: &Item) {
        const KEYS: [&str; 3] = ["name", "alias", "description"];
        for option in self.reader.table(item) {
            if !self.reader.id(option.key, &option.key_span, "an option") {
                continue;
            }
            let mut parsed = DecisionOption {
                id: option.key.to_owned(),
                name: title_of(option.key),
                alias: Vec::new(),
                description: None,
            };
            for key in self.reader.table(&option) {
                match key.key {
                    "name" => parsed.name = self.reader.prose(&key).unwrap_or(parsed.name),
                    "alias" => parsed.alias = self.reader.strings(&key).into_iter().map(|(word, _)| word).collect(),
                    "description" => parsed.description = self.reader.prose(&key),
                    _ => self.misplaced(&key, "an option", &KEYS),
                }
            }
            self.decision.facts.options.push(parsed);
            self.decision.spans.options.push(narrow(&option.key_span));
        }
    }

    fn criteria(&mut self, item: &Item) {
        const KEYS: [&str; 4] = ["name", "description", "weight", "topic"];
        let columns = self.decision.facts.options.len();
        for criterion in self.reader.table(item) {
            if !self.reader.id(criterion.key, &criterion.key_span, "a criterion") {
                continue;
            }
            if criterion.key == "rule" {
                let message = "a criterion cannot be called `rule`";
                self.reader.invalid(
                    &criterion.key_span,
                    message,
                    "addresses of rules start with it: choose another id",
                );
                continue;
            }
            let mut parsed = Criterion {
                id: criterion.key.to_owned(),
                name: title_of(criterion.key),
                description: None,
                weight: 1,
                topic: None,
                cells: vec![None; columns],
            };
            for key in self.reader.table(&criterion) {
                match key.key {
                    "name" => parsed.name = self.reader.prose(&key).unwrap_or(parsed.name),
                    "description" => parsed.description = self.reader.prose(&key),
                    "topic" => parsed.topic = self.reader.prose(&key),
                    "weight" => parsed.weight = self.weight(&key).unwrap_or(parsed.weight),
                    _ => self.misplaced(&key, "a criterion", &KEYS),
                }
            }
            self.decision.facts.criteria.push(parsed);
            let id = narrow(&criterion.key_span);
            self.decision.spans.criteria.push(CriterionSpans { id, cells: vec![None; columns] });
        }
    }

    fn weight(&mut self, item: &Item) -> Option<u8> {
        let number = self.reader.integer(item)?;
        let weight = u8::try_from(number).ok().filter(|weight| *weight <= 3);
        if weight.is_none() {
            let message = format!("a criterion cannot have the weight {number}");
            self.reader.invalid(&item.span, message, "write 0 (ignore), 1 (minor), 2 (major) or 3 (decisive)");
        }
        weight
    }

    fn inputs(&mut self, item: &Item) {
        for input in self.reader.table(item) {
            let before = self.reader.findings.len();
            if self.reader.id(input.key, &input.key_span, "an input") {
                match self.input(&input) {
                    Some(parsed) => {
                        self.decision.facts.inputs.push(parsed);
                        self.decision.spans.inputs.push(narrow(&input.key_span));
                    }
                    None => {
                        self.sound = false;
                        self.broken.push(input.key.to_owned());
                    }
                }
            }
            let broken = |finding: &Diagnostic| finding.code == Code::InvalidDecision;
            self.sound &= !self.reader.findings[before..].iter().any(broken);
        }
    }

    fn input(&mut self, input: &Item) -> Option<Input> {
        const KEYS: [&str; 7] = ["name", "question", "type", "values", "ordered", "min", "max"];
        let items = self.reader.table(input);
        let find = |key: &str| items.iter().find(|item| item.key == key);
        for item in items.iter().filter(|item| !KEYS.contains(&item.key)) {
            self.misplaced(item, "an input", &KEYS);
        }
        let name = find("name").and_then(|item| self.reader.prose(item));
        let name = name.unwrap_or_else(|| input.key.replace('-', " "));
        let question = find("question").and_then(|item| self.reader.prose(item)).unwrap_or_else(|| title_of(&name));
        let domain = self.domain(input, &items)?;
        Some(Input { id: input.key.to_owned(), name, question, domain })
    }

    fn domain(&mut self, input: &Item, items: &[Item]) -> Option<Domain> {
        const TYPES: [&str; 5] = ["enum", "boolean", "integer", "number", "date"];
        let find = |key: &str| items.iter().find(|item| item.key == key);
        let kind = match find("type") {
            Some(item) => (self.reader.string(item)?, item.span.clone()),
            None => ("enum".to_owned(), input.key_span.clone()),
        };
        let used: &[&str] = match kind.0.as_str() {
            "enum" => &["values", "ordered"],
            "boolean" => &["values"],
            _ => &["min", "max"],
        };
        for item in items.iter().filter(|item| ["values", "ordered", "min", "max"].contains(&item.key)) {
            if TYPES.contains(&kind.0.as_str()) && !used.contains(&item.key) {
                let message = format!("`{}` means nothing for an input of type `{}`", item.key, kind.0);
                self.reader.invalid(&item.key_span, message, "leave it out, or set `type`");
            }
        }
        let (min, max) = (find("min"), find("max"));
        let domain = match kind.0.as_str() {
            "enum" => {
                let values = find("values").map_or_else(Vec::new, |item| self.values(item));
                if values.is_empty() {
                    let message = format!("`{}` has no values to choose from", input.key);
                    let help = "add `values.ID = \"what a reader sees\"`, or a `type`: boolean, integer, number, date";
                    self.reader.invalid(&input.key_span, message, help);
                    return None;
                }
                let ordered = find("ordered").and_then(|item| self.reader.boolean(item)).unwrap_or(false);
                Domain::Enum { values, ordered }
            }
            "boolean" => self.truth_values(find("values")),
            "integer" => Domain::Integer {
                min: min.and_then(|item| self.reader.integer(item)),
                max: max.and_then(|item| self.reader.integer(item)),
            },
            "number" => Domain::Number {
                min: min.and_then(|item| self.reader.number(item)),
                max: max.and_then(|item| self.reader.number(item)),
            },
            "date" => Domain::Date {
                min: min.and_then(|item| self.reader.date(item)),
                max: max.and_then(|item| self.reader.date(item)),
            },
            word => {
                let message = format!("there is no type `{word}`");
                let finding = (word, &kind.1);
                self.reader.unknown(Code::InvalidDecision, finding, message, &TYPES, "the types are");
                return None;
            }
        };
        if let (Some(low), Some(high)) = domain.range()
            && low > high
        {
            let message = format!("`{}` has no value: {low} is more than {high}", input.key);
            self.reader.invalid(&input.key_span, message, "`min` is the least value, `max` the greatest");
        }
        Some(domain)
    }

    fn values(&mut self, item: &Item) -> Vec<InputValue> {
        if let DeValue::Array(_) = item.value {
            let mut values: Vec<InputValue> = Vec::new();
            for (id, span) in self.reader.strings(item) {
                if values.iter().any(|value| value.id == id) {
                    self.reader.invalid(&span, format!("the value `{id}` stands twice"), "leave one of them out");
                } else if self.reader.id(&id, &span, "a value") {
                    values.push(InputValue { label: id.replace('-', " "), id });
                }
            }
            return values;
        }
        let mut values = Vec::new();
        for value in self.reader.table(item) {
            let label = self.reader.prose(&value);
            if self.reader.id(value.key, &value.key_span, "a value") {
                let label = label.unwrap_or_else(|| value.key.replace('-', " "));
                values.push(InputValue { id: value.key.to_owned(), label });
            }
        }
        values
    }

    fn truth_values(&mut self, item: Option<&Item>) -> Domain {
        let mut values = [("true", "yes"), ("false", "no")]
            .map(|(id, label)| InputValue { id: id.to_owned(), label: label.to_owned() });
        for key in item.map_or_else(Vec::new, |item| self.reader.table(item)) {
            match values.iter_mut().find(|value| value.id == key.key) {
                Some(value) => value.label = self.reader.prose(&key).unwrap_or_else(|| value.label.clone()),
                None => self.reader.unknown_key(&key, "a yes-or-no question", &["true", "false"]),
            }
        }
        Domain::Boolean(values)
    }

    /// A key that is not known here; one of the whole decision is told where it belongs.
    fn misplaced(&mut self, item: &Item, place: &str, known: &[&str]) {
        let whole =
            ["title", "hit_policy", "scale", "priority", "topics", "draft", "nav_title", "reviewed", "review_in"];
        if whole.contains(&item.key) {
            let message = format!("unknown key `{}` in {place}", item.key);
            let help = format!("`{}` is a key of the whole decision: put it above the first `[table]`", item.key);
            self.reader.report(Code::UnknownKey, &item.key_span, message).help = Some(help);
        } else {
            self.reader.unknown_key(item, place, known);
        }
    }

    /// The id of an option, if there is one of that id.
    fn option_id(&mut self, item: &Item) -> Option<String> {
        let id = self.reader.string(item)?;
        self.known_option(&id, &item.span).then_some(id)
    }

    fn known_option(&mut self, id: &str, span: &Range<usize>) -> bool {
        let known: Vec<&str> = self.decision.facts.options.iter().map(|option| &*option.id).collect();
        let found = known.contains(&id);
        if !found {
            let message = format!("there is no option `{id}`");
            self.reader.unknown(Code::OptionUnknown, (id, span), message, &known, "the options are");
        }
        found
    }
}

#[cfg(test)]
pub(crate) mod tests;
