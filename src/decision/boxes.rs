//! Sets of cases as boxes: for each input the values that belong, as bits.
//!
//! A rule is a box, and so is what is left of one when another is taken away, cut into pieces that do not meet. All
//! inputs share words of 64 bits, so that most tables need one or two words a box.

use std::cell::Cell;
use std::ops::ControlFlow;

/// Which bits of a box belong to which input.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// For each input its words: which one, and the bits of it.
    axes: Vec<Vec<(usize, u64)>>,
    words: usize,
}

/// A set of cases. It is empty if any input has no value in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct BitBox(Box<[u64]>);

/// The steps that may still be made.
#[derive(Debug)]
pub(super) struct Budget(Cell<u32>);

/// The budget is spent: nothing is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

impl Budget {
    pub(super) fn of(steps: u32) -> Budget {
        Budget(Cell::new(steps))
    }

    pub(super) fn step(&self) -> Result<(), Exhausted> {
        self.0.set(self.0.get().checked_sub(1).ok_or(Exhausted)?);
        Ok(())
    }
}

impl Shape {
    /// The shape for inputs with so many values each.
    pub(super) fn new(sizes: impl IntoIterator<Item = usize>) -> Shape {
        let mut axes = Vec::new();
        let mut word = 0;
        let mut used = 0;
        for size in sizes {
            let mut left = size;
            let mut axis = Vec::new();
            // An input that fits into one word is not split over two.
            if size <= 64 && used + size > 64 {
                (word, used) = (word + 1, 0);
            }
            while left > 0 {
                if used == 64 {
                    (word, used) = (word + 1, 0);
                }
                let here = left.min(64 - used);
                let mask = if here == 64 { u64::MAX } else { ((1 << here) - 1) << used };
                axis.push((word, mask));
                used += here;
                left -= here;
            }
            axes.push(axis);
        }
        Shape { axes, words: word + 1 }
    }

    /// How many inputs there are.
    pub(super) fn axes(&self) -> usize {
        self.axes.len()
    }

    /// The box of all cases.
    pub(super) fn all(&self) -> BitBox {
        let mut words = vec![0; self.words];
        for (word, mask) in self.axes.iter().flatten() {
            words[*word] |= mask;
        }
        BitBox(words.into())
    }

    /// Keeps only these values of one input.
    pub(super) fn keep(&self, one: &mut BitBox, axis: usize, chosen: impl IntoIterator<Item = bool>) {
        let mut chosen = chosen.into_iter();
        for (word, mask) in &self.axes[axis] {
            let mut bits = *mask;
            while bits != 0 {
                let bit = bits & bits.wrapping_neg();
                bits ^= bit;
                if !chosen.next().unwrap_or(false) {
                    one.0[*word] &= !bit;
                }
            }
        }
    }

    /// Adds all values of one input.
    pub(super) fn free(&self, one: &mut BitBox, axis: usize) {
        for (word, mask) in &self.axes[axis] {
            one.0[*word] |= mask;
        }
    }

    /// Adds one value of one input.
    pub(super) fn add(&self, one: &mut BitBox, axis: usize, value: usize) {
        if let Some((word, bit)) = self.bits(axis).nth(value) {
            one.0[word] |= bit;
        }
    }

    /// Which values of an input belong to a box.
    pub(super) fn chosen(&self, one: &BitBox, axis: usize) -> Vec<bool> {
        self.bits(axis).map(|(word, bit)| one.0[word] & bit != 0).collect()
    }

    fn bits(&self, axis: usize) -> impl Iterator<Item = (usize, u64)> {
        self.axes[axis].iter().flat_map(|(word, mask)| {
            (0..64).map(|at| 1_u64 << at).filter(move |bit| mask & bit != 0).map(move |bit| (*word, bit))
        })
    }

    /// Whether all values of an input belong to a box.
    pub(super) fn is_free(&self, one: &BitBox, axis: usize) -> bool {
        self.axes[axis].iter().all(|(word, mask)| one.0[*word] & mask == *mask)
    }

    /// Whether two boxes have a value of this input in common.
    pub(super) fn meet_on(&self, a: &BitBox, b: &BitBox, axis: usize) -> bool {
        self.axes[axis].iter().any(|(word, mask)| a.0[*word] & b.0[*word] & mask != 0)
    }

    /// Whether some case is in both.
    pub(super) fn meet(&self, a: &BitBox, b: &BitBox) -> bool {
        (0..self.axes.len()).all(|axis| self.meet_on(a, b, axis))
    }

    /// Whether no case is in the box.
    pub(super) fn is_empty(&self, one: &BitBox) -> bool {
        !self.meet(one, one)
    }

    /// The cases in both.
    pub(super) fn both(&self, a: &BitBox, b: &BitBox) -> BitBox {
        BitBox(a.0.iter().zip(&b.0).map(|(a, b)| a & b).collect())
    }

    /// Whether every value of this input in `inner` is one in `outer`.
    fn holds_on(&self, outer: &BitBox, inner: &BitBox, axis: usize) -> bool {
        self.axes[axis].iter().all(|(word, mask)| inner.0[*word] & mask & !outer.0[*word] == 0)
    }

    /// Whether `outer` holds all of `inner`, which is not empty.
    pub(super) fn holds(&self, outer: &BitBox, inner: &BitBox) -> bool {
        outer.0.iter().zip(&inner.0).all(|(outer, inner)| inner & !outer == 0)
    }

    /// How many inputs differ between two boxes.
    pub(super) fn differences(&self, a: &BitBox, b: &BitBox) -> Vec<usize> {
        let same = |axis: &usize| self.axes[*axis].iter().all(|(word, mask)| (a.0[*word] ^ b.0[*word]) & mask == 0);
        (0..self.axes.len()).filter(|axis| !same(axis)).collect()
    }

    /// The values that either has, input by input: all of both, and more unless they differ in one input only.
    pub(super) fn either(&self, a: &BitBox, b: &BitBox) -> BitBox {
        BitBox(a.0.iter().zip(&b.0).map(|(a, b)| a | b).collect())
    }

    /// How many cases are in a box; the greatest number if it is greater still.
    pub(super) fn count(&self, one: &BitBox) -> u64 {
        self.axes.iter().fold(1_u64, |count, axis| {
            let values = axis.iter().map(|(word, mask)| u64::from((one.0[*word] & mask).count_ones())).sum();
            count.saturating_mul(values)
        })
    }

    /// What is in `a` but not in `b`, as boxes that do not meet: one for each input in which `a` is wider, at most.
    pub(super) fn less(&self, a: &BitBox, b: &BitBox) -> Vec<BitBox> {
        let mut pieces = Vec::new();
        let mut rest = a.clone();
        for axis in (0..self.axes.len()).filter(|axis| !self.holds_on(b, a, *axis)) {
            let mut piece = rest.clone();
            for (word, mask) in &self.axes[axis] {
                piece.0[*word] &= !(b.0[*word] & mask);
                rest.0[*word] &= b.0[*word] | !mask;
            }
            pieces.push(piece);
        }
        pieces
    }

    /// Finds the cases of `start` that are in none of `covers`, as boxes that do not meet, until `found` says stop.
    ///
    /// Depth first, so that little is kept: the boxes not yet looked at are the siblings on the way down.
    pub(super) fn uncovered<'a>(
        &self,
        start: &BitBox,
        covers: impl IntoIterator<Item = &'a BitBox>,
        budget: &Budget,
        mut found: impl FnMut(&BitBox) -> ControlFlow<()>,
    ) -> Result<(), Exhausted> {
        if self.is_empty(start) {
            return Ok(());
        }
        let covers: Vec<&BitBox> = covers.into_iter().collect();
        let mut open: Vec<(BitBox, Vec<&BitBox>)> = vec![(start.clone(), covers)];
        while let Some((one, covers)) = open.pop() {
            budget.step()?;
            let covers: Vec<&BitBox> = covers.into_iter().filter(|cover| self.meet(&one, cover)).collect();
            let Some(best) = self.best_cover(&one, &covers) else {
                if found(&one).is_break() {
                    return Ok(());
                }
                continue;
            };
            for piece in self.less(&one, best).into_iter().rev() {
                open.push((piece, covers.clone()));
            }
        }
        Ok(())
    }

    /// The cover that leaves the fewest pieces, and of those the one that takes most.
    fn best_cover<'a>(&self, one: &BitBox, covers: &[&'a BitBox]) -> Option<&'a BitBox> {
        covers.iter().copied().min_by_key(|cover| {
            let pieces = (0..self.axes.len()).filter(|axis| !self.holds_on(cover, one, *axis)).count();
            (pieces, std::cmp::Reverse(self.count(&self.both(one, cover))))
        })
    }

    /// Whether every case of `one` is in one of `covers`.
    pub(super) fn is_covered<'a>(
        &self,
        one: &BitBox,
        covers: impl IntoIterator<Item = &'a BitBox>,
        budget: &Budget,
    ) -> Result<bool, Exhausted> {
        let mut covered = true;
        self.uncovered(one, covers, budget, |_| {
            covered = false;
            ControlFlow::Break(())
        })?;
        Ok(covered)
    }

    /// How many cases of `one` are in none of `covers`.
    pub(super) fn count_uncovered<'a>(
        &self,
        one: &BitBox,
        covers: impl IntoIterator<Item = &'a BitBox>,
        budget: &Budget,
    ) -> Result<u64, Exhausted> {
        let mut count = 0_u64;
        self.uncovered(one, covers, budget, |piece| {
            count = count.saturating_add(self.count(piece));
            ControlFlow::Continue(())
        })?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_of_many_values_spreads_over_words() {
        let shape = Shape::new([3, 70, 2, 64]);
        let all = shape.all();
        assert_eq!(shape.count(&all), 3 * 70 * 2 * 64);
        let mut one = all.clone();
        shape.keep(&mut one, 1, (0..70).map(|at| at == 69));
        assert_eq!(shape.count(&one), 3 * 2 * 64);
        assert_eq!(shape.chosen(&one, 1).iter().position(|chosen| *chosen), Some(69));
        let pieces = shape.less(&all, &one);
        assert_eq!(pieces.len(), 1);
        assert_eq!(shape.count(&pieces[0]), 3 * 69 * 2 * 64);
        assert!(!shape.meet(&pieces[0], &one));
        shape.add(&mut one, 1, 0);
        assert_eq!(shape.count(&one), 2 * 3 * 2 * 64);
        shape.free(&mut one, 1);
        assert_eq!(one, all);
    }
}
