//! JSON Schema of a decision file, for editors, and of `decision.json`, for programs that read it.

use serde_json::{Value, json};

use super::SCHEMA;
use crate::decision::HitPolicy;

/// Both forms in one schema: a document is either a decision file or a `decision.json`.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Decision",
        "description": "A decision file of Fingerpost (TOML), or the decision.json made from it.",
        "if": { "type": "object", "required": ["schema"] },
        "then": { "$ref": "#/$defs/export" },
        "else": { "$ref": "#/$defs/file" },
        "$defs": {
            "id": { "type": "string", "pattern": "^[a-z0-9-]+$" },
            "period": {
                "type": "string",
                "pattern": "^\\s*[0-9]+\\s+(day|week|month|year)s?\\s*$",
                "examples": ["12 months", "90 days"],
            },
            "policy": {
                "enum": HitPolicy::ALL.map(HitPolicy::word),
                "default": HitPolicy::default().word(),
                "description": "What happens when several rules match a case.",
            },
            "file": file(),
            "option": option(),
            "criterion": criterion(),
            "cell": cell(),
            "input": input(),
            "conditions": conditions(),
            "evidence": evidence(),
            "rule": rule(),
            "never": never(),
            "otherwise": otherwise(),
            "date": date(),
            "export": export(),
        },
    })
}

/// A date of TOML, which schemas see as text.
fn date() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "A TOML date, without quotes." })
}

fn table_of(definition: &str) -> Value {
    json!({ "type": "object", "propertyNames": { "$ref": "#/$defs/id" }, "additionalProperties": definition_of(definition) })
}

fn definition_of(definition: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{definition}") })
}

fn one_or_many(description: &str) -> Value {
    json!({
        "description": description,
        "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
    })
}

fn file() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["option"],
        "properties": {
            "title": { "type": "string", "description": "The question that is decided." },
            "nav_title": { "type": "string", "description": "A shorter title for navigation." },
            "description": { "type": "string", "description": "One sentence on what is decided." },
            "weight": { "type": "integer", "description": "The place among its neighbours in navigation." },
            "draft": { "type": "boolean", "description": "Not published yet." },
            "topics": one_or_many("The topics of the whole decision."),
            "tags": one_or_many("Another name of `topics`."),
            "reviewed": definition_of("date"),
            "last_reviewed_on": definition_of("date"),
            "review_in": definition_of("period"),
            "hit_policy": definition_of("policy"),
            "scale": {
                "type": "array",
                "items": definition_of("id"),
                "default": ["poor", "fair", "good", "strong"],
                "description": "The words of verdicts, from the worst to the best.",
            },
            "priority": {
                "type": "array",
                "items": definition_of("id"),
                "description": "Options from the first to the last rank, for `hit_policy = \"priority\"`.",
            },
            "option": table_of("option"),
            "criterion": table_of("criterion"),
            "cell": {
                "type": "object",
                "description": "Verdicts, `[cell.CRITERION.OPTION]`.",
                "additionalProperties": table_of("cell"),
            },
            "input": table_of("input"),
            "rule": { "type": "array", "items": definition_of("rule") },
            "never": { "type": "array", "items": definition_of("never") },
            "otherwise": definition_of("otherwise"),
            "extra": { "type": "object", "description": "Your own keys." },
        },
    })
}

fn option() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string" },
            "alias": one_or_many("Other words by which prose may name it."),
            "description": { "type": "string" },
        },
    })
}

fn criterion() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string" },
            "description": { "type": "string" },
            "weight": { "enum": [0, 1, 2, 3], "default": 1, "description": "0 ignore, 1 minor, 2 major, 3 decisive." },
            "topic": { "type": "string", "description": "The topic whose hub shows this row." },
        },
    })
}

fn cell() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["verdict"],
        "properties": {
            "verdict": { "type": "string", "description": "A word of the scale, or `depends` with a note." },
            "note": { "type": "string" },
            "evidence": definition_of("evidence"),
            "reviewed": definition_of("date"),
            "last_reviewed_on": definition_of("date"),
            "review_in": definition_of("period"),
        },
    })
}

fn evidence() -> Value {
    one_or_many("Links to the sections that show it: `../page.md#heading`.")
}

fn input() -> Value {
    let bound = json!({ "anyOf": [{ "type": "number" }, definition_of("date")] });
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "description": "What sentences call it." },
            "question": { "type": "string" },
            "type": { "enum": ["enum", "boolean", "integer", "number", "date"], "default": "enum" },
            "values": {
                "description": "Ids, each with what a reader sees.",
                "anyOf": [
                    { "type": "object", "additionalProperties": { "type": "string" } },
                    { "type": "array", "items": definition_of("id") },
                ],
            },
            "ordered": { "type": "boolean", "description": "Rules may test ranges of the values." },
            "min": bound,
            "max": bound,
        },
    })
}

fn conditions() -> Value {
    json!({
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {
            "anyOf": [
                { "type": "string", "description": "One value, or a range: `>= 10`, `< 10`, `[10..100)`." },
                { "type": ["boolean", "number"] },
                { "type": "array", "items": { "type": "string" }, "description": "Any of these values." },
                {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["not"],
                    "properties": { "not": one_or_many("None of these values.") },
                },
            ],
        },
    })
}

fn rule() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "when", "then", "because"],
        "properties": {
            "id": definition_of("id"),
            "when": definition_of("conditions"),
            "then": { "type": "string", "description": "The id of an option." },
            "because": { "type": "string" },
            "evidence": definition_of("evidence"),
            "topic": { "type": "string", "description": "The topic whose hub shows this rule." },
            "reviewed": definition_of("date"),
            "last_reviewed_on": definition_of("date"),
            "review_in": definition_of("period"),
        },
    })
}

fn never() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["when", "because"],
        "properties": { "when": definition_of("conditions"), "because": { "type": "string" } },
    })
}

fn otherwise() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["then", "because"],
        "properties": {
            "then": { "type": "string", "description": "The id of an option." },
            "because": { "type": "string" },
        },
    })
}

/// The form of `decision.json`. Objects may gain fields, so none forbids others.
fn export() -> Value {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let strings = json!({ "type": "array", "items": { "type": "string" } });
    let object = |required: &[&str], properties: Value| json!({ "type": "object", "required": required, "properties": properties });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let source = object(
        &["url", "title", "state"],
        json!({ "url": text, "title": text, "state": { "enum": ["current", "unreviewed", "changed"] } }),
    );
    let when = json!({
        "type": "object",
        "additionalProperties": {
            "anyOf": [{ "type": "string" }, strings, object(&["not"], json!({ "not": strings }))],
        },
    });
    let otherwise = object(&["then", "because"], json!({ "then": text, "because": text }));
    object(
        &[
            "schema",
            "id",
            "title",
            "url",
            "hit_policy",
            "scale",
            "options",
            "criteria",
            "cells",
            "inputs",
            "rules",
            "never",
            "otherwise",
            "analysis",
        ],
        json!({
            "schema": { "const": SCHEMA },
            "id": definition_of("id"),
            "title": text,
            "description": maybe,
            "url": text,
            "topics": strings,
            "reviewed": maybe,
            "hit_policy": definition_of("policy"),
            "priority": strings,
            "scale": strings,
            "options": list(object(
                &["id", "name"],
                json!({ "id": text, "name": text, "alias": strings, "description": maybe }),
            )),
            "criteria": list(object(
                &["id", "name", "weight"],
                json!({ "id": text, "name": text, "description": maybe, "weight": { "type": "integer" }, "topic": maybe }),
            )),
            "cells": list(object(
                &["criterion", "option", "verdict", "note", "evidence", "reviewed", "due"],
                json!({
                    "criterion": text, "option": text, "verdict": text, "note": maybe,
                    "evidence": list(source.clone()), "reviewed": maybe, "due": maybe,
                }),
            )),
            "inputs": list(object(
                &["id", "name", "question", "type", "values"],
                json!({
                    "id": text, "name": text, "question": text,
                    "type": { "enum": ["enum", "boolean", "integer", "number", "date"] },
                    "values": list(object(&["id", "label"], json!({ "id": text, "label": text }))),
                }),
            )),
            "rules": list(object(
                &["id", "when", "then", "because", "evidence"],
                json!({
                    "id": text, "when": when, "then": text, "because": text, "sentence": text, "topic": maybe,
                    "evidence": list(source), "reviewed": maybe, "due": maybe,
                }),
            )),
            "never": list(object(&["when", "because"], json!({ "when": when, "because": text }))),
            "otherwise": { "anyOf": [{ "type": "null" }, otherwise] },
            "analysis": object(
                &["cases", "gap_cases", "complete", "findings"],
                json!({
                    "cases": { "type": "integer" },
                    "gap_cases": { "type": "integer" },
                    "complete": { "enum": [true, false, "unproven"] },
                    "findings": list(object(
                        &["code", "level", "message"],
                        json!({ "code": text, "level": text, "message": text }),
                    )),
                }),
            ),
        }),
    )
}
