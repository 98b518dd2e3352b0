//! What a match does to the scopes.
//!
//! Order is all here, and it is syntect's, which in turn is Sublime Text's: a `set` keeps the meta scopes of the old
//! context over the match, a `pop` only one of them, and scopes are cleared before what a `push` matches but behind
//! what a `set` does.

use super::program::Groups;
use syntect::parsing::ScopeStackOp;
use syntect::parsing::syntax_definition::{CaptureMapping, Context, MatchOperation};

/// The meta scopes that change before the match.
pub(super) fn before_match(
    operation: &MatchOperation,
    place: usize,
    current: &Context,
    contexts: &[&Context],
    ops: &mut Vec<(usize, ScopeStackOp)>,
) {
    let is_set = matches!(operation, MatchOperation::Set(_));
    match operation {
        MatchOperation::None => {}
        MatchOperation::Pop => {
            if !current.meta_content_scope.is_empty() {
                ops.push((place, ScopeStackOp::Pop(current.meta_content_scope.len())));
            }
        }
        // A match that sets keeps the meta scopes of the old context.
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            if is_set && current.clear_scopes.is_some() {
                ops.push((place, ScopeStackOp::Restore));
            }
            for context in contexts {
                if let Some(amount) = context.clear_scopes.filter(|_| !is_set) {
                    ops.push((place, ScopeStackOp::Clear(amount)));
                }
                ops.extend(context.meta_scope.iter().map(|scope| (place, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

/// The meta scopes that change behind the match.
pub(super) fn after_match(
    operation: &MatchOperation,
    place: usize,
    current: &Context,
    contexts: &[&Context],
    ops: &mut Vec<(usize, ScopeStackOp)>,
) {
    let is_set = matches!(operation, MatchOperation::Set(_));
    match operation {
        MatchOperation::None => {}
        MatchOperation::Pop => {
            if !current.meta_scope.is_empty() {
                ops.push((place, ScopeStackOp::Pop(current.meta_scope.len())));
            }
            if current.clear_scopes.is_some() {
                ops.push((place, ScopeStackOp::Restore));
            }
        }
        MatchOperation::Push(_) | MatchOperation::Set(_) => {
            let old = current.meta_content_scope.len() + current.meta_scope.len();
            let old = if is_set { old } else { 0 };
            let again = old > 0
                || contexts.iter().any(|context| {
                    !context.meta_content_scope.is_empty() || (context.clear_scopes.is_some() && is_set)
                });
            if !again {
                return;
            }
            // Off with all of them, so that meta scope and content scope of each context can be pushed in order.
            let count = old + contexts.iter().map(|context| context.meta_scope.len()).sum::<usize>();
            if count > 0 {
                ops.push((place, ScopeStackOp::Pop(count)));
            }
            for context in contexts {
                if let Some(amount) = context.clear_scopes.filter(|_| is_set) {
                    ops.push((place, ScopeStackOp::Clear(amount)));
                }
                let scopes = context.meta_scope.iter().chain(&context.meta_content_scope);
                ops.extend(scopes.map(|scope| (place, ScopeStackOp::Push(*scope))));
            }
        }
    }
}

/// The scopes of the groups of a match.
pub(super) fn in_match(captures: &CaptureMapping, groups: &Groups, ops: &mut Vec<(usize, ScopeStackOp)>) {
    let mut inside: Vec<((usize, i32), ScopeStackOp)> = Vec::new();
    for (group, scopes) in captures {
        let Some((start, end)) = groups.get(*group).copied().flatten().filter(|(start, end)| start != end) else {
            continue;
        };
        // Groups may be listed in any order: the longer one of two that begin together is outside.
        let order = (start, -i32::try_from(end - start).unwrap_or(i32::MAX));
        inside.extend(scopes.iter().map(|scope| (order, ScopeStackOp::Push(*scope))));
        inside.push(((end, i32::MIN), ScopeStackOp::Pop(scopes.len())));
    }
    inside.sort_by_key(|(order, _)| *order);
    ops.extend(inside.into_iter().map(|((place, _), op)| (place, op)));
}
