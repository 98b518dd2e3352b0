//! TOML and YAML, read into one tree in which every key and value has its place in the file.
//!
//! Enter at [`toml()`] or [`yaml()`], then read the tree with a [`Reader`], which turns values into types and what does
//! not fit into findings. Front matter, the configuration, decision files and themes are all read this way, so that a
//! wrong value is reported the same way everywhere: where it stands, what was expected, what to write.
//!
//! Always true: spans count from the start of the file, even when the tree is only a part of it; keys stand in the
//! order of the file.
//!
//! Not here: which keys there are (`page/front_matter`, `sources/config`, `decision`).

mod reader;
mod toml;
mod yaml;

pub use reader::{Reader, list, one_of, parse_date};
pub use toml::toml;
pub use yaml::yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::page::front_matter::Value;

/// Which notation a tree was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML: types are exact.
    Toml,
    /// YAML: a plain scalar may be meant as text whatever it looks like.
    Yaml,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of the file that write it; of a table with a header, the header.
    pub span: Range<usize>,
    /// The value.
    pub kind: Kind,
}

/// The kinds of value that both notations know.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Nothing (YAML only): as if the key were not there.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number, and how it is written.
    Integer(i64, String),
    /// Another number, and how it is written.
    Float(f64, String),
    /// A date or time of TOML, as it is written. (YAML's are text.)
    Date(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values.
    Table(Table),
}

/// Keys and values, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The keys; none stands twice.
    pub entries: Vec<Entry>,
    /// Whether it begins with a header of its own, `[name]`: what follows in the file then falls into it.
    pub has_header: bool,
}

/// One key of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// The bytes of the file that write it.
    pub key_span: Range<usize>,
    /// What it says.
    pub value: Node,
}

/// Why a text is not TOML or YAML.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where.
    pub span: Range<usize>,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// Another place that belongs to it, and its words.
    pub also: Option<(Range<usize>, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Table {
    /// The entry of that name.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl Node {
    /// What kind of value it is, in words that an author knows.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "a truth value",
            Kind::Integer(..) | Kind::Float(..) => "a number",
            Kind::Date(_) => "a date",
            Kind::Text(_) => "text",
            Kind::List(_) => "a list",
            Kind::Table(_) => "a table",
        }
    }

    /// The value without its places, for `[extra]`.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Text(String::new()),
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Integer(value, _) => Value::Integer(*value),
            // Not a number and the infinities equal nothing, or no number of JSON: kept as they are written.
            Kind::Float(value, written) if !value.is_finite() => Value::Text(written.clone()),
            Kind::Float(value, _) => Value::Float(*value),
            Kind::Date(text) | Kind::Text(text) => Value::Text(text.clone()),
            Kind::List(items) => Value::List(items.iter().map(Node::to_value).collect()),
            Kind::Table(table) => Value::Table(table.to_values()),
        }
    }
}

impl Table {
    /// The values without their places; keys that say nothing are left out.
    pub fn to_values(&self) -> BTreeMap<String, Value> {
        let said = self.entries.iter().filter(|entry| entry.value.kind != Kind::Null);
        said.map(|entry| (entry.key.clone(), entry.value.to_value())).collect()
    }
}
