//! Filters that templates may use beside tera's own. None asks the world.

use std::collections::BTreeMap;

use tera::{Kwargs, Map, State, StringInput, Tera, Value};

pub(super) fn register(tera: &mut Tera, words: &BTreeMap<String, String>) {
    tera.register_filter("json_encode", tera_contrib::json::json_encode);
    tera.register_filter("urlencode", tera_contrib::urlencode::urlencode);
    tera.register_filter("in_script", in_script);
    tera.register_filter("with_prefix", with_prefix);
    let dates = Dates::new(words);
    tera.register_filter("date", move |date: &str, _: Kwargs, _: &State<'_>| dates.written(date));
}

/// JSON that may stand in a `script` element: `<` would be able to end it.
fn in_script(json: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&json.as_str().replace('<', "\\u003c"))
}

/// The entries of a map whose keys start so, without that start: the words that one script needs.
fn with_prefix(map: &Map, kwargs: Kwargs, _: &State<'_>) -> tera::TeraResult<Value> {
    let prefix = kwargs.must_get::<&str>("prefix")?;
    let mut chosen = Map::new();
    for (key, value) in map {
        if let Some(rest) = key.as_str().and_then(|key| key.strip_prefix(prefix)) {
            chosen.insert(rest.to_owned().into(), value.clone());
        }
    }
    Ok(Value::from(chosen))
}

/// How the site's language writes a day: `date_format` and `months` of the words.
struct Dates {
    format: String,
    months: Vec<String>,
}

impl Dates {
    fn new(words: &BTreeMap<String, String>) -> Self {
        Dates {
            format: words.get("date_format").cloned().unwrap_or_else(|| "{year}-{month}-{day}".to_owned()),
            months: words.get("months").map(|names| names.split(' ').map(str::to_owned).collect()).unwrap_or_default(),
        }
    }

    /// `2026-11-24` as `24 November 2026`; what is no date stays as it is.
    fn written(&self, date: &str) -> String {
        let mut parts = date.split('-');
        let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return date.to_owned();
        };
        let name = month.parse::<usize>().ok().and_then(|number| self.months.get(number.checked_sub(1)?));
        let Some(name) = name else { return date.to_owned() };
        self.format.replace("{year}", year).replace("{month}", name).replace("{day}", day.trim_start_matches('0'))
    }
}
