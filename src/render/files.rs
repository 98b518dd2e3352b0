//! The outputs for programs: Markdown copies, `llms.txt`, sitemap, feed, `robots.txt`.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::compose::{From, Scene, body, decision};
use crate::path::OutPath;
use crate::plan::{Plan, Recipe};
use crate::site::{DecisionNode, PageId, SitePage, Target};
use crate::view::Kind;

/// The Markdown copy of a page: its title, then its text, links leading to the copies of other pages.
pub fn markdown_copy(scene: &Scene, id: PageId, path: &OutPath) -> String {
    let page = scene.page(id);
    let mut copy = format!("# {}\n\n", page.title);
    if let Some(description) = &page.front.description {
        write!(copy, "> {description}\n\n").expect("writing to a string");
    }
    if let Some(at) = scene.site.decision_of(id) {
        copy.push_str(&super::data::decision_copy(scene, at, path));
    }
    let Some(at) = page.text else { return copy };
    let parsed = &scene.parsed.pages[at];
    let Ok(text) = scene.sources.text(&parsed.source) else { return copy };
    copy.push_str(rewritten(scene, id, path, &text, parsed).trim_start());
    copy
}

/// The text of a page with the targets of its links replaced, and without the title that already stands above.
fn rewritten(scene: &Scene, id: PageId, path: &OutPath, text: &str, parsed: &crate::page::Page) -> String {
    let from = From::Output(path);
    let end = parsed.body.end as usize;
    let start = end - after_title(&text[parsed.body.start as usize..end], parsed.facts.title.is_some()).len();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let links = scene.site.links[id.index()].iter().zip(&parsed.facts.links).zip(&parsed.spans.links);
    for ((link, fact), span) in links {
        let range = span.start as usize..span.end as usize;
        let written = text.get(range.clone()).unwrap_or_default();
        let Some(target) = copy_target(scene, &from, link, &fact.target) else { continue };
        // A reference has no target of its own to replace; its definition is replaced where it is written.
        if written.contains(fact.target.as_str()) || written == fact.target {
            edits.push((range.start, range.end, written.replacen(fact.target.as_str(), &target, 1)));
        }
    }
    edits.sort();
    edits.dedup();
    let mut out = String::with_capacity(end - start);
    let mut at = start;
    for (from, to, replacement) in edits {
        if from < at || to > end {
            continue;
        }
        out.push_str(&text[at..from]);
        out.push_str(&replacement);
        at = to;
    }
    out.push_str(&text[at..end]);
    out
}

/// The text after the heading that is the page's title.
fn after_title(text: &str, has_title: bool) -> &str {
    if !has_title {
        return text;
    }
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.trim_start().starts_with('#') {
        return rest;
    }
    // Underlined by `=`; a title may run over several lines.
    let mut rest = rest;
    while let Some((line, after)) = rest.split_once('\n') {
        rest = after;
        if line.trim_start().starts_with('=') {
            return rest;
        }
    }
    ""
}

fn copy_target(scene: &Scene, from: &From<'_>, link: &crate::site::Link, written: &str) -> Option<String> {
    match &link.target {
        Target::Page(id) => {
            let page = scene.page(*id);
            let copy = crate::plan::markdown_copy(scene.config(), &scene.site, *id);
            let address = copy.map_or_else(|| page.address.clone(), |copy| copy.whole_address());
            Some(from.href_with(&address, link.query.as_deref(), link.anchor.as_deref()))
        }
        Target::Asset(_) => body::link_out(scene, from, link, written).href,
        Target::Outside | Target::Nothing => None,
    }
}

/// `llms.txt`: the list of Markdown copies by section.
pub fn llms(scene: &Scene, plan: &Plan) -> String {
    let config = scene.config();
    let mut text = format!("# {}\n", one_line(&config.title));
    if let Some(description) = &config.description {
        write!(text, "\n> {}\n", one_line(description)).expect("writing to a string");
    }
    let root = OutPath::new("llms.txt").expect("a fixed name");
    let from = From::Output(&root);
    let mut last = None;
    for (index, page) in scene.site.pages.iter().enumerate() {
        let id = PageId(index as u32);
        let Some(copy) = crate::plan::markdown_copy(config, &scene.site, id) else { continue };
        if plan.outputs.get(&copy) != Some(&Recipe::Markdown(id)) {
            continue;
        }
        if last != Some(page.section) {
            let section = scene.page(scene.site.sections[page.section.index()].page);
            write!(text, "\n## {}\n\n", one_line(&section.title)).expect("writing to a string");
            last = Some(page.section);
        }
        let address = copy.whole_address();
        let href = scene.full_address(&address).unwrap_or_else(|| from.href(&address, None));
        let title = one_line(&page.title).replace('[', "\\[").replace(']', "\\]");
        write!(text, "- [{title}]({href})").expect("writing to a string");
        if let Some(description) = &page.front.description {
            write!(text, ": {}", one_line(description)).expect("writing to a string");
        }
        text.push('\n');
    }
    text
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `sitemap.xml` (sitemaps.org protocol 0.9): every page but `404.html`, with the day of its last change if it names one.
pub fn sitemap(scene: &Scene) -> String {
    let mut xml = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    ));
    for page in scene.site.pages.iter().filter(|page| page.kind != Kind::NotFound && !page.draft()) {
        let Some(address) = scene.full_address(&page.address) else { continue };
        write!(xml, "<url><loc>{}</loc>", xml_text(&address)).expect("writing to a string");
        if let Some(day) = page.front.updated.or(page.front.date) {
            write!(xml, "<lastmod>{day}</lastmod>").expect("writing to a string");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// How many entries the feed has at most.
const FEED: usize = 50;

/// `atom.xml` (RFC 4287): pages with a date, newest first.
pub fn feed(scene: &Scene) -> String {
    let config = scene.config();
    let mut dated: Vec<(Date, &SitePage)> = scene
        .site
        .pages
        .iter()
        .filter(|page| !page.draft())
        .filter_map(|page| Some((page.front.date?, page)))
        .collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.out.cmp(&b.1.out)));
    let changed = |page: &SitePage, date: Date| page.front.updated.map_or(date, |updated| updated.max(date));
    let latest = dated.iter().map(|(date, page)| changed(page, *date)).max();
    let base = config.base_url.as_deref().unwrap_or_default();
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    write!(xml, " xml:lang=\"{}\">\n<title>{}</title>\n", xml_text(&config.language), xml_text(&config.title))
        .expect("writing to a string");
    write!(xml, "<id>{0}</id>\n<link href=\"{0}\"/>\n<link rel=\"self\" href=\"{0}atom.xml\"/>\n", xml_text(base))
        .expect("writing to a string");
    writeln!(xml, "<author><name>{}</name></author>", xml_text(&config.title)).expect("writing to a string");
    if let Some(latest) = latest {
        writeln!(xml, "<updated>{}</updated>", instant(latest)).expect("writing to a string");
    }
    for (date, page) in dated.into_iter().take(FEED) {
        let address = xml_text(&page.address.under(base));
        write!(
            xml,
            "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link href=\"{address}\"/>\n<published>{}</published>\n<updated>{}</updated>\n",
            xml_text(&page.title),
            instant(date),
            instant(changed(page, date)),
        )
        .expect("writing to a string");
        if let Some(description) = &page.front.description {
            writeln!(xml, "<summary>{}</summary>", xml_text(description)).expect("writing to a string");
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

/// `changes.xml` (RFC 4287): what changed in a decision, the latest first.
pub fn changes_feed(scene: &Scene, node: &DecisionNode, path: &OutPath) -> String {
    let config = scene.config();
    let base = config.base_url.as_deref().unwrap_or_default();
    let page = scene.page(node.page);
    let (address, own) = (page.address.under(base), path.whole_address().under(base));
    let title = format!("{}: {}", page.title, scene.word("changes", "What changed"));
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    write!(xml, " xml:lang=\"{}\">\n<title>{}</title>\n", xml_text(&config.language), xml_text(&title))
        .expect("writing to a string");
    write!(xml, "<id>{0}</id>\n<link rel=\"self\" href=\"{0}\"/>\n", xml_text(&own)).expect("writing to a string");
    writeln!(xml, "<link href=\"{}\"/>", xml_text(&address)).expect("writing to a string");
    writeln!(xml, "<author><name>{}</name></author>", xml_text(&config.title)).expect("writing to a string");
    let changes = decision::changes(scene, node);
    // A feed has a date even where nothing is in it.
    let latest =
        changes.iter().map(|change| change.date).max().or(page.front.reviewed).unwrap_or(jiff::civil::date(1970, 1, 1));
    writeln!(xml, "<updated>{}</updated>", instant(latest)).expect("writing to a string");
    for (number, change) in decision::latest_first(changes).into_iter().take(FEED) {
        let day = instant(change.date);
        // The file only grows, so the number of a change stays its own.
        write!(
            xml,
            "<entry>\n<title>{}</title>\n<id>{}#{number}</id>\n<link href=\"{}\"/>\n<updated>{day}</updated>\n</entry>\n",
            xml_text(&decision::change_words(scene, node, change)),
            xml_text(&own),
            xml_text(&format!("{address}#{}", change.fact)),
        )
        .expect("writing to a string");
    }
    xml.push_str("</feed>\n");
    xml
}

/// A day as an instant (RFC 3339): its first moment in UTC.
fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// `robots.txt` (RFC 9309): everything may be read.
pub fn robots(scene: &Scene) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base) = &scene.config().base_url {
        writeln!(text, "Sitemap: {base}sitemap.xml").expect("writing to a string");
    }
    text
}

/// Text for XML, in elements and in quoted attributes; characters that XML 1.0 does not allow become U+FFFD.
fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
