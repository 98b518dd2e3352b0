//! What a scope of a grammar looks like: about ten classes of one letter.
//!
//! Grammars name what they find in thousands of scopes (`keyword.control.flow.js`); a theme colours ten. Enter at
//! [`paint`]. Its answer depends on the scope's name alone; what a scope inherits from those around it is decided
//! by [`Levels`], the stack of scopes with everything but the colour forgotten.

use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

/// A letter of the theme: `k` keyword, `s` string, `n` number, `c` comment, `f` function, `t` type, `b` constant or
/// builtin, `o` operator or punctuation, `a` attribute or key, `d` deleted, `i` inserted. Zero is no class at all.
pub(super) type Class = u8;

/// No class: text that stands bare in the HTML.
pub(super) const BARE: Class = 0;

/// What one scope does to the text inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// Nothing: the text looks like what is around it.
    Inherit,
    /// The text has this class, or none.
    Class(Class),
    /// Strings inside are keys of a mapping, as in JSON.
    Key,
}

/// The stack of scopes, each resolved to the class that text directly inside it has.
///
/// Two stacks of equal classes go on alike whatever their scopes are, so this is all of a scope stack that the
/// state between two lines needs, and far fewer of these are different.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Levels {
    open: Vec<u8>,
    cleared: Vec<Vec<u8>>,
}

/// The bit of a level that says "inside the key of a mapping"; the other seven are the class.
const IN_KEY: u8 = 0x80;

impl Levels {
    /// The class of text at this point.
    pub(super) fn class(&self) -> Class {
        self.open.last().map_or(BARE, |level| level & !IN_KEY)
    }

    /// Opens a scope.
    pub(super) fn push(&mut self, paint: Paint) {
        let top = self.open.last().copied().unwrap_or(BARE);
        self.open.push(match paint {
            Paint::Inherit => top,
            Paint::Key => top | IN_KEY,
            Paint::Class(BARE) => BARE,
            Paint::Class(b's') if top & IN_KEY != 0 => b'a' | IN_KEY,
            Paint::Class(class) => class | (top & IN_KEY),
        });
    }

    /// Follows one operation of syntect's parser, exactly as `syntect::parsing::ScopeStack` does.
    pub(super) fn apply(&mut self, op: &ScopeStackOp, paint: impl FnOnce(Scope) -> Paint) {
        match *op {
            ScopeStackOp::Push(scope) => self.push(paint(scope)),
            ScopeStackOp::Pop(count) => self.open.truncate(self.open.len().saturating_sub(count)),
            ScopeStackOp::Clear(amount) => {
                let count = match amount {
                    ClearAmount::TopN(count) => count,
                    ClearAmount::All => usize::MAX,
                };
                let rest = self.open.len().saturating_sub(count);
                self.cleared.push(self.open.split_off(rest));
            }
            ScopeStackOp::Restore => self.open.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }
}

/// What a scope looks like: the longest rule that is a prefix of its name decides.
///
/// It asks syntect for the name, which takes a process-wide lock: ask once a scope and keep the answer.
pub(super) fn paint(scope: Scope) -> Paint {
    let name = scope.build_string();
    RULES
        .iter()
        .flat_map(|(paint, prefixes)| prefixes.split(' ').map(move |prefix| (prefix, *paint)))
        .filter(|(prefix, _)| has_prefix(&name, prefix))
        .max_by_key(|(prefix, _)| prefix.len())
        .map_or(Paint::Inherit, |(_, paint)| paint)
}

/// Whether the dotted `name` begins with all parts of `prefix`.
fn has_prefix(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Prefixes by what they look like. The order says nothing, since the longest prefix decides.
const RULES: &[(Paint, &str)] = &[
    (Paint::Class(BARE), BARE_SCOPES),
    (Paint::Inherit, INHERIT_SCOPES),
    (Paint::Key, "meta.mapping.key meta.structure.dictionary.key"),
    (Paint::Class(b'k'), KEYWORD_SCOPES),
    (Paint::Class(b's'), STRING_SCOPES),
    (Paint::Class(b'n'), NUMBER_SCOPES),
    (Paint::Class(b'c'), COMMENT_SCOPES),
    (Paint::Class(b'f'), FUNCTION_SCOPES),
    (Paint::Class(b't'), TYPE_SCOPES),
    (Paint::Class(b'b'), CONSTANT_SCOPES),
    (Paint::Class(b'o'), OPERATOR_SCOPES),
    (Paint::Class(b'a'), ATTRIBUTE_SCOPES),
    (Paint::Class(b'd'), "markup.deleted punctuation.definition.deleted"),
    (Paint::Class(b'i'), "markup.inserted punctuation.definition.inserted"),
];

// Code inside a string or a comment begins anew: `"a ${b}"`, and a fence in Markdown.
const BARE_SCOPES: &str = "source text embedding meta.interpolation meta.template.expression meta.embedded \
    meta.string.interpolation string.unquoted.argument string.unquoted.heredoc.content markup.raw.code-fence \
    string.unquoted.shell";

const INHERIT_SCOPES: &str = "punctuation.definition.variable punctuation.definition.parameter \
    punctuation.definition.constant punctuation.definition.link punctuation.definition.anchor \
    punctuation.definition.numeric punctuation.separator.decimal punctuation.definition.entity \
    punctuation.definition.custom-property variable.other.constant.ts variable.other.constant.tsx \
    variable.other.constant.property constant.other.object.key keyword.other.template string.unquoted.label";

const KEYWORD_SCOPES: &str = "keyword storage entity.name.tag entity.name.section markup.heading \
    punctuation.definition.heading punctuation.definition.keyword keyword.operator.word keyword.operator.new \
    keyword.operator.logical.python keyword.operator.logical.sql keyword.operator.expression keyword.operator.module \
    keyword.operator.alphanumeric \
    storage.type.function storage.type.class storage.type.struct storage.type.enum storage.type.trait \
    storage.type.impl storage.type.module storage.type.interface storage.type.namespace storage.type.type \
    storage.type.extends storage.type.keyword storage.type.rust storage.type.js storage.type.ts storage.type.tsx \
    storage.type.union storage.type.macro storage.type.annotation support.function.keyword";

const STRING_SCOPES: &str = "string storage.type.string punctuation.definition.string markup.raw \
    markup.underline.link keyword.other.template.begin keyword.other.template.end";

const NUMBER_SCOPES: &str = "constant.numeric storage.type.numeric keyword.other.unit constant.other.datetime \
    constant.other.date constant.other.time";

const COMMENT_SCOPES: &str = "comment punctuation.definition.comment markup.quote punctuation.definition.blockquote";

const FUNCTION_SCOPES: &str = "entity.name.function variable.function support.function support.macro \
    entity.name.macro meta.function-call.identifier";

const TYPE_SCOPES: &str = "storage.type entity.name.type entity.name.class entity.name.struct entity.name.enum \
    entity.name.union entity.name.trait entity.name.interface entity.name.impl entity.name.module \
    entity.name.table entity.section.ini entity.other.inherited-class support.type support.class entity.name.exception";

const CONSTANT_SCOPES: &str = "constant variable.language variable.other.constant support.constant \
    support.variable support.function.builtin entity.name.constant variable.other.readwrite.shell \
    meta.group.expansion.parameter variable.parameter.positional keyword.other.block-level";

const OPERATOR_SCOPES: &str = "keyword.operator punctuation meta.brace meta.delimiter storage.type.function.arrow \
    keyword.other.substitution keyword.operator.accessor";

const ATTRIBUTE_SCOPES: &str = "entity.other.attribute-name variable.annotation meta.annotation.identifier \
    punctuation.definition.annotation punctuation.decorator entity.name.tag.yaml entity.name.tag.toml \
    support.type.property-name meta.property-name variable.parameter.option entity.name.label entity.name.other.anchor \
    keyword.control.property.anchor meta.diff.header meta.diff.range meta.toc-list \
    entity.other.pseudo-class entity.other.pseudo-element support.type.custom-property keyword.name.ini \
    constant.other.object.key.js constant.other.object.key.ts entity.name.function.decorator meta.decorator \
    entity.other.attribute-name.class entity.other.attribute-name.id support.type.property-name.json \
    variable.other.key entity.name.key string.unquoted.label.js meta.object-literal.key";

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(name: &str) -> Paint {
        paint(Scope::new(name).unwrap())
    }

    #[test]
    fn the_longest_prefix_decides() {
        assert_eq!(painted("keyword.control.flow.js"), Paint::Class(b'k'));
        assert_eq!(painted("keyword.operator.assignment.js"), Paint::Class(b'o'));
        assert_eq!(painted("keyword.operator.logical.python"), Paint::Class(b'k'));
        assert_eq!(painted("storage.type.go"), Paint::Class(b't'));
        assert_eq!(painted("meta.block.go"), Paint::Inherit);
    }

    #[test]
    fn a_prefix_ends_at_a_dot() {
        assert_eq!(painted("stringy.thing"), Paint::Inherit);
        assert_eq!(painted("keywordlike"), Paint::Inherit);
    }

    #[test]
    fn no_prefix_stands_in_two_rules() {
        let mut all: Vec<&str> = RULES.iter().flat_map(|(_, list)| list.split(' ')).collect();
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert_eq!(twice, Vec::<&[&str]>::new());
    }

    #[test]
    fn a_string_in_the_key_of_a_mapping_is_a_key() {
        let mut levels = Levels::default();
        levels.push(Paint::Key);
        levels.push(Paint::Class(b's'));
        assert_eq!(levels.class(), b'a');
    }
}
