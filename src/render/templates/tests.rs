use std::collections::BTreeMap;

use super::*;
use crate::diagnostic::Span;
use crate::sources::theme::load;
use crate::view::{Kind, PageView, RedirectView};

mod samples;
mod well_formed;

use well_formed::faults;

fn theme(files: &[(&str, &str)], language: &str) -> Theme {
    let files = files.iter().map(|(path, text)| (SourcePath::new(*path), text.as_bytes().to_vec())).collect();
    let mut findings = Vec::new();
    let theme = load("default", &Span::file(&SourcePath::new("fingerpost.toml")), language, &files, &mut findings);
    assert_eq!(findings, []);
    theme
}

fn templates(files: &[(&str, &str)]) -> Result<Templates, Box<Diagnostic>> {
    let theme = theme(files, "en");
    Templates::new(&theme, &samples::site(&theme))
}

#[test]
fn every_template_renders_full_and_empty_views() {
    for language in ["en", "de"] {
        let theme = theme(&[], language);
        for site in [samples::site(&theme), samples::empty_site(&theme)] {
            let templates = Templates::new(&theme, &site).unwrap();
            for kind in samples::KINDS {
                for view in [samples::view(kind), samples::empty_view(kind)] {
                    let name = format!("{}.html", kind.template());
                    let html = templates.page(&name, &view).unwrap();
                    assert_eq!(faults(&html), Vec::<String>::new(), "{name}");
                }
            }
        }
    }
}

#[test]
fn every_partial_template_renders() {
    let templates = templates(&[]).unwrap();
    let html = [
        templates.render("partials/navigation.html", &samples::navigation()),
        templates.render("partials/used-as-evidence.html", &samples::evidence()),
        templates.render("partials/pages.html", &samples::pages()),
        templates.render("partials/decision.html", &samples::embed()),
        templates.render("redirect.html", &samples::redirect()),
    ];
    for html in html {
        assert_eq!(faults(&html.unwrap()), Vec::<String>::new());
    }
}

#[test]
fn text_is_escaped_and_html_is_not() {
    let templates = templates(&[]).unwrap();
    let page = PageView { title: "a < b".to_owned(), ..PageView::default() };
    let view = View { content: "<p>&amp;</p>".to_owned(), page, ..samples::empty_view(Kind::Page) };
    let html = templates.page("page.html", &view).unwrap();
    assert!(html.contains("a &lt; b") && html.contains("<p>&amp;</p>"));
}

#[test]
fn the_current_entry_is_marked_and_every_token_goes() {
    let html = format!("<a{}>a</a><a{}>b</a>", current_token(1), current_token(11));
    assert_eq!(mark_current(&html, 11), "<a>a</a><a aria-current=\"page\">b</a>");
    assert_eq!(mark_current(&html, 7), "<a>a</a><a>b</a>");
    assert_eq!(mark_current("no token", 1), "no token");
}

#[test]
fn what_is_wrong_with_a_template_is_reported_where_it_stands() {
    let fault = |text: &str| {
        let files = [("themes/default/templates/page.html", text)];
        let error = match templates(&files) {
            Err(error) => error,
            Ok(templates) => templates.page("page.html", &samples::view(Kind::Page)).unwrap_err(),
        };
        assert_eq!(error.span.file.as_str(), files[0].0);
        let marked = &text[error.span.range.start as usize..error.span.range.end as usize];
        (error.message, marked.to_owned(), error.help)
    };
    let (message, marked, _) = fault("<p>\n{{ page.title | uper }}");
    assert_eq!((message.as_str(), marked.as_str()), ("unknown filter `uper`", "uper"));
    let (message, marked, help) = fault("{{ page.titel }}");
    assert_eq!(message, "field `titel` is not defined");
    assert!(marked.contains("titel"), "{marked}");
    assert_eq!(help.as_deref(), Some("the nearest one is `title`"));
    let (message, _, _) = fault("{% if page.title %}");
    assert!(message.starts_with("unexpected end"), "{message}");
    let (message, marked, help) = fault("{% extends \"bas.html\" %}");
    assert_eq!((message.as_str(), marked.as_str()), ("there is no template `bas.html`", "bas.html"));
    assert_eq!(help.as_deref(), Some("the nearest one is `base.html`"));
}

#[test]
fn json_in_a_script_cannot_end_it() {
    let files = [("themes/default/templates/page.html", "<script>{{ page.title | json_encode | in_script }}</script>")];
    let page = PageView { title: "</script>".to_owned(), ..PageView::default() };
    let html = templates(&files).unwrap().page("page.html", &View { page, ..samples::empty_view(Kind::Page) });
    assert_eq!(html.unwrap(), "<script>\"\\u003c/script>\"</script>");
}

#[test]
fn a_redirect_says_where_the_page_is() {
    let redirect = RedirectView { canonical: None, ..samples::redirect() };
    let html = templates(&[]).unwrap().render("redirect.html", &redirect).unwrap();
    assert!(html.contains("content=\"0; url=../new/\"") && !html.contains("canonical"));
}

#[test]
fn words_of_every_language_are_the_same() {
    let english = theme(&[], "en").words;
    let text = include_str!("../../../themes/default/words/de.toml");
    let german: BTreeMap<String, String> = toml::from_str(text).unwrap();
    assert_eq!(english.keys().collect::<Vec<_>>(), german.keys().collect::<Vec<_>>());
}
