//! Whether a link to a decision leads somewhere, and whether its text says what stands there.

use std::ops::Range;

use super::Part;
use crate::decision::{Answers, BadPick, Fact, Facts, Picks, counterexample, evaluate, words};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};

/// Where a good reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The fragment of its place on the decision's page, without `#`.
    pub fragment: String,
    /// The text for a link that has none: `Go: strong`.
    pub text: String,
}

/// What is wrong with a reference; it becomes a finding where the link stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Which fault.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Facts below the message.
    pub notes: Vec<(String, String)>,
    /// The words of the link's text that are wrong, in bytes of that text, and what belongs there.
    pub fix: Option<(Range<usize>, String)>,
}

impl Fault {
    /// The finding. If it is known where the text of the link starts in the file, it carries the edit that mends it;
    /// give that place only where the text stands there as it was checked, without markup inside.
    pub fn at(self, span: Span, text_start: Option<u32>) -> Diagnostic {
        let mut finding = Diagnostic::new(self.code, span, self.message).help(self.help);
        finding.notes = self.notes;
        if let (Some((range, right)), Some(start)) = (self.fix, text_start) {
            let end = |at: usize| start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            finding = finding.fix(end(range.start)..end(range.end), right, false);
        }
        finding
    }

    fn new(code: Code, message: String, help: impl Into<String>) -> Fault {
        Fault { code, message, help: help.into(), notes: Vec::new(), fix: None }
    }
}

/// Checks a reference and the text of its link against the decision that it names. A reference that leads somewhere has
/// a target even where its text is wrong.
pub fn check(facts: &Facts, part: &Part, text: &str) -> (Option<Target>, Vec<Fault>) {
    match part {
        Part::Whole => (target(part, facts.title.clone()), Vec::new()),
        Part::Criterion(id) => match criterion(facts, id) {
            Ok(name) => (target(part, name), Vec::new()),
            Err(fault) => (None, vec![fault]),
        },
        Part::Cell { criterion, option } => cell(facts, part, criterion, option, text),
        Part::Rule(id) => rule(facts, part, id, text),
        Part::Picks(query) => picks(facts, part, query, text),
        Part::Unknown(rest) => {
            let message = format!("`{rest}` is no part of a decision");
            let help = format!("write `decision:{}/CRITERION/OPTION`, `…/rule/RULE` or `…?input=value`", facts.id);
            (None, vec![Fault::new(Code::BrokenAnchor, message, help)])
        }
    }
}

fn target(part: &Part, text: String) -> Option<Target> {
    Some(Target { fragment: part.fragment(), text })
}

/// A word that nothing has, with the nearest that something has.
fn unknown<'a>(facts: &Facts, code: Code, what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Fault {
    let known: Vec<&str> = known.collect();
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has: {}", known.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")),
    };
    Fault::new(code, format!("the decision `{}` has no {what} `{word}`", facts.id), help)
}

fn criterion(facts: &Facts, id: &str) -> Result<String, Fault> {
    facts.criterion(id).map(|criterion| criterion.name.clone()).ok_or_else(|| {
        let known = facts.criteria.iter().map(|criterion| &*criterion.id);
        unknown(facts, Code::CriterionUnknown, "criterion", id, known)
    })
}

fn cell(facts: &Facts, part: &Part, row: &str, column: &str, text: &str) -> (Option<Target>, Vec<Fault>) {
    let mut faults: Vec<Fault> = criterion(facts, row).err().into_iter().collect();
    if facts.option(column).is_none() {
        let known = facts.options.iter().map(|option| &*option.id);
        faults.push(unknown(facts, Code::OptionUnknown, "option", column, known));
    }
    // A verdict that is missing is a finding of the decision itself.
    let Some(cell) = facts.cell(row, column).filter(|_| faults.is_empty()) else { return (None, faults) };
    let fact = Fact::Cell { criterion: row.to_owned(), option: column.to_owned() };
    let since = facts.statements().find(|statement| statement.fact == fact).and_then(|statement| statement.reviewed);
    let since = since.map_or_else(String::new, |date| format!(" since {date}"));
    for word in claims(facts, text, true) {
        let right = match word.claim {
            Claim::Verdict(verdict) => (verdict != cell.verdict).then_some(cell.verdict.as_str()),
            Claim::Option(option) => (option != column).then(|| facts.option_name(column)),
        };
        if let Some(right) = right {
            let message = format!("says *{}*, table says *{right}*{since}", word.words);
            let help = format!("write *{right}*, or link to the verdict that is meant");
            faults.push(contradiction(message, help, text, &word, right));
        }
    }
    (target(part, format!("{}: {}", facts.option_name(column), cell.verdict)), faults)
}

fn rule(facts: &Facts, part: &Part, id: &str, text: &str) -> (Option<Target>, Vec<Fault>) {
    let Some(rule) = facts.rule(id) else {
        let known = facts.rules.iter().map(|rule| &*rule.id);
        return (None, vec![unknown(facts, Code::BrokenAnchor, "rule", id, known)]);
    };
    let right = facts.option_name(&rule.then);
    let wrong = claims(facts, text, false).into_iter().filter(|word| word.claim != Claim::Option(&rule.then));
    let faults = wrong.map(|word| {
        let message = format!("says *{}*, rule `{id}` says *{right}*", word.words);
        contradiction(message, format!("write *{right}*, or link to the rule that is meant"), text, &word, right)
    });
    (target(part, right.to_owned()), faults.collect())
}

fn picks(facts: &Facts, part: &Part, query: &str, text: &str) -> (Option<Target>, Vec<Fault>) {
    let (picks, bad) = Picks::parse(facts, query);
    let mut faults: Vec<Fault> = bad.iter().map(|bad| bad_pick(facts, bad)).collect();
    if !faults.is_empty() {
        return (None, faults);
    }
    let answers = evaluate(facts, &picks);
    if answers.cases == 0 {
        let reason = answers.never.and_then(|never| facts.never.get(never)).map(|never| &never.because);
        let message = "these picks never happen together".to_owned();
        let help = reason.map_or("leave one of them out".to_owned(), |because| format!("leave one out: {because}"));
        return (None, vec![Fault::new(Code::ProseContradicts, message, help)]);
    }
    let claims = claims(facts, text, false);
    for word in &claims {
        let Claim::Option(option) = word.claim else { continue };
        if !answers.certain.iter().any(|certain| certain == option) {
            faults.push(not_the_answer(facts, &picks, &answers, option, word, text));
        }
    }
    // A link without text must have one to fill in; one that names no option only leads to the chooser.
    if text.trim().is_empty() && answers.certain.is_empty() {
        let message = format!("these picks have no single answer: {}", left_open(facts, &answers));
        faults.push(Fault::new(Code::ProseContradicts, message, more_picks(&answers)));
    }
    let names: Vec<String> = answers.certain.iter().map(|id| facts.option_name(id).to_owned()).collect();
    (target(part, crate::decision::analysis::and(&names, "and")), faults)
}

fn bad_pick(facts: &Facts, bad: &BadPick) -> Fault {
    match bad {
        BadPick::Input(id) => {
            unknown(facts, Code::InputUnknown, "input", id, facts.inputs.iter().map(|input| &*input.id))
        }
        BadPick::Value { input, value } => {
            let values = facts.input(input).map_or(&[][..], |input| input.domain.values());
            if values.is_empty() {
                let message = format!("`{value}` is no value of `{input}`");
                return Fault::new(Code::InputUnknown, message, "write a number or day within its range");
            }
            let known = values.iter().map(|value| &*value.id);
            unknown(facts, Code::InputUnknown, &format!("value of `{input}` called"), value, known)
        }
        BadPick::Twice(id) => {
            Fault::new(Code::InputUnknown, format!("`{id}` is picked twice"), "leave one of the picks out")
        }
    }
}

fn not_the_answer(facts: &Facts, picks: &Picks, answers: &Answers, option: &str, word: &Word, text: &str) -> Fault {
    if let [right] = answers.certain.as_slice() {
        let right = facts.option_name(right);
        let message = format!("says *{}*, the rules say *{right}*", word.words);
        let help = format!("write *{right}*, or change the picks");
        return contradiction(message, help, text, word, right);
    }
    let message = format!("says *{}*, but {}", word.words, left_open(facts, answers));
    let mut fault = Fault::new(Code::ProseContradicts, message, more_picks(answers));
    if let Some((case, rule)) = counterexample(facts, picks, option) {
        let by = rule.map_or_else(String::new, |rule| format!(" (rule `{}`)", facts.rules[rule].id));
        fault.notes.push(("case".to_owned(), format!("{case}{by}")));
    }
    fault
}

fn left_open(facts: &Facts, answers: &Answers) -> String {
    let names: Vec<String> = answers.possible.iter().map(|id| format!("*{}*", facts.option_name(id))).collect();
    match answers.open {
        true => "some of these cases match no rule".to_owned(),
        false => format!("{} are still possible", crate::decision::analysis::and(&names, "and")),
    }
}

fn more_picks(answers: &Answers) -> String {
    answers.next.as_ref().map_or_else(
        || "change the picks".to_owned(),
        |next| format!("add a pick, such as `{next}=…`, or name no option in the text"),
    )
}

fn contradiction(message: String, help: String, text: &str, word: &Word, right: &str) -> Fault {
    let written = text.get(word.range.clone()).unwrap_or("");
    let upper = written.chars().next().is_some_and(char::is_uppercase);
    let mut letters = right.chars();
    let right = match letters.next() {
        Some(first) if upper => first.to_uppercase().chain(letters).collect(),
        _ => right.to_owned(),
    };
    Fault { fix: Some((word.range.clone(), right)), ..Fault::new(Code::ProseContradicts, message, help) }
}

/// What a word of a link's text claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim<'a> {
    Verdict(&'a str),
    Option(&'a str),
}

/// A word of the scale or the name of an option in a link's text.
struct Word<'a> {
    words: String,
    range: Range<usize>,
    claim: Claim<'a>,
}

/// The names of options, and if asked for words of the scale, in a text: whole words, whatever their case, the longest
/// where several start at one place.
fn claims<'a>(facts: &'a Facts, text: &str, verdicts: bool) -> Vec<Word<'a>> {
    let mut known: Vec<(Vec<String>, Claim)> = Vec::new();
    for option in &facts.options {
        let names = [&option.name, &option.id].into_iter().chain(&option.alias);
        known.extend(names.map(|name| (word_list(name), Claim::Option(&option.id))));
    }
    if verdicts {
        let scale = facts.scale.iter().map(String::as_str).chain(["depends"]);
        known.extend(scale.map(|word| (word_list(word), Claim::Verdict(word))));
    }
    // The longest first; of equal ones options before verdicts, in the order of the file.
    known.retain(|(words, _)| !words.is_empty());
    known.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let words = word_places(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let starts = |name: &[String]| name.len() <= rest.len() && name.iter().zip(rest).all(|(a, (b, _))| a == b);
        let Some((name, claim)) = known.iter().find(|(name, _)| starts(name)) else {
            at += 1;
            continue;
        };
        let range = rest[0].1.start..rest[name.len() - 1].1.end;
        found.push(Word { words: text[range.clone()].to_owned(), range, claim: *claim });
        at += name.len();
    }
    found
}

fn word_list(text: &str) -> Vec<String> {
    word_places(text).into_iter().map(|(word, _)| word).collect()
}

/// The words of a text in small letters, each with its place. Signs that names of languages have belong to a word.
fn word_places(text: &str) -> Vec<(String, Range<usize>)> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_');
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (belongs(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((text[from..at].to_lowercase(), from..at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

impl Part {
    /// The sentence that says what a reference means, for lists of links: the rule, or the verdict with its criterion.
    pub fn describe(&self, facts: &Facts) -> Option<String> {
        Some(match self {
            Part::Cell { criterion, option } => {
                let cell = facts.cell(criterion, option)?;
                let criterion = &facts.criterion(criterion)?.name;
                format!("{criterion}, {}: {}", facts.option_name(option), cell.verdict)
            }
            Part::Rule(id) => words::sentence(facts, facts.rule(id)?),
            Part::Criterion(id) => facts.criterion(id)?.name.clone(),
            Part::Whole => facts.title.clone(),
            Part::Picks(_) | Part::Unknown(_) => return None,
        })
    }
}
