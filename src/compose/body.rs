//! What the text of a page needs from the site: where its links lead, what its blocks show, what stands below sections.

use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{From, Scene, decision};
use crate::digest::Digest;
use crate::markdown::{Embed, EmbedKind, LinkOut, RawHtml};
use crate::site::{Link, PageId, Target, texts};
use crate::sources::Include;
use crate::view::{DecisionEmbedView, EvidenceUseView, LinkView, PagesGroupView, PagesView};

/// All that the HTML of a text depends on. Its digest is part of a page's key.
#[derive(Serialize)]
pub struct BodyView {
    /// The digest of the Markdown.
    pub text: Option<Digest>,
    /// Where each link leads.
    pub links: Vec<LinkOut>,
    /// The digest of the file that each code block shows.
    pub includes: Vec<Option<Digest>>,
    /// What each embed shows.
    pub embeds: Vec<EmbedView>,
    /// Below sections, by index of the heading: the verdicts and rules that rest on them.
    pub evidence: BTreeMap<u32, EvidenceUseView>,
    /// How raw HTML is treated.
    pub raw_html: RawHtml,
}

/// What an embed shows.
#[derive(Serialize)]
pub enum EmbedView {
    /// A decision.
    Decision(Box<DecisionEmbedView>),
    /// Pages grouped by a key.
    Pages(PagesView),
    /// Nothing: what it asks for does not exist (a finding says so).
    Nothing,
}

/// What the text of a page needs.
pub fn body(scene: &Scene, id: PageId) -> BodyView {
    let page = scene.page(id);
    let from = scene.from(page);
    let text = page.text.map(|text| &scene.parsed.pages[text]);
    let links = scene.site.links[id.index()].iter();
    let facts = text.map(|text| text.facts.links.iter()).into_iter().flatten();
    let mut first_decision = page.decision.is_none();
    BodyView {
        text: text.map(|text| text.body_digest),
        links: links.zip(facts).map(|(link, fact)| link_out(scene, &from, link, &fact.target)).collect(),
        includes: text.map_or_else(Vec::new, |text| {
            (0..text.facts.code.len() as u32).map(|at| include(scene, id, at).map(|(_, digest)| digest)).collect()
        }),
        embeds: text.map_or_else(Vec::new, |text| {
            text.facts.embeds.iter().map(|embed| embed_view(scene, &from, embed, &mut first_decision)).collect()
        }),
        evidence: evidence(scene, id, &from),
        raw_html: scene.config().raw_html,
    }
}

/// The text of the file that a code block shows, and its digest.
pub fn include(scene: &Scene, id: PageId, block: u32) -> Option<(Arc<str>, Digest)> {
    let path = scene.site.includes.get(&(id, block))?;
    match scene.sources.include(path)? {
        Include::Text(text, digest) => Some((text.clone(), *digest)),
        Include::Missing(_) => None,
    }
}

/// How a link comes out.
pub fn link_out(scene: &Scene, from: &From<'_>, link: &Link, written: &str) -> LinkOut {
    let text = link.text.as_deref().map(str::to_owned);
    match &link.target {
        Target::Page(id) => {
            let page = scene.page(*id);
            let own_place = matches!(from, From::Output(out) if **out == page.out);
            let href = match (own_place, link.anchor.as_deref()) {
                (true, Some(anchor)) => {
                    let mut href = "#".to_owned();
                    crate::path::encode_path(anchor, &mut href);
                    href
                }
                (_, anchor) => from.href_with(&page.address, link.query.as_deref(), anchor),
            };
            LinkOut { href: Some(href), text, class: None }
        }
        Target::Asset(out) => {
            let href = from.href_with(&out.whole_address(), link.query.as_deref(), link.anchor.as_deref());
            LinkOut { href: Some(href), text, class: None }
        }
        Target::Outside => LinkOut { href: Some(written.to_owned()), text, class: outside_class(written) },
        Target::Nothing => LinkOut { href: None, text, class: None },
    }
}

fn outside_class(written: &str) -> Option<&'static str> {
    (written.starts_with("https:") || written.starts_with("http:") || written.starts_with("//")).then_some("external")
}

fn evidence(scene: &Scene, id: PageId, from: &From<'_>) -> BTreeMap<u32, EvidenceUseView> {
    let uses = scene.site.evidence_uses.range((id, 0)..=(id, u32::MAX));
    uses.map(|((_, heading), uses)| {
        let link = |used: &crate::site::EvidenceUse| {
            let node = &scene.site.decisions[used.decision];
            let facts = &scene.parsed.decisions[node.parsed].facts;
            let address = &scene.page(node.page).address;
            LinkView {
                title: decision::fact_words(scene, facts, &used.fact),
                href: from.href(address, Some(&used.fact.to_string())),
            }
        };
        (*heading, EvidenceUseView { uses: uses.iter().map(link).collect() })
    })
    .collect()
}

/// What a `decision` block may say.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionBlock {
    /// The decision's id.
    #[serde(rename = "use")]
    pub id: String,
    /// `matrix`, `rules`, `chooser` or `short`; all of it if not set.
    pub show: Option<String>,
    /// Only these criteria.
    pub criteria: Option<Vec<String>>,
}

/// What a `pages` block may say.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagesBlock {
    /// The key of the front matter: `topics`, or `extra.KEY`.
    pub by: String,
    /// Words for values.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

fn embed_view(scene: &Scene, from: &From<'_>, embed: &Embed, first_decision: &mut bool) -> EmbedView {
    match embed.kind {
        EmbedKind::Decision => {
            let Ok(block) = toml::from_str::<DecisionBlock>(&embed.toml) else { return EmbedView::Nothing };
            let Some(at) = scene.site.decision_named(&scene.parsed, &block.id) else { return EmbedView::Nothing };
            let show = decision::Show::block(block.show.as_deref(), block.criteria, std::mem::take(first_decision));
            EmbedView::Decision(Box::new(DecisionEmbedView {
                root: from.root().into(),
                decision: decision::view(scene, at, from, &show),
            }))
        }
        EmbedKind::Pages => match toml::from_str::<PagesBlock>(&embed.toml) {
            Ok(block) => EmbedView::Pages(pages_view(scene, from, &block)),
            Err(_) => EmbedView::Nothing,
        },
    }
}

fn pages_view(scene: &Scene, from: &From<'_>, block: &PagesBlock) -> PagesView {
    let mut groups: BTreeMap<String, Vec<LinkView>> = BTreeMap::new();
    for (index, page) in scene.site.pages.iter().enumerate() {
        let values = match block.by.strip_prefix("extra.") {
            Some(key) => page.front.extra.get(key).map(texts).unwrap_or_default(),
            None if block.by == "topics" => page.front.topics.clone(),
            None => Vec::new(),
        };
        for value in values {
            groups.entry(value).or_default().push(scene.link(from, PageId(index as u32)));
        }
    }
    let group = |(value, pages): (String, Vec<LinkView>)| {
        let label = block.labels.get(&value).cloned();
        PagesGroupView { value, label, pages }
    };
    PagesView { groups: groups.into_iter().map(group).collect() }
}
