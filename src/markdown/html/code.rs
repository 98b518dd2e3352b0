//! Blocks of code.

use std::borrow::Cow;

use super::super::containers::Kind;
use super::super::events::Block;
use super::super::{CodeBlock, escape, fence};
use super::Writer;

/// The longest line that may stand beside another.
const FITS: usize = 54;

impl Writer<'_, '_> {
    pub(super) fn block(&mut self, block: &Block<'_>) {
        let info = block.info.as_deref().unwrap_or_default();
        if fence::embed(info).is_some() {
            let html = self.body.embeds.get(self.embeds);
            self.embeds += 1;
            self.fresh();
            self.out.push_str(html.map_or("", |html| html));
            self.fresh();
            return;
        }
        let index = self.blocks;
        self.blocks += 1;
        let facts = match self.body.facts.code.get(index) {
            Some(facts) => Cow::Borrowed(facts),
            None => Cow::Owned(fence::read(info)),
        };
        let included = self.body.includes.get(index).copied().flatten();
        let text = included.unwrap_or(&block.text);
        self.figure(&facts, text);
    }

    fn figure(&mut self, block: &CodeBlock, text: &str) {
        let code = self.code;
        let language = block.language.as_str();
        let label = if language.is_empty() { None } else { Some(code.label(language).unwrap_or(language)) };
        let group = self.containers.last().map(|container| container.kind);
        let name = block.title.as_deref().or(label);
        if group == Some(Kind::CodeGroup) {
            self.start_tab(name.unwrap_or("Code"));
        }
        if let (Some(Kind::Compare), Some(compare)) = (group, self.containers.last_mut()) {
            compare.fits &= text.lines().all(|line| line.chars().count() <= FITS);
            if !language.is_empty() && !compare.languages.iter().any(|known| known == language) {
                compare.languages.push(language.to_owned());
            }
        }
        self.tag("<figure class=\"code\"");
        if !language.is_empty() {
            self.attribute("data-lang", language);
        }
        if let (Some(Kind::Compare), Some(label)) = (group, label) {
            self.attribute("data-label", label);
        }
        self.out.push('>');
        let caption = match group {
            Some(Kind::CodeGroup) => None,
            Some(Kind::Compare) => name,
            _ => block.title.as_deref(),
        };
        if let Some(caption) = caption {
            self.out.push_str("<figcaption>");
            escape::text(caption, &mut self.out);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str(if block.numbered_from.is_some() { "<pre class=\"lines\"" } else { "<pre" });
        self.out.push_str("><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.out.push('>');
        self.lines(block, text);
        self.out.push_str("</code></pre></figure>\n");
        if group == Some(Kind::CodeGroup) {
            self.tag("</section>\n");
        }
    }

    fn lines(&mut self, block: &CodeBlock, text: &str) {
        let plain = block.marked.is_empty() && block.added.is_empty() && block.removed.is_empty();
        if plain && block.numbered_from.is_none() {
            write(self.code, &block.language, text, &mut self.out);
            return;
        }
        let mut html = String::with_capacity(text.len() * 2);
        write(self.code, &block.language, text, &mut html);
        let (marked, added, removed) =
            (Lines::new(&block.marked), Lines::new(&block.added), Lines::new(&block.removed));
        for (number, line) in (1..).zip(html.split_inclusive('\n')) {
            let (added, removed) = (added.contain(number), removed.contain(number));
            self.out.push_str("<span class=\"line");
            self.out.push_str(if marked.contain(number) { " marked" } else { "" });
            self.out.push_str(if added { " added" } else { "" });
            self.out.push_str(if removed { " removed" } else { "" });
            self.out.push('"');
            // A counter of CSS starts at 1 and cannot be set without a `style`.
            if let Some(from) = block.numbered_from.filter(|from| *from != 1) {
                self.out.push_str(&format!(" data-line=\"{}\"", u64::from(from) + u64::from(number) - 1));
            }
            self.out.push('>');
            if added || removed {
                self.out.push_str("<span class=\"sign\" aria-hidden=\"true\">");
                self.out.push(if added { '+' } else { '-' });
                self.out.push_str("</span>");
            }
            self.out.push_str(line);
            self.out.push_str("</span>");
        }
    }
}

fn write(code: &dyn super::CodeWriter, language: &str, text: &str, out: &mut String) {
    if language.is_empty() {
        escape::text(text, out);
    } else {
        code.write(language, text, out);
    }
}

/// Line ranges, sorted and joined, so that asking costs little however many there are.
struct Lines(Vec<(u32, u32)>);

impl Lines {
    fn new(ranges: &[(u32, u32)]) -> Self {
        let mut sorted = ranges.to_vec();
        sorted.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (first, last) in sorted {
            match joined.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        Lines(joined)
    }

    fn contain(&self, line: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= line);
        after.checked_sub(1).and_then(|index| self.0.get(index)).is_some_and(|(_, last)| line <= *last)
    }
}
