//! The rules of a decision as boxes.

use super::boxes::{BitBox, Shape};
use super::space::Axis;
use super::{Conditions, Facts, HitPolicy};

/// A decision's inputs, cut, and its rules as boxes of cases.
pub(super) struct Table<'a> {
    pub(super) facts: &'a Facts,
    pub(super) axes: Vec<Axis>,
    pub(super) shape: Shape,
    /// All cases, those that never happen too.
    pub(super) all: BitBox,
    /// What never happens.
    pub(super) never: Vec<BitBox>,
    /// The rules, in the order of the file.
    pub(super) rules: Vec<BitBox>,
    /// The rules in the order in which they win over one another; that of the file where none wins.
    pub(super) order: Vec<usize>,
}

impl<'a> Table<'a> {
    pub(super) fn new(facts: &'a Facts) -> Table<'a> {
        let axes = facts.inputs.iter().map(|input| Axis::new(input, facts.all_conditions())).collect();
        Table::on(facts, axes)
    }

    /// The table on inputs that are cut already, maybe finer than its own conditions need.
    pub(super) fn on(facts: &'a Facts, axes: Vec<Axis>) -> Table<'a> {
        let shape = Shape::new(axes.iter().map(Axis::len));
        let all = shape.all();
        let to_box = |when: &Conditions| box_of(facts, &axes, &shape, when);
        let never = facts.never.iter().map(|never| to_box(&never.when)).collect();
        let rules = facts.rules.iter().map(|rule| to_box(&rule.when)).collect();
        let rank = |rule: &usize| {
            let then = &facts.rules[*rule].then;
            facts.priority.iter().position(|option| option == then).unwrap_or(usize::MAX)
        };
        let mut order: Vec<usize> = (0..facts.rules.len()).collect();
        if facts.hit_policy == HitPolicy::Priority {
            order.sort_by_key(rank);
        }
        Table { facts, axes, shape, all, never, rules, order }
    }

    /// Whether one rule can win over another, so that their order counts.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self.facts.hit_policy, HitPolicy::First | HitPolicy::Priority)
    }

    /// The rules that win over this one where both match.
    pub(super) fn winners(&self, rule: usize) -> &[usize] {
        let at = if self.is_ordered() { self.place(rule) } else { 0 };
        &self.order[..at]
    }

    /// Where a rule stands in the order of winning.
    pub(super) fn place(&self, rule: usize) -> usize {
        self.order.iter().position(|one| *one == rule).unwrap_or(0)
    }

    /// The boxes of these rules.
    pub(super) fn boxes<'t>(&'t self, rules: &'t [usize]) -> impl Iterator<Item = &'t BitBox> {
        rules.iter().map(|rule| &self.rules[*rule])
    }

    /// What is known of each input in a box, as messages show it: `workload network or tool`. Inputs that may have any
    /// value are left out.
    pub(super) fn texts(&self, one: &BitBox) -> Vec<String> {
        let constrained = (0..self.axes.len()).filter(|axis| !self.shape.is_free(one, *axis));
        constrained
            .map(|axis| {
                let texts = self.axes[axis].texts(&self.shape.chosen(one, axis));
                format!("{} {}", self.facts.inputs[axis].id, texts.join(" or "))
            })
            .collect()
    }

    /// A box in one line: `workload is network or tool, lifetime years`.
    pub(super) fn text(&self, one: &BitBox) -> String {
        let texts = self.texts(one);
        match texts.first().and_then(|first| first.split_once(' ')) {
            Some((input, values)) => {
                let rest = texts[1..].iter().map(|text| format!(", {text}")).collect::<String>();
                format!("{input} is {values}{rest}")
            }
            None => "every case".to_owned(),
        }
    }

    /// One case of a box: the first value of each input.
    pub(super) fn case(&self, one: &BitBox) -> Vec<usize> {
        let first = |axis| self.shape.chosen(one, axis).iter().position(|chosen| *chosen).unwrap_or(0);
        (0..self.axes.len()).map(first).collect()
    }

    /// A case in one line: `workload=network libraries=either`.
    pub(super) fn case_text(&self, case: &[usize]) -> String {
        let inputs = self.facts.inputs.iter().zip(&self.axes).zip(case);
        let parts = inputs.map(|((input, axis), value)| format!("{}={}", input.id, axis.member(*value)));
        parts.collect::<Vec<_>>().join(" ")
    }

    /// The conditions that a rule would need to match a box: `{ workload = "network" }`.
    pub(super) fn toml(&self, one: &BitBox) -> String {
        let constrained = (0..self.axes.len()).filter(|axis| !self.shape.is_free(one, *axis));
        let tests = constrained.map(|axis| {
            let test = self.axes[axis].toml(&self.shape.chosen(one, axis));
            format!("{} = {test}", self.facts.inputs[axis].id)
        });
        format!("{{ {} }}", tests.collect::<Vec<_>>().join(", "))
    }
}

/// The cases that meet these conditions.
fn box_of(facts: &Facts, axes: &[Axis], shape: &Shape, when: &Conditions) -> BitBox {
    let mut one = shape.all();
    for (id, test) in when {
        if let Some(axis) = facts.inputs.iter().position(|input| input.id == *id) {
            shape.keep(&mut one, axis, axes[axis].meets(test, &facts.inputs[axis].domain));
        }
    }
    one
}
