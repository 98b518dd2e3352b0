//! The contexts and patterns of grammars as flat lists, made when they are first met.
//!
//! Beside each pattern stands what was found of it in the present line.

use super::Captures;
use super::first_bytes::Filter;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use syntect::parsing::syntax_definition::{
    Context, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern,
};
use syntect::parsing::{ParseState, ParsingError, Regex, Region, SyntaxReference, SyntaxSet};

/// Expressions kept that have a captured text in them.
const MAX_CAPTURED: usize = 1_000;

/// A context of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ContextIndex(u32);

/// A pattern of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PatternIndex(u32);

/// The groups of a match, as far as the pattern has use for them.
pub(super) type Groups = Vec<Option<(usize, usize)>>;

/// What is known of a pattern in the present line.
#[derive(Clone, Copy)]
pub(super) enum Found {
    Unknown,
    /// It matches nowhere from here on.
    Nowhere,
    /// Its next match.
    At(usize, usize),
    /// It does not match before this place.
    NotBefore(usize),
}

/// What was met of the grammars of one set.
pub(super) struct Program {
    grammars: &'static SyntaxSet,
    contexts: Vec<ContextEntry>,
    by_id: HashMap<ContextId, ContextIndex>,
    patterns: Vec<PatternEntry>,
    /// What was found of each pattern, and in which line. Apart from the rest, since it is asked for all the time.
    found: Vec<(u32, Found)>,
    /// By address: where two contexts include a third, they share its patterns.
    by_address: HashMap<usize, PatternIndex>,
    /// The patterns of all contexts met, one context after the other.
    listed: Vec<PatternIndex>,
    captured: HashMap<String, Option<Arc<Regex>>>,
    line: u32,
}

struct ContextEntry {
    context: &'static Context,
    patterns: Option<Range<usize>>,
    prototype: Option<ContextIndex>,
}

struct PatternEntry {
    pattern: &'static MatchPattern,
    broken: bool,
    filter: OnceCell<Option<Filter>>,
    targets: Option<Arc<[ContextIndex]>>,
    groups: Groups,
}

impl Program {
    pub(super) fn new(grammars: &'static SyntaxSet) -> Program {
        Program {
            grammars,
            contexts: Vec::new(),
            by_id: HashMap::new(),
            patterns: Vec::new(),
            found: Vec::new(),
            by_address: HashMap::new(),
            listed: Vec::new(),
            captured: HashMap::new(),
            line: 0,
        }
    }

    /// The context in which a text begins.
    pub(super) fn start(&mut self, grammar: &SyntaxReference) -> Option<ContextIndex> {
        // syntect keeps the table of names to itself, but shows where it starts when asked for debug output.
        let shown = format!("{:?}", ParseState::new(grammar));
        let number = |name: &str| -> Option<usize> {
            let (_, rest) = shown.split_once(name)?;
            rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
        };
        let (syntax, context) = (number("syntax_index: ")?, number("context_index: ")?);
        let id = serde_json::json!({ "syntax_index": syntax, "context_index": context });
        self.index(serde_json::from_value(id).ok()?).ok()
    }

    pub(super) fn context(&self, index: ContextIndex) -> &'static Context {
        self.contexts[index.0 as usize].context
    }

    pub(super) fn pattern(&self, index: PatternIndex) -> &'static MatchPattern {
        self.patterns[index.0 as usize].pattern
    }

    /// Where the patterns of a context are listed, those it includes among them.
    pub(super) fn patterns(&mut self, index: ContextIndex) -> Result<Range<usize>, ParsingError> {
        self.open(index)?;
        Ok(self.contexts[index.0 as usize].patterns.clone().unwrap_or_default())
    }

    /// A pattern of a list.
    pub(super) fn listed(&self, place: usize) -> PatternIndex {
        self.listed[place]
    }

    /// The context whose patterns come before those of this one.
    pub(super) fn prototype(&mut self, index: ContextIndex) -> Result<Option<ContextIndex>, ParsingError> {
        self.open(index)?;
        Ok(self.contexts[index.0 as usize].prototype)
    }

    /// The contexts a pattern pushes or sets.
    pub(super) fn targets(&mut self, index: PatternIndex) -> Result<Arc<[ContextIndex]>, ParsingError> {
        let entry = &self.patterns[index.0 as usize];
        if let Some(targets) = &entry.targets {
            return Ok(targets.clone());
        }
        let targets = match &entry.pattern.operation {
            MatchOperation::Push(targets) | MatchOperation::Set(targets) => targets.as_slice(),
            MatchOperation::Pop | MatchOperation::None => &[],
        };
        let targets = targets.iter().map(|target| self.index(target.id()?)).collect::<Result<Arc<[_]>, _>>()?;
        self.patterns[index.0 as usize].targets = Some(targets.clone());
        Ok(targets)
    }

    /// The context whose patterns are tried first in what this pattern pushes.
    pub(super) fn with_prototype(&mut self, index: PatternIndex) -> Result<Option<ContextIndex>, ParsingError> {
        self.pattern(index).with_prototype.as_ref().map(|prototype| self.index(prototype.id()?)).transpose()
    }

    pub(super) fn filter(&self, index: PatternIndex) -> Option<&Filter> {
        let entry = &self.patterns[index.0 as usize];
        entry.filter.get_or_init(|| Filter::of(entry.pattern.regex().regex_str())).as_ref()
    }

    /// Whether the expression does not compile without captured texts. syntect would panic when it is asked.
    pub(super) fn is_broken(&self, index: PatternIndex) -> bool {
        self.patterns[index.0 as usize].broken
    }

    /// The expression of a pattern with captured texts in place of `\1`; none if that does not compile.
    pub(super) fn with_captures(&mut self, index: PatternIndex, captures: &Captures) -> Option<Arc<Regex>> {
        let text = substitute(self.pattern(index).regex().regex_str(), captures);
        if let Some(regex) = self.captured.get(&text) {
            return regex.clone();
        }
        if self.captured.len() == MAX_CAPTURED {
            self.captured.clear();
        }
        let regex = Regex::try_compile(&text).is_none().then(|| Arc::new(Regex::new(text.clone())));
        self.captured.insert(text, regex.clone());
        regex
    }

    /// A new line begins, of which nothing is known.
    pub(super) fn forget(&mut self) {
        self.line = self.line.wrapping_add(1);
        if self.line == 0 {
            self.found.fill((0, Found::Unknown));
        }
    }

    pub(super) fn found(&self, index: PatternIndex) -> Found {
        let (line, found) = self.found[index.0 as usize];
        if line == self.line { found } else { Found::Unknown }
    }

    pub(super) fn set_found(&mut self, index: PatternIndex, found: Found) {
        self.found[index.0 as usize] = (self.line, found);
    }

    /// The groups of the match that [`Found::At`] speaks of.
    pub(super) fn groups(&self, index: PatternIndex) -> &Groups {
        &self.patterns[index.0 as usize].groups
    }

    /// Keeps the groups of a match.
    pub(super) fn set_groups(&mut self, index: PatternIndex, region: &Region) {
        let entry = &mut self.patterns[index.0 as usize];
        read_groups(entry.pattern, region, &mut entry.groups);
    }

    /// The index of a context, which is met if it was not before.
    fn index(&mut self, id: ContextId) -> Result<ContextIndex, ParsingError> {
        if let Some(index) = self.by_id.get(&id) {
            return Ok(*index);
        }
        let context = resolve(self.grammars, id)?;
        let index = ContextIndex(u32::try_from(self.contexts.len()).expect("fewer contexts than bytes of grammars"));
        self.contexts.push(ContextEntry { context, patterns: None, prototype: None });
        self.by_id.insert(id, index);
        Ok(index)
    }

    /// Lists the patterns of a context, if that was not done yet.
    fn open(&mut self, index: ContextIndex) -> Result<(), ParsingError> {
        let entry = &self.contexts[index.0 as usize];
        if entry.patterns.is_some() {
            return Ok(());
        }
        let context = entry.context;
        let start = self.listed.len();
        self.list(context)?;
        let prototype = context.prototype.map(|id| self.index(id)).transpose()?;
        let entry = &mut self.contexts[index.0 as usize];
        entry.patterns = Some(start..self.listed.len());
        entry.prototype = prototype;
        Ok(())
    }

    fn list(&mut self, context: &'static Context) -> Result<(), ParsingError> {
        for pattern in &context.patterns {
            match pattern {
                Pattern::Match(pattern) => {
                    let index = self.pattern_index(pattern);
                    self.listed.push(index);
                }
                // syntect passes over what it could not link.
                Pattern::Include(included) => {
                    if let Ok(id) = included.id() {
                        self.list(resolve(self.grammars, id)?)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn pattern_index(&mut self, pattern: &'static MatchPattern) -> PatternIndex {
        let (patterns, found) = (&mut self.patterns, &mut self.found);
        let regex = pattern.regex().regex_str();
        *self.by_address.entry(std::ptr::from_ref(pattern).addr()).or_insert_with(|| {
            patterns.push(PatternEntry {
                pattern,
                broken: pattern.has_captures && Regex::try_compile(regex).is_some(),
                filter: OnceCell::new(),
                targets: None,
                groups: Vec::new(),
            });
            found.push((0, Found::Unknown));
            PatternIndex(u32::try_from(patterns.len() - 1).expect("fewer patterns than bytes of grammars"))
        })
    }
}

/// Reads the groups that a pattern has use for.
pub(super) fn read_groups(pattern: &MatchPattern, region: &Region, groups: &mut Groups) {
    let named = pattern.captures.iter().flatten().map(|(group, _)| group + 1).max().unwrap_or(0);
    let pushes = matches!(pattern.operation, MatchOperation::Push(_) | MatchOperation::Set(_));
    groups.clear();
    groups.extend((0..if pushes { named.max(10) } else { named }).map(|group| region.pos(group)));
}

fn resolve(grammars: &'static SyntaxSet, id: ContextId) -> Result<&'static Context, ParsingError> {
    // A reference can be followed but not made, except by reading its serialised form.
    let reference = serde_json::to_value(id).map(|id| serde_json::json!({ "Direct": id }));
    match reference.and_then(serde_json::from_value::<ContextReference>) {
        Ok(reference) => reference.resolve(grammars),
        Err(_) => Err(ParsingError::MissingContext(id)),
    }
}

/// Puts captured texts in place of `\0` to `\9`, as syntect does.
fn substitute(regex: &str, captures: &Captures) -> String {
    let mut substituted = String::with_capacity(regex.len());
    let mut escaped = false;
    for character in regex.chars() {
        match character {
            '0'..='9' if escaped => {
                let text = &captures[usize::from(character as u8 - b'0')];
                for character in text.iter().flat_map(|text| text.chars()) {
                    if "\\.+*?()|[]{}^$#&-~".contains(character) {
                        substituted.push('\\');
                    }
                    substituted.push(character);
                }
            }
            _ if escaped => {
                substituted.push('\\');
                substituted.push(character);
            }
            '\\' => {}
            _ => substituted.push(character),
        }
        escaped = character == '\\' && !escaped;
    }
    if escaped {
        substituted.push('\\');
    }
    substituted
}
