//! As much of JSON Schema as our own schemas use, for tests. A keyword that is not known here fails the test, so that no
//! schema says what nobody checks.

use serde_json::Value;

/// The first place at which `value` is not what `schema` says.
pub(crate) fn fault(schema: &Value, value: &Value) -> Option<String> {
    at(schema, schema, value, "$")
}

fn at(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    let keywords = schema.as_object().expect("a schema is an object");
    for (keyword, rule) in keywords {
        let wrong = match keyword.as_str() {
            "$schema" | "$defs" | "$id" | "title" | "description" | "default" | "examples" => None,
            "$ref" => {
                let target = rule.as_str().and_then(|to| root.pointer(to.strip_prefix('#')?)).expect("a known target");
                at(root, target, value, path)
            }
            "type" => (!types(rule).iter().any(|name| is(name, value))).then(|| format!("{path}: not {rule}")),
            "const" => (rule != value).then(|| format!("{path}: not {rule}")),
            "enum" => (!list(rule).contains(value)).then(|| format!("{path}: none of {rule}")),
            "minimum" => (value.as_f64() < rule.as_f64()).then(|| format!("{path}: less than {rule}")),
            "pattern" => None,
            "required" => {
                let missing = |key: &&Value| value.is_object() && value.get(key.as_str().unwrap()).is_none();
                list(rule).iter().find(missing).map(|key| format!("{path}: no {key}"))
            }
            "properties" => value.as_object().into_iter().flatten().find_map(|(key, inner)| match rule.get(key) {
                Some(rule) => at(root, rule, inner, &format!("{path}.{key}")),
                None if keywords.contains_key("additionalProperties") => None,
                None => Some(format!("{path}: `{key}` is not in the schema")),
            }),
            "additionalProperties" => value.as_object().into_iter().flatten().find_map(|(key, inner)| {
                let named = schema.get("properties").is_some_and(|properties| properties.get(key).is_some());
                match rule {
                    Value::Bool(true) => None,
                    Value::Bool(false) => (!named).then(|| format!("{path}: `{key}` is not allowed")),
                    rule if !named => at(root, rule, inner, &format!("{path}.{key}")),
                    _ => None,
                }
            }),
            "items" => value
                .as_array()
                .into_iter()
                .flatten()
                .enumerate()
                .find_map(|(index, item)| at(root, rule, item, &format!("{path}[{index}]"))),
            "anyOf" => {
                let fits = list(rule).iter().any(|rule| at(root, rule, value, path).is_none());
                (!fits).then(|| format!("{path}: none of the forms"))
            }
            other => panic!("the keyword `{other}` is not checked"),
        };
        if wrong.is_some() {
            return wrong;
        }
    }
    None
}

fn list(rule: &Value) -> &[Value] {
    rule.as_array().expect("a list")
}

fn types(rule: &Value) -> Vec<&str> {
    match rule {
        Value::String(name) => vec![name],
        rule => list(rule).iter().filter_map(Value::as_str).collect(),
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type `{other}`"),
    }
}
