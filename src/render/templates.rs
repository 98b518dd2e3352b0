//! The theme's templates: a view in, HTML out. The only user of tera.
//!
//! Enter at [`Templates::new`]. A template sees its view and `site`, and calls nothing that asks the world, so its
//! bytes depend on view and theme alone. What tera refuses becomes a `theme-error` where it stands in the theme.
//!
//! Not here: where templates come from (`sources/theme.rs`), what they see (`view.rs`).

mod filters;
mod problem;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::sources::theme::Theme;
use crate::view::{SiteView, View};

/// The templates of a theme, ready to render.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, (SourcePath, String)>,
}

impl Templates {
    /// Compiles the templates of a theme for a site.
    pub fn new(theme: &Theme, site: &SiteView) -> Result<Self, Box<Diagnostic>> {
        let mut tera = Tera::new();
        filters::register(&mut tera, &site.words);
        let sources = theme.templates.clone();
        let texts = sources.iter().map(|(name, (_, text))| (name.as_str(), text.as_str()));
        tera.add_raw_templates(texts).map_err(|error| problem::diagnostic(&error, "", &sources))?;
        let site = Value::try_from_serializable(site).map_err(|error| problem::diagnostic(&error, "", &sources))?;
        tera.global_context().insert_value("site", site);
        Ok(Templates { tera, sources })
    }

    /// Renders a page with the template of that name, `page.html`.
    pub fn page(&self, template: &str, view: &View) -> Result<String, Box<Diagnostic>> {
        // Field by field, because text and navigation are HTML already: marked so, they are written without a copy
        // being escaped, and no `| safe` can be forgotten.
        let View { kind, root, navigation, content, page, children, topic, topics, decision } = view;
        let mut context = Context::new();
        context.insert_value("navigation", Value::safe_string(navigation));
        context.insert_value("content", Value::safe_string(content));
        let mut insert = |name: &'static str, value: tera::TeraResult<Value>| -> Result<(), Box<Diagnostic>> {
            let value = value.map_err(|error| problem::diagnostic(&error, template, &self.sources))?;
            context.insert_value(Cow::Borrowed(name), value);
            Ok(())
        };
        insert("kind", Value::try_from_serializable(kind))?;
        insert("root", Value::try_from_serializable(root))?;
        insert("page", Value::try_from_serializable(page))?;
        insert("children", Value::try_from_serializable(children))?;
        insert("topic", Value::try_from_serializable(topic))?;
        insert("topics", Value::try_from_serializable(topics))?;
        insert("decision", Value::try_from_serializable(decision))?;
        self.run(template, &context, 4096 + navigation.len() + content.len())
    }

    /// Renders a template with any other view: a part of a page, or a redirect.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        let context =
            Context::from_serialize(view).map_err(|error| problem::diagnostic(&error, template, &self.sources))?;
        self.run(template, &context, 1024)
    }

    fn run(&self, template: &str, context: &Context, size: usize) -> Result<String, Box<Diagnostic>> {
        let mut bytes = Vec::with_capacity(size);
        let rendered = self.tera.render_to(template, context, &mut bytes);
        rendered.map_err(|error| problem::diagnostic(&error, template, &self.sources))?;
        String::from_utf8(bytes).map_err(|error| problem::diagnostic(&error.into(), template, &self.sources))
    }
}

/// Opens and closes the token that stands where an entry of the navigation may be marked as the current one.
const TOKEN: (char, char) = ('\u{E000}', '\u{E001}');

/// What an entry's `current` is in the view of the navigation: the token of the entry with that number.
pub fn current_token(entry: usize) -> String {
    format!("{}{entry}{}", TOKEN.0, TOKEN.1)
}

/// A text without the signs of a token, so that no title can be taken for one.
pub fn without_tokens(text: &str) -> String {
    text.replace([TOKEN.0, TOKEN.1], "\u{FFFD}")
}

/// The navigation of one page: the entry with that number is marked, all tokens are gone.
///
/// Navigation is rendered once for all pages that see the same tree; this is all that is done for each of them.
pub fn mark_current(html: &str, entry: usize) -> String {
    let mut out = String::with_capacity(html.len());
    let mut parts = html.split(TOKEN.0);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(TOKEN.1) {
            Some((number, rest)) => {
                if number.parse() == Ok(entry) {
                    out.push_str(" aria-current=\"page\"");
                }
                out.push_str(rest);
            }
            None => out.push_str(part),
        }
    }
    out
}

#[cfg(test)]
mod tests;
