//! The site's configuration, `fingerpost.toml`: typed, what findings point at with its place.
//!
//! Enter at [`read`]. It never fails: a wrong value is a finding at its place, and the default stands in for it. Unknown
//! keys are errors here, because a setting that nobody reads is worse than none.
//!
//! Always true: `content` is a path below the root (empty: the root itself); `base_url` ends with `/`.
//! Not here: whether the folders exist, and whether an absolute `output_dir` is one that may be written (`reconcile`).

mod check;
mod folders;
mod keys;
mod nav;
mod publish;
mod samples;
mod schema;
#[cfg(test)]
mod tests;
mod web;

pub use schema::schema;

use std::collections::BTreeMap;
use std::ops::Range;

use globset::GlobMatcher;
use serde::{Deserialize, Serialize};

use crate::data::{self, Format, Reader};
use crate::diagnostic::{Code, Diagnostic, Level, Levels};
use crate::markdown::RawHtml;
use crate::page::front_matter::{Period, Value};
use crate::path::SourcePath;

/// What `fingerpost.toml` says. A site without one has the default of each key.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// One sentence on the site.
    pub description: Option<String>,
    /// Where the site will stand, with `/` at its end. Without it no canonical address, sitemap or feed is made.
    pub base_url: Option<String>,
    /// The language of the texts (BCP 47), `en` by default.
    pub language: String,
    /// The folder of the sources, relative to the root: `content`; empty where it is the root itself.
    pub content: String,
    /// The folder that is written, relative to the root unless absolute: `public`.
    pub output_dir: String,
    /// The theme's name: `default`, or a folder below `themes/`.
    pub theme: String,
    /// Where the theme is named.
    pub theme_span: Range<u32>,
    /// How addresses are made.
    pub url_style: UrlStyle,
    /// Where a page's source can be edited, with `{path}` for its path from the root.
    pub edit_url: Option<String>,
    /// `[topics.ID]`: declared topics.
    pub topics: BTreeMap<String, TopicConfig>,
    /// `[nav]`: what navigation shows in place of what the folders say.
    pub nav: NavConfig,
    /// `[markdown] raw_html`.
    pub raw_html: RawHtml,
    /// `[outputs] markdown`: a Markdown copy beside each page, and `llms.txt`.
    pub markdown_copies: bool,
    /// `[search] enabled`.
    pub search: bool,
    /// `[check]`: levels and what is allowed.
    pub levels: Levels,
    /// `[check.external]`: how other sites are asked.
    pub external: ExternalConfig,
    /// `[samples.ID]`: how the code samples of a language are run.
    pub samples: BTreeMap<String, SampleConfig>,
    /// `[serve] editor`: the command that opens a place, with `{file}`, `{line}`, `{column}`.
    pub editor: Option<String>,
    /// `[hosting] files`: which host's files are made (`netlify`, `cloudflare`, `azure`, `vercel`).
    pub hosting: Vec<String>,
    /// `[publish.NAME]`.
    pub publish: BTreeMap<String, PublishConfig>,
    /// `[extra]`: the author's own keys, for the theme.
    pub extra: BTreeMap<String, Value>,
}

/// `url_style`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UrlStyle {
    /// `a/b/`, written to `a/b/index.html`.
    #[default]
    Directory,
    /// `a/b.html`; works opened from the disk.
    File,
}

/// `[topics.ID]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TopicConfig {
    /// Its title; else made from the id.
    pub title: Option<String>,
    /// One sentence on it.
    pub description: Option<String>,
    /// Where it is declared.
    pub span: Range<u32>,
}

/// `[nav]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NavConfig {
    /// `[nav.titles]`: a path below the content folder (`guide`, `guide/setup.md`) and the title that navigation shows.
    pub titles: BTreeMap<String, String>,
    /// `[nav] order`: paths below the content folder that come first, in this order, each among its neighbours.
    pub order: Vec<String>,
    /// `[nav] hide`: paths below the content folder that navigation leaves out.
    pub hide: Vec<String>,
    /// `[[nav.links]]`: links shown in the header, in order.
    pub links: Vec<NavLink>,
}

/// A link of the header.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NavLink {
    /// Its text.
    pub title: String,
    /// Where it leads: a link as in a page at the content root, or an address.
    pub to: String,
    /// Where it is written.
    pub span: Range<u32>,
}

/// `[check.external]`: how `check --external` asks other sites.
#[derive(Clone, Debug)]
pub struct ExternalConfig {
    /// Patterns of addresses that are not asked.
    pub skip: Vec<GlobMatcher>,
    /// Seconds to wait for an answer: 20 by default.
    pub timeout: u32,
    /// How long an answer holds: a week by default.
    pub fresh_for: Period,
}

impl Default for ExternalConfig {
    fn default() -> Self {
        ExternalConfig { skip: Vec::new(), timeout: 20, fresh_for: Period { months: 0, days: 7 } }
    }
}

/// `[samples.ID]`: how code samples are run.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleConfig {
    /// The language of the blocks it is for; the table's name if it is not set.
    pub language: String,
    /// Only files whose name this pattern matches (`*_test.go`); of two tables the one with a pattern goes first.
    pub files: Option<String>,
    /// The program and its arguments; `{file}` is the sample's file name, in its own folder.
    pub command: Vec<String>,
    /// Regular expressions for what differs from run to run, such as a duration.
    pub mask: Vec<String>,
    /// Seconds after which it is ended: 30 by default.
    pub timeout: u32,
    /// Where it is written.
    pub span: Range<u32>,
}

/// `[publish.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishConfig {
    /// Where to.
    pub target: PublishTarget,
    /// The address of the site there, printed at the end; `base_url` if not set.
    pub url: Option<String>,
    /// Where it is written.
    pub span: Range<u32>,
}

/// `kind` of `[publish.NAME]` and the keys that go with it.
#[derive(Clone, Debug, PartialEq)]
pub enum PublishTarget {
    /// A folder, on this machine or mounted.
    Folder {
        /// Relative to the root unless absolute.
        path: String,
    },
    /// A branch of a git remote.
    Git {
        /// A remote's name or address.
        remote: String,
        /// `gh-pages` by default.
        branch: String,
        /// One commit for each publish; else one commit in all.
        history: bool,
        /// The content of `CNAME`, if it is to be written.
        cname: Option<String>,
    },
    /// A bucket of an object store.
    Bucket {
        /// `s3`, `gcs` or `azure`.
        kind: BucketKind,
        /// The bucket's or container's name.
        bucket: String,
        /// A prefix in it, without slashes at its ends; empty for none.
        prefix: String,
        /// The region, for S3.
        region: Option<String>,
        /// Another endpoint (R2, MinIO); `http://` is allowed.
        endpoint: Option<String>,
        /// The storage account, for Azure.
        account: Option<String>,
        /// Encodings to store beside the plain bytes' place: none by default.
        precompress: Option<String>,
    },
}

/// Which object store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BucketKind {
    /// Amazon S3 and what speaks like it.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: "Documentation".to_owned(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            content: "content".to_owned(),
            output_dir: "public".to_owned(),
            theme: "default".to_owned(),
            theme_span: 0..0,
            url_style: UrlStyle::Directory,
            edit_url: None,
            topics: BTreeMap::new(),
            nav: NavConfig::default(),
            raw_html: RawHtml::Safe,
            markdown_copies: true,
            search: true,
            levels: Levels::default(),
            external: ExternalConfig::default(),
            samples: BTreeMap::new(),
            editor: None,
            hosting: Vec::new(),
            publish: BTreeMap::new(),
            extra: BTreeMap::new(),
        }
    }
}

/// Reads the configuration. What is wrong with it becomes findings, and the keys that are right still count.
pub fn read(source: &SourcePath, text: &str, findings: &mut Vec<Diagnostic>) -> Config {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (table, fault) = data::toml(text, start..text.len());
    let mut reader = Reader {
        source,
        format: Format::Toml,
        code: Code::InvalidConfig,
        unknown_key: Level::Error,
        findings: Vec::new(),
    };
    let config = keys::read(&table, &mut reader);
    if let Some(fault) = fault {
        // What follows a fault may have been read into the wrong place.
        let at = reader.span(&fault.span).range.start;
        reader.findings.retain(|finding| finding.span.range.end < at);
        reader.fault(fault);
    }
    findings.append(&mut reader.findings);
    config
}
