//! The JSON Schema of `fingerpost.toml`, for editors.
//!
//! Written by hand; a test holds it to the keys that the reader knows.

use serde_json::{Value, json};

use crate::diagnostic::Code;

const SCHEMA: &str = include_str!("schema.json");

/// The schema, with a key of `[check]` for each code.
pub fn schema() -> String {
    let mut schema: Value = serde_json::from_str(SCHEMA).expect("a test reads it");
    if let Some(check) = schema.pointer_mut("/properties/check/properties").and_then(Value::as_object_mut) {
        for code in Code::ALL {
            let level = json!({
                "enum": ["error", "warning", "note", "off"],
                "default": code.level().word(),
                "description": code.summary(),
            });
            check.insert(code.name().to_owned(), level);
        }
    }
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{check, keys, nav, samples};
    use super::*;
    use crate::diagnostic::schema::validate::fault;

    fn read() -> Value {
        serde_json::from_str(&schema()).unwrap()
    }

    fn keys_at(schema: &Value, place: &str) -> BTreeSet<String> {
        let at = schema.pointer(place).unwrap_or_else(|| panic!("nothing at {place}"));
        at.as_object().unwrap().keys().cloned().collect()
    }

    #[track_caller]
    fn same(place: &str, known: &[&str]) {
        let known: BTreeSet<String> = known.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(keys_at(&read(), place), known, "{place}");
    }

    #[test]
    fn the_schema_has_the_keys_that_the_reader_knows() {
        let tables = keys::TABLES.iter().map(|(name, _)| *name);
        let all: Vec<&str> = keys::KEYS.iter().copied().chain(tables).collect();
        same("/properties", &all);
        for (table, known) in keys::TABLES.iter().filter(|(table, keys)| !keys.is_empty() && *table != "check") {
            same(&format!("/properties/{table}/properties"), known);
        }
        let codes = Code::ALL.iter().map(|code| code.name());
        let check_keys: Vec<&str> = check::KEYS.iter().copied().chain(codes).collect();
        same("/properties/check/properties", &check_keys);
        same("/properties/check/properties/allow/items/properties", check::ALLOW);
        same("/properties/check/properties/external/properties", check::EXTERNAL);
        same("/properties/nav/properties", nav::KEYS);
        same("/properties/samples/additionalProperties/properties", samples::KEYS);
    }

    /// What the reader takes, the schema takes; what one of them refuses, the other refuses too.
    #[test]
    fn the_schema_and_the_reader_agree() {
        for (good, text) in [
            (true, "title = \"A\"\nbase_url = \"https://example.org/docs\"\nurl_style = \"file\""),
            (true, "[check]\nmissing-alt = \"error\"\n[check.external]\nskip = [\"https://a/**\"]\ntimeout = 5"),
            (true, "[[check.allow]]\ncode = \"broken-link\"\nreason = \"x\""),
            (true, "[publish.a]\nkind = \"folder\"\npath = \"/srv\"\n[publish.b]\nkind = \"git\"\nhistory = true"),
            (true, "[publish.c]\nkind = \"azure\"\nbucket = \"b\"\naccount = \"c\"\nprecompress = \"br\""),
            (true, "[samples.go]\ncommand = \"go run {file}\"\nmask = \"x\"\n[extra]\nx = [1, { y = 2 }]"),
            (
                true,
                "[hosting]\nfiles = [\"netlify\"]\n[topics.a]\ntitle = \"A\"\n[[nav.links]]\ntitle = \"A\"\nto = \"b\"",
            ),
            (false, "titel = \"A\""),
            (false, "title = 1"),
            (false, "url_style = \"flat\""),
            (false, "[check]\nmissing-alt = \"bad\""),
            (false, "[check]\nmissing-lt = \"error\""),
            (false, "[check.external]\ntimeout = 0"),
            (false, "[[check.allow]]\ncode = \"broken-link\""),
            (false, "[publish.a]\nkind = \"folder\""),
            (false, "[publish.a]\nkind = \"git\"\nbucket = \"b\""),
            (false, "[samples.go]\nmask = \"x\""),
            (false, "[hosting]\nfiles = [\"nowhere\"]"),
        ] {
            let value: Value = toml::from_str(text).unwrap();
            let wrong = fault(&read(), &value);
            assert_eq!(wrong.is_none(), good, "the schema: {text}\n{wrong:?}");
            let mut findings = Vec::new();
            super::super::read(&crate::path::SourcePath::new("fingerpost.toml"), text, &mut findings);
            assert_eq!(findings.is_empty(), good, "the reader: {text}\n{findings:#?}");
        }
    }
}
