//! What a template sees: the theme's interface, complete, so that rendering is a pure function of view and theme.
//!
//! Plain, ordered data; no absolute path, no time of day. Every `href` is relative to the page that shows it and
//! already percent-encoded. A field that has nothing to say is empty or null, never missing.
//!
//! Every template, partial ones too, sees `site` ([`SiteView`]) beside its own view: it is the same for all, so the
//! templates are made with it, and its digest is part of every key.
//!
//! Not here: how views are made from a site (`plan`), how they become HTML (`render`).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::page::front_matter::Value;

/// Everything that the template of one page sees.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// What kind of page it is; its name is also the default template's.
    pub kind: Kind,
    /// The way from this page to the root of the site: `./`, `../` or `../../`. Addresses in `site` are below it.
    pub root: Arc<str>,
    /// The tree of sections as HTML, from the theme's `partials/navigation.html`, this page marked. Templates print it
    /// as it is, without `| safe`.
    pub navigation: String,
    /// The text of the page as HTML, likewise.
    pub content: String,
    /// The page itself.
    pub page: PageView,
    /// On the home page and on section pages: the pages and sections directly below.
    pub children: Vec<ChildView>,
    /// On a topic hub: the topic.
    pub topic: Option<TopicView>,
    /// On the index of topics, and on the home page: all topics.
    pub topics: Vec<TopicCard>,
    /// On a decision's page: the decision.
    pub decision: Option<DecisionView>,
}

/// The kinds of page, each with its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
pub enum Kind {
    /// `home.html`
    #[serde(rename = "home")]
    Home,
    /// `section.html`
    #[serde(rename = "section")]
    Section,
    /// `page.html`
    #[serde(rename = "page")]
    Page,
    /// `topics.html`: the index of topics, and of all pages by topic.
    #[serde(rename = "topics")]
    Topics,
    /// `topic.html`
    #[serde(rename = "topic")]
    Topic,
    /// `decision.html`
    #[serde(rename = "decision")]
    Decision,
    /// `404.html`
    #[serde(rename = "404")]
    NotFound,
}

impl Kind {
    /// The name of its template, without `.html`.
    pub fn template(self) -> &'static str {
        match self {
            Kind::Home => "home",
            Kind::Section => "section",
            Kind::Page => "page",
            Kind::Topics => "topics",
            Kind::Topic => "topic",
            Kind::Decision => "decision",
            Kind::NotFound => "404",
        }
    }
}

/// The site, the same for every page. Addresses are below `root`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteView {
    /// Its title.
    pub title: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// Its language (BCP 47).
    pub language: String,
    /// `ltr` or `rtl`, from the language.
    pub direction: &'static str,
    /// Where it will stand, with `/` at its end.
    pub base_url: Option<String>,
    /// The address of the home page below `root`: empty, or `index.html`.
    pub home: String,
    /// The address of the index of topics below `root`, if the site has topics.
    pub topics: Option<String>,
    /// Links of the header.
    pub links: Vec<SiteLink>,
    /// Files of the theme: name as in the theme's `assets/`, and address below `root`, with a fingerprint in it.
    pub assets: BTreeMap<String, String>,
    /// The constant inline script of the theme (`assets/inline.js`), or empty.
    pub inline_script: String,
    /// The content security policy, for a `meta` element.
    pub policy: String,
    /// Whether there is a search index; its entry is `search/index.js` below `root`.
    pub search: bool,
    /// Whether there is a feed; it is `atom.xml` below `root`.
    pub feed: bool,
    /// The words of the interface in the site's language, from the theme's `words/LANGUAGE.toml` over `words/en.toml`.
    pub words: BTreeMap<String, String>,
    /// The author's own keys, `[extra]` of the configuration.
    #[serde(serialize_with = "plain_table")]
    pub extra: BTreeMap<String, Value>,
    /// The version of Fingerpost.
    pub version: &'static str,
}

/// A link of the header.
#[derive(Clone, Debug, Serialize)]
pub struct SiteLink {
    /// Its text.
    pub title: String,
    /// Its address: below `root`, or whole if `external`.
    pub href: String,
    /// Whether it leads to another site.
    pub external: bool,
}

/// A link with its text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkView {
    /// Its text.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// One page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// Its title.
    pub title: String,
    /// One sentence on it, as the author wrote it.
    pub description: Option<String>,
    /// The description, else the beginning of its text: for the `meta` element.
    pub summary: Option<String>,
    /// Its full address, if the site has a `base_url`.
    pub canonical: Option<String>,
    /// Its source file, relative to the root of the site; empty for a page that has none.
    pub source: String,
    /// Whether it is a draft (only in a preview, or with `--drafts`).
    pub draft: bool,
    /// `normal` or `wide`.
    pub layout: &'static str,
    /// When it was published, `2026-11-24`.
    pub date: Option<String>,
    /// When it last changed.
    pub updated: Option<String>,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
    /// The day from which that review is due again; the theme's script compares it with the reader's day.
    pub review_due: Option<String>,
    /// Its topics.
    pub topics: Vec<LinkView>,
    /// Its headings of level 2 and 3, for the list of contents; empty with `toc = false`.
    pub contents: Vec<HeadingView>,
    /// The sections above it, the home page first.
    pub breadcrumbs: Vec<LinkView>,
    /// The page before it in reading order.
    pub prev: Option<LinkView>,
    /// The page after it.
    pub next: Option<LinkView>,
    /// Related pages, at most six, each with the reasons.
    pub related: Vec<RelatedView>,
    /// Pages that link here, with the sentence.
    pub backlinks: Vec<BacklinkView>,
    /// Where its source can be edited.
    pub edit_url: Option<String>,
    /// Its Markdown copy.
    pub markdown: Option<String>,
    /// The author's own keys, `[extra]`.
    #[serde(serialize_with = "plain_table")]
    pub extra: BTreeMap<String, Value>,
}

/// A heading in the list of contents.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView {
    /// Its id.
    pub id: String,
    /// Its text.
    pub title: String,
    /// The headings of level 3 below it.
    pub children: Vec<HeadingView>,
}

/// A page that has something in common with this one.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// What they have in common, in words: `shares security and deployment`.
    pub reasons: Vec<String>,
}

/// A page that links here.
#[derive(Clone, Debug, Serialize)]
pub struct BacklinkView {
    /// Its title.
    pub title: String,
    /// Its address, with the heading under which the link stands.
    pub href: String,
    /// The text before the link, in the sentence it stands in.
    pub before: String,
    /// The text of the link.
    pub link: String,
    /// The text after it.
    pub after: String,
}

/// A page or section below a section.
#[derive(Clone, Debug, Serialize)]
pub struct ChildView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// The pages below it, if it is a section: titles and addresses only.
    pub children: Vec<LinkView>,
}

/// A topic in a list of topics.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its hub.
    pub href: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// Its pages in reading order: on the index of topics, elsewhere empty.
    pub pages: Vec<LinkView>,
    /// How many pages it has.
    pub count: usize,
}

/// A topic on its hub.
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// Its id.
    pub id: String,
    /// Its pages in reading order.
    pub pages: Vec<TopicPageView>,
    /// What decisions say about it: the criteria of that topic.
    pub criteria: Vec<TopicCriterionView>,
    /// The rules of decisions that rest on its pages.
    pub rules: Vec<TopicRuleView>,
    /// Topics that share pages with it, most first.
    pub neighbours: Vec<TopicNeighbourView>,
}

/// A page of a topic.
#[derive(Clone, Debug, Serialize)]
pub struct TopicPageView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// The section it stands in.
    pub section: Option<LinkView>,
}

/// A criterion on a topic hub.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCriterionView {
    /// The decision.
    pub decision: LinkView,
    /// The criterion, on the decision's page.
    pub criterion: LinkView,
    /// Its verdicts, option by option.
    pub cells: Vec<VerdictView>,
}

/// A rule on a topic hub.
#[derive(Clone, Debug, Serialize)]
pub struct TopicRuleView {
    /// The decision.
    pub decision: LinkView,
    /// The rule as a sentence, on the decision's page.
    pub rule: LinkView,
}

/// A topic that shares pages with another.
#[derive(Clone, Debug, Serialize)]
pub struct TopicNeighbourView {
    /// Its title.
    pub title: String,
    /// Its hub.
    pub href: String,
    /// How many pages they share.
    pub shared: usize,
}

/// The verdict of one option.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// The option's id.
    pub option: String,
    /// The option's name.
    pub option_name: String,
    /// The word: one of the scale, or `depends`.
    pub verdict: String,
    /// Its place on the scale, 1 for the worst; 0 for `depends`.
    pub rank: usize,
    /// How many places the scale has.
    pub of: usize,
    /// `yes` (the upper third of the scale), `partly`, `no` or `unknown`: the pair of colours that repeats the word.
    pub tone: &'static str,
}

/// A decision on its page, or where it is embedded.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page; `./` or the like on its own page.
    pub href: String,
    /// Which parts are shown: all on its own page.
    pub show: Vec<&'static str>,
    /// Whether its parts carry ids; only one of several embeddings on a page does.
    pub ids: bool,
    /// What a reader who wants one line gets.
    pub short: Vec<ShortView>,
    /// What is proven about the rules.
    pub status: StatusView,
    /// `unique`, `first`, `any`, `priority` or `collect`.
    pub hit_policy: String,
    /// The words of the scale, worst first.
    pub scale: Vec<String>,
    /// The options, in order.
    pub options: Vec<OptionView>,
    /// The criteria, grouped by topic.
    pub groups: Vec<CriterionGroupView>,
    /// The questions that the rules ask.
    pub inputs: Vec<InputView>,
    /// The rules, in order.
    pub rules: Vec<RuleView>,
    /// What never happens, as sentences with the reason.
    pub never: Vec<NeverView>,
    /// What holds where no rule does.
    pub otherwise: Option<OtherwiseView>,
    /// Its data files: `decision.json`, `matrix.csv`, `rules.csv`.
    pub files: Vec<LinkView>,
    /// The style sheet that makes the chooser work without a script.
    pub chooser_css: Option<String>,
    /// The data of the chooser for the theme's script: the rules as bit sets, JSON.
    pub data: String,
    /// When it was reviewed.
    pub reviewed: Option<String>,
    /// When the earliest of its verdicts is due again.
    pub review_due: Option<String>,
    /// Verdicts that changed, latest first.
    pub changes: Vec<ChangeView>,
}

/// What `partials/decision.html` sees: a decision embedded in a page.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionEmbedView {
    /// The way to the root, as in [`View`].
    pub root: Arc<str>,
    /// The decision, with the parts to show.
    pub decision: DecisionView,
}

/// A line of the short answer.
#[derive(Clone, Debug, Serialize)]
pub struct ShortView {
    /// The option it recommends: its id.
    pub option: String,
    /// Its name.
    pub option_name: String,
    /// When: phrases that follow "Choose it when".
    pub when: Vec<String>,
}

/// What is proven about a decision's rules.
#[derive(Clone, Debug, Serialize)]
pub struct StatusView {
    /// How many different cases there are, without those that never happen.
    pub cases: String,
    /// `yes`, `no` or `unproven`: whether every case has an answer.
    pub complete: &'static str,
    /// One sentence that says so.
    pub sentence: String,
    /// How many verdicts and rules rest on evidence that has changed since they were reviewed.
    pub changed: usize,
}

/// An option of a decision.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One sentence on it.
    pub description: Option<String>,
}

/// Criteria of one topic.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionGroupView {
    /// The topic; none for criteria without one.
    pub topic: Option<LinkView>,
    /// Its criteria, in order.
    pub criteria: Vec<CriterionView>,
}

/// A row of the matrix.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionView {
    /// Its id.
    pub id: String,
    /// The id of its row: `concurrency`.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// One sentence on it.
    pub description: Option<String>,
    /// 0 ignore, 1 minor, 2 major, 3 decisive.
    pub weight: u8,
    /// Whether the options' verdicts differ.
    pub differs: bool,
    /// One cell for each option, in their order.
    pub cells: Vec<CellView>,
}

/// A cell of the matrix.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// The verdict.
    pub verdict: VerdictView,
    /// The id of the cell: `concurrency/go`.
    pub anchor: String,
    /// Why, in a sentence.
    pub note: Option<String>,
    /// The sections of the guide that it rests on.
    pub evidence: Vec<LinkView>,
    /// `current`, `changed` or `unreviewed`; `current` also where there is nothing that could have been reviewed.
    pub state: &'static str,
    /// When it was reviewed.
    pub reviewed: Option<String>,
    /// When it is due again.
    pub due: Option<String>,
}

/// A question of the chooser.
#[derive(Clone, Debug, Serialize)]
pub struct InputView {
    /// Its id.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answers to choose from: the values of a list, or the bands of a number.
    pub values: Vec<InputValueView>,
}

/// An answer of the chooser.
#[derive(Clone, Debug, Serialize)]
pub struct InputValueView {
    /// Its id, unique in the question.
    pub id: String,
    /// Its words.
    pub label: String,
}

/// A rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleView {
    /// Its id.
    pub id: String,
    /// The id of its element: `rule/data`.
    pub anchor: String,
    /// Its number, from 1; for display only.
    pub number: usize,
    /// Its conditions; all must hold, and a rule without any always does.
    pub conditions: Vec<ConditionView>,
    /// Each answer that rules it out, as `INPUT-VALUE`. The theme gives the rule's element a class `not-INPUT-VALUE`
    /// for each, and the style sheet of the chooser hides it by them.
    pub excluded_by: Vec<String>,
    /// The option it recommends.
    pub then: OptionView,
    /// Why.
    pub because: String,
    /// What it rests on.
    pub evidence: Vec<LinkView>,
    /// `current`, `changed` or `unreviewed`.
    pub state: &'static str,
}

/// One condition of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct ConditionView {
    /// The input's id.
    pub input: String,
    /// Its question.
    pub question: String,
    /// The answers that meet it, in words.
    pub answer: String,
}

/// Cases that never happen.
#[derive(Clone, Debug, Serialize)]
pub struct NeverView {
    /// The conditions.
    pub conditions: Vec<ConditionView>,
    /// Why.
    pub because: String,
}

/// The answer where no rule holds.
#[derive(Clone, Debug, Serialize)]
pub struct OtherwiseView {
    /// The option.
    pub then: OptionView,
    /// Why.
    pub because: String,
}

/// A verdict that changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// When, `2026-11-24`.
    pub date: String,
    /// What: `Many things at once, Python: fair, was poor`.
    pub text: String,
    /// The cell.
    pub href: String,
}

/// What `partials/used-as-evidence.html` sees: the verdicts and rules that rest on a section.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceUseView {
    /// Each use: `Many things at once, Go: strong`, on the decision's page.
    pub uses: Vec<LinkView>,
}

/// What `partials/navigation.html` sees: the tree of sections around one folder.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationView {
    /// The entries of the highest level.
    pub items: Vec<NavItemView>,
}

/// An entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavItemView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Stands where an attribute may: becomes ` aria-current="page"` on its own page and nothing elsewhere. Print it
    /// with `| safe` inside the link's tag.
    pub current: String,
    /// Whether it lies on the way to the page.
    pub open: bool,
    /// Whether it is a section.
    pub section: bool,
    /// What is below it; empty where the tree is cut.
    pub children: Vec<NavItemView>,
}

/// What `redirect.html` sees: a page that moved.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// The way to the root, as in [`View`].
    pub root: Arc<str>,
    /// The new place.
    pub to: LinkView,
    /// The full address of the new place, if the site has a `base_url`.
    pub canonical: Option<String>,
}

/// What `partials/pages.html` sees: a fenced `pages` block, pages grouped by a key of their front matter.
#[derive(Clone, Debug, Serialize)]
pub struct PagesView {
    /// The groups, ordered by value.
    pub groups: Vec<PagesGroupView>,
}

/// The pages that share a value.
#[derive(Clone, Debug, Serialize)]
pub struct PagesGroupView {
    /// The value.
    pub value: String,
    /// The words that the block gives for it, `labels.VALUE = "…"`.
    pub label: Option<String>,
    /// The pages.
    pub pages: Vec<LinkView>,
}

/// Templates see the author's own values as they are, without the name of their type.
fn plain<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Value::Bool(value) => serializer.serialize_bool(*value),
        Value::Integer(value) => serializer.serialize_i64(*value),
        Value::Float(value) => serializer.serialize_f64(*value),
        Value::Text(value) => serializer.serialize_str(value),
        Value::List(values) => serializer.collect_seq(values.iter().map(Plain)),
        Value::Table(values) => serializer.collect_map(values.iter().map(|(key, value)| (key, Plain(value)))),
    }
}

fn plain_table<S: Serializer>(table: &BTreeMap<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(table.iter().map(|(key, value)| (key, Plain(value))))
}

struct Plain<'a>(&'a Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        plain(self.0, serializer)
    }
}
