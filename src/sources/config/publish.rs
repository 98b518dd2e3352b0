//! `[publish.NAME]`: which keys there are follows from `kind`.

use std::collections::BTreeMap;

use super::keys::unknown;
use super::{BucketKind, PublishConfig, PublishTarget, web};
use crate::data::{Entry, Kind, Reader, Table};

#[derive(Clone, Copy)]
enum Target {
    Folder,
    Git,
    Bucket(BucketKind),
}

const KINDS: &[(&str, Target)] = &[
    ("folder", Target::Folder),
    ("git", Target::Git),
    ("s3", Target::Bucket(BucketKind::S3)),
    ("gcs", Target::Bucket(BucketKind::Gcs)),
    ("azure", Target::Bucket(BucketKind::Azure)),
];

pub(super) fn read(table: &Table, reader: &mut Reader<'_>) -> BTreeMap<String, PublishConfig> {
    let mut publish = BTreeMap::new();
    for entry in &table.entries {
        if !matches!(entry.value.kind, Kind::Table(_)) && super::keys::is_site_key(&entry.key) {
            unknown(entry, "publish", &[], reader);
        } else if let Some(table) = reader.table(entry)
            && let Some(target) = target(entry, table, reader)
        {
            publish.insert(entry.key.clone(), target);
        }
    }
    publish
}

fn target(entry: &Entry, table: &Table, reader: &mut Reader<'_>) -> Option<PublishConfig> {
    let name = format!("publish.{}", entry.key);
    let shown = format!("`[{name}]`");
    reader.required(table, &entry.key_span, &shown, &["kind"]);
    let kind = table.get("kind").and_then(|kind| reader.choice(kind, KINDS))?;
    let (known, required): (&[&str], &[&str]) = match kind {
        Target::Folder => (&["kind", "url", "path"], &["path"]),
        Target::Git => (&["kind", "url", "remote", "branch", "history", "cname"], &[]),
        Target::Bucket(BucketKind::S3) => {
            (&["kind", "url", "bucket", "prefix", "region", "endpoint", "precompress"], &["bucket"])
        }
        Target::Bucket(BucketKind::Gcs) => {
            (&["kind", "url", "bucket", "prefix", "endpoint", "precompress"], &["bucket"])
        }
        Target::Bucket(BucketKind::Azure) => {
            (&["kind", "url", "bucket", "prefix", "endpoint", "account", "precompress"], &["bucket", "account"])
        }
    };
    for key in table.entries.iter().filter(|key| !known.contains(&key.key.as_str())) {
        unknown(key, &name, known, reader);
    }
    let before = reader.findings.len();
    reader.required(table, &entry.key_span, &shown, required);
    let target = match kind {
        Target::Folder => PublishTarget::Folder { path: words(table, "path", reader).unwrap_or_default() },
        Target::Git => git(table, reader),
        Target::Bucket(kind) => bucket(kind, table, reader),
    };
    let url = table.get("url").and_then(|url| web::base_url(url, reader));
    // Half a target could publish to the wrong place.
    (reader.findings.len() == before).then(|| PublishConfig { target, url, span: reader.span(&entry.key_span).range })
}

fn git(table: &Table, reader: &mut Reader<'_>) -> PublishTarget {
    PublishTarget::Git {
        remote: argument(table, "remote", reader).unwrap_or_else(|| "origin".to_owned()),
        branch: argument(table, "branch", reader).unwrap_or_else(|| "gh-pages".to_owned()),
        history: table.get("history").and_then(|entry| reader.truth(entry)).unwrap_or(false),
        cname: words(table, "cname", reader),
    }
}

fn bucket(kind: BucketKind, table: &Table, reader: &mut Reader<'_>) -> PublishTarget {
    PublishTarget::Bucket {
        kind,
        bucket: words(table, "bucket", reader).unwrap_or_default(),
        prefix: words(table, "prefix", reader).unwrap_or_default().trim_matches('/').to_owned(),
        region: words(table, "region", reader),
        endpoint: table.get("endpoint").and_then(|entry| web::address(entry, reader)),
        account: words(table, "account", reader),
        precompress: precompress(table, reader),
    }
}

fn precompress(table: &Table, reader: &mut Reader<'_>) -> Option<String> {
    let entry = table.get("precompress")?;
    reader.choice(entry, &[("gzip", "gzip"), ("br", "br"), ("zstd", "zstd")]).map(str::to_owned)
}

fn words(table: &Table, key: &str, reader: &mut Reader<'_>) -> Option<String> {
    table.get(key).and_then(|entry| reader.words(entry))
}

/// Text that becomes an argument of `git`, which would take a hyphen at its start for an option.
fn argument(table: &Table, key: &str, reader: &mut Reader<'_>) -> Option<String> {
    let entry = table.get(key)?;
    let text = reader.words(entry)?;
    if text.starts_with('-') || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        reader.wrong(&entry.value, format!("`{key}` cannot be `{text}`"), "write a name as git shows it");
        return None;
    }
    Some(text)
}
