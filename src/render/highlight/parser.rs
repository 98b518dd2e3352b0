//! Runs syntect's grammars over a line: the same as `syntect::parsing::ParseState`, with fewer searches.
//!
//! Enter at [`Parser::parse_line`]. Grammars, contexts, patterns, compiled expressions and scopes are syntect's; only
//! the loop that asks the patterns is ours. It follows syntect's step by step, and says where it leaves it: it does
//! not ask a pattern that cannot match before the best match so far (`first_bytes.rs`), keeps what it found in a table
//! instead of a hash map, and copies no regions. On real text that is three times as fast.
//!
//! Always true: the operations are syntect's own, as a test checks against `ParseState::parse_line` in every grammar;
//! but where syntect would go round in a circle for ever, or panic, this fails.
//! Its contexts can only be reached through its serialised form and its debug output, so `Cargo.toml` pins its version.

mod first_bytes;
mod program;
mod scopes;

use first_bytes::Bytes;
use program::{ContextIndex, Found, Groups, PatternIndex, Program, read_groups};
use std::sync::Arc;
use syntect::parsing::syntax_definition::{Context, MatchOperation};
use syntect::parsing::{ParsingError, Region, ScopeStackOp, SyntaxReference, SyntaxSet};

/// So many contexts on the stack, and syntect pushes no more.
const MAX_STACK: usize = 100;

/// So many matches in a row that take no byte, and there will be no end: some grammars set one context from another
/// in a circle, for ever. A stack filled and emptied again comes to a fifth of it.
const MAX_STANDING: usize = 1_000;

/// A line that cannot be parsed: the grammar refers to nothing, or goes round in a circle.
#[derive(Debug)]
pub(super) struct Failure;

impl From<ParsingError> for Failure {
    fn from(_: ParsingError) -> Failure {
        Failure
    }
}

/// Where in a grammar the parsing stands between two lines. Unlike syntect's, it can be hashed and sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stack {
    levels: Vec<Level>,
    first_line: bool,
    // Heights at which patterns of a `with_prototype` pushed. Prototypes below the topmost are not looked at.
    prototype_starts: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Level {
    context: ContextIndex,
    prototypes: Vec<ContextIndex>,
    captures: Option<Arc<Captures>>,
}

/// The texts of the groups 0 to 9 of the match that opened a context: what `\1` means inside.
type Captures = [Option<Box<str>>; 10];

/// The pattern that matches first.
struct Best {
    pattern: PatternIndex,
    start: usize,
    end: usize,
    from_prototype: bool,
    would_loop: bool,
    /// Its groups, if its expression has captured texts in it: what is kept with the pattern may be of another text.
    groups: Option<Groups>,
}

/// A parser for the grammars of one set. What it learns of them stays.
pub(super) struct Parser {
    program: Program,
    bytes: Bytes,
}

/// What the steps of one line share.
struct Line<'a> {
    text: &'a str,
    /// Whether patterns that cannot win may go unasked. Not where the stack may grow too high: what syntect does
    /// there depends on what it has asked before.
    filtered: bool,
    /// Whether the bytes can be asked, too.
    ascii: bool,
    at: usize,
    /// How many matches have ended where the line stands.
    standing: usize,
    /// Where a context was pushed without a byte taken, and how high the stack was then: if the next is a pop, this
    /// would go on for ever.
    pushed_at: (usize, usize),
    region: Region,
    ops: &'a mut Vec<(usize, ScopeStackOp)>,
}

enum Step {
    Next,
    Done,
    /// The stack is as high as it may be.
    TooHigh,
}

impl Parser {
    pub(super) fn new(grammars: &'static SyntaxSet) -> Parser {
        Parser { program: Program::new(grammars), bytes: Bytes::new() }
    }

    /// The stack at the start of a text; none if the grammar cannot be reached.
    pub(super) fn start(&mut self, grammar: &SyntaxReference) -> Option<Stack> {
        let context = self.program.start(grammar)?;
        let level = Level { context, prototypes: Vec::new(), captures: None };
        Some(Stack { levels: vec![level], first_line: true, prototype_starts: Vec::new() })
    }

    /// Appends what happens to the scopes in this line, as `ParseState::parse_line` says it.
    pub(super) fn parse_line(
        &mut self,
        stack: &mut Stack,
        text: &str,
        ops: &mut Vec<(usize, ScopeStackOp)>,
    ) -> Result<(), Failure> {
        let ascii = self.bytes.set(text);
        // From half the height a line could get too high, and nothing that people write is so nested.
        let filtered = stack.levels.len() < MAX_STACK / 2;
        let before = filtered.then(|| stack.clone());
        let region = Region::new();
        let mut line = Line { text, filtered, ascii, at: 0, standing: 0, pushed_at: (0, 0), region, ops };
        if !self.run(stack, &mut line)? {
            *stack = before.ok_or(Failure)?;
            line.ops.clear();
            let region = Region::new();
            let mut line =
                Line { text, filtered: false, ascii, at: 0, standing: 0, pushed_at: (0, 0), region, ops: line.ops };
            self.run(stack, &mut line)?;
        }
        Ok(())
    }

    /// False if the stack grew too high for a filtered line.
    fn run(&mut self, stack: &mut Stack, line: &mut Line<'_>) -> Result<bool, Failure> {
        self.program.forget();
        if stack.first_line {
            stack.first_line = false;
            let top = self.program.context(stack.top()?.context);
            line.ops.extend(top.meta_content_scope.first().map(|scope| (0, ScopeStackOp::Push(*scope))));
        }
        loop {
            match self.step(stack, line)? {
                Step::Next => {}
                Step::Done => return Ok(true),
                Step::TooHigh => return Ok(false),
            }
        }
    }

    /// One match of the line.
    fn step(&mut self, stack: &mut Stack, line: &mut Line<'_>) -> Result<Step, Failure> {
        let height = stack.levels.len();
        if line.filtered && height >= MAX_STACK {
            return Ok(Step::TooHigh);
        }
        while stack.prototype_starts.last().is_some_and(|start| *start >= height) {
            stack.prototype_starts.pop();
        }
        let Some(best) = self.best(stack, line)? else { return Ok(Step::Done) };
        if best.would_loop {
            // One character on, the same pop would not loop.
            let Some((next, _)) = line.text[line.at..].char_indices().nth(1) else { return Ok(Step::Done) };
            line.at += next;
            return Ok(Step::Next);
        }
        let pattern = self.program.pattern(best.pattern);
        if best.end <= line.at && matches!(pattern.operation, MatchOperation::Push(_)) {
            line.pushed_at = (best.end, height + 1);
        }
        line.standing = if best.end == line.at { line.standing + 1 } else { 0 };
        if line.standing > MAX_STANDING {
            return Err(Failure);
        }
        line.at = best.end;
        if best.from_prototype {
            stack.prototype_starts.push(height);
        }
        self.execute(stack, &best, line)?;
        Ok(Step::Next)
    }

    /// The match that begins first; of those that begin together, that of the first pattern.
    fn best(&mut self, stack: &Stack, line: &mut Line<'_>) -> Result<Option<Best>, Failure> {
        let top = stack.top()?;
        let check_loop = line.pushed_at == (line.at, stack.levels.len());
        let mut best = None;
        let first = stack.prototype_starts.last().copied().unwrap_or(0);
        for level in stack.levels.get(first..).unwrap_or_default() {
            for context in &level.prototypes {
                if self.ask(*context, level.captures.as_deref(), true, check_loop, stack, line, &mut best)? {
                    return Ok(best);
                }
            }
        }
        if let Some(prototype) = self.program.prototype(top.context)?
            && self.ask(prototype, None, false, check_loop, stack, line, &mut best)?
        {
            return Ok(best);
        }
        self.ask(top.context, top.captures.as_deref(), false, check_loop, stack, line, &mut best)?;
        Ok(best)
    }

    /// Asks the patterns of a context for a better match. True if no later pattern can have one.
    #[expect(clippy::too_many_arguments, reason = "they are the loop's variables, and no thing of their own")]
    fn ask(
        &mut self,
        context: ContextIndex,
        captures: Option<&Captures>,
        from_prototype: bool,
        check_loop: bool,
        stack: &Stack,
        line: &mut Line<'_>,
        best: &mut Option<Best>,
    ) -> Result<bool, Failure> {
        for index in self.program.patterns(context)? {
            let pattern = self.program.listed(index);
            // It wins if it begins before this.
            let bound = best.as_ref().map_or(usize::MAX, |best| best.start + usize::from(best.would_loop));
            let Some((start, end)) = self.search(pattern, captures, bound, stack.levels.len(), line) else { continue };
            if start >= bound {
                continue;
            }
            let operation = &self.program.pattern(pattern).operation;
            if matches!(operation, MatchOperation::Push(_)) && stack.levels.len() >= MAX_STACK {
                *best = None;
                return Ok(true);
            }
            let would_loop = check_loop && end <= line.at && matches!(operation, MatchOperation::Pop);
            let groups = captures.filter(|_| self.program.pattern(pattern).has_captures).map(|_| {
                let mut groups = Groups::new();
                read_groups(self.program.pattern(pattern), &line.region, &mut groups);
                groups
            });
            *best = Some(Best { pattern, start, end, from_prototype, would_loop, groups });
            if start == line.at && !would_loop {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next match of a pattern, if it can begin before the bound and does something.
    fn search(
        &mut self,
        index: PatternIndex,
        captures: Option<&Captures>,
        bound: usize,
        height: usize,
        line: &mut Line<'_>,
    ) -> Option<(usize, usize)> {
        let pattern = self.program.pattern(index);
        if let Some(captures) = captures.filter(|_| pattern.has_captures) {
            // Another expression for each text captured, so what was found for one says nothing about the next.
            let regex = self.program.with_captures(index, captures)?;
            let found = regex.search(line.text, line.at, line.text.len(), Some(&mut line.region));
            let (start, end) = line.region.pos(0).filter(|_| found)?;
            return does_something(&pattern.operation, start, end, height).then_some((start, end));
        }
        let mut from = line.at;
        match self.program.found(index) {
            Found::Nowhere => return None,
            Found::At(start, end) if start >= line.at => return Some((start, end)),
            Found::NotBefore(place) if line.filtered => from = from.max(place),
            _ => {}
        }
        if line.filtered
            && line.ascii
            && let Some(filter) = self.program.filter(index)
        {
            let Some(place) = filter.find(&self.bytes, from) else {
                self.program.set_found(index, Found::Nowhere);
                return None;
            };
            from = place;
            if from >= bound {
                self.program.set_found(index, Found::NotBefore(from));
                return None;
            }
        }
        if self.program.is_broken(index)
            || !pattern.regex().search(line.text, from, line.text.len(), Some(&mut line.region))
        {
            self.program.set_found(index, Found::Nowhere);
            return None;
        }
        let (start, end) = line.region.pos(0)?;
        let counts = does_something(&pattern.operation, start, end, height);
        let found = if counts { Found::At(start, end) } else { Found::NotBefore(start) };
        self.program.set_found(index, found);
        self.program.set_groups(index, &line.region);
        counts.then_some((start, end))
    }

    fn execute(&mut self, stack: &mut Stack, best: &Best, line: &mut Line<'_>) -> Result<(), Failure> {
        let pattern = self.program.pattern(best.pattern);
        let current = self.program.context(stack.top()?.context);
        let targets = self.program.targets(best.pattern)?;
        let contexts: Vec<&Context> = targets.iter().map(|target| self.program.context(*target)).collect();
        let ops = &mut *line.ops;
        scopes::before_match(&pattern.operation, best.start, current, &contexts, ops);
        ops.extend(pattern.scope.iter().map(|scope| (best.start, ScopeStackOp::Push(*scope))));
        if let Some(captures) = &pattern.captures {
            let groups = best.groups.as_ref().unwrap_or_else(|| self.program.groups(best.pattern));
            scopes::in_match(captures, groups, ops);
        }
        if !pattern.scope.is_empty() {
            ops.push((best.end, ScopeStackOp::Pop(pattern.scope.len())));
        }
        scopes::after_match(&pattern.operation, best.end, current, &contexts, ops);
        self.perform(stack, best, &targets, &contexts, line.text)
    }

    /// Changes the stack as the pattern says.
    fn perform(
        &mut self,
        stack: &mut Stack,
        best: &Best,
        targets: &[ContextIndex],
        contexts: &[&Context],
        text: &str,
    ) -> Result<(), Failure> {
        let pattern = self.program.pattern(best.pattern);
        let mut kept = Vec::new();
        match pattern.operation {
            MatchOperation::None => return Ok(()),
            MatchOperation::Pop => {
                stack.levels.pop();
                return Ok(());
            }
            // A `with_prototype` holds until the level to which it was given is popped.
            MatchOperation::Set(_) => kept = stack.levels.pop().map(|level| level.prototypes).unwrap_or_default(),
            MatchOperation::Push(_) => {}
        }
        for (place, (target, context)) in targets.iter().zip(contexts).enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if place + 1 == targets.len() {
                prototypes.extend(self.program.with_prototype(best.pattern)?);
            }
            let uses_captures = context.uses_backrefs
                || prototypes.iter().any(|prototype| self.program.context(*prototype).uses_backrefs);
            let captures = uses_captures.then(|| {
                let groups = best.groups.as_ref().unwrap_or_else(|| self.program.groups(best.pattern));
                Arc::new(texts(groups, text))
            });
            stack.levels.push(Level { context: *target, prototypes, captures });
        }
        Ok(())
    }
}

impl Stack {
    fn top(&self) -> Result<&Level, Failure> {
        self.levels.last().ok_or(Failure)
    }
}

/// Whether a match takes the parsing further. An empty one that changes nothing would be found for ever.
fn does_something(operation: &MatchOperation, start: usize, end: usize, height: usize) -> bool {
    match operation {
        MatchOperation::None => start != end,
        MatchOperation::Push(_) => height < MAX_STACK,
        MatchOperation::Set(_) | MatchOperation::Pop => true,
    }
}

fn texts(groups: &[Option<(usize, usize)>], text: &str) -> Captures {
    std::array::from_fn(|group| {
        let (start, end) = groups.get(group).copied().flatten()?;
        text.get(start..end).map(Box::from)
    })
}

#[cfg(test)]
mod tests;
