//! Places in pages of other sites.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use lol_html::{HtmlRewriter, Settings, element};

use super::near;

/// Whether a fragment names a place in the page's HTML, as far as one can tell: text fragments, routes of single-page
/// programs and the lines of code hosts are made by scripts.
pub(super) fn is_plain(anchor: &str) -> bool {
    let line = anchor.strip_prefix('L').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !anchor.is_empty() && !line && !anchor.contains(":~:") && !anchor.starts_with(['/', '!']) && !anchor.contains('=')
}

/// The ids of a page, and the names of its `<a>`.
pub(super) fn of_page(html: &[u8]) -> BTreeSet<String> {
    let ids = RefCell::new(BTreeSet::new());
    {
        let note = |value: Option<String>| ids.borrow_mut().extend(value.filter(|id| !id.is_empty()));
        let settings = Settings::new()
            .append_element_content_handler(element!("[id]", |found| {
                note(found.get_attribute("id"));
                Ok(())
            }))
            .append_element_content_handler(element!("a[name]", |found| {
                note(found.get_attribute("name"));
                Ok(())
            }));
        let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
        // What cannot be parsed has the ids that were found until then.
        if rewriter.write(html).is_ok() {
            let _ = rewriter.end();
        }
    }
    ids.into_inner()
}

/// Which of the wanted places a page has. A page without any id is made by scripts: it tells nothing.
pub(super) fn compare(
    wanted: &BTreeSet<String>,
    has: &BTreeSet<String>,
) -> BTreeMap<String, Result<(), Option<String>>> {
    if has.is_empty() {
        return BTreeMap::new();
    }
    let found = |anchor: &String| {
        let decoded = crate::site::decode(anchor);
        // A code host puts this before the ids of a text, and its script takes it away.
        let hosted = format!("user-content-{decoded}");
        has.contains(anchor) || has.contains(&*decoded) || has.contains(&hosted) || anchor.eq_ignore_ascii_case("top")
    };
    let compared = wanted.iter().map(|anchor| {
        let answer = if found(anchor) { Ok(()) } else { Err(near(anchor, has.iter().map(String::as_str))) };
        (anchor.clone(), answer)
    });
    compared.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_ids_and_names() {
        let html = b"<h1 id=top>x</h1><a name='old'></a><p id=\"user-content-b\">&amp;<div id='\xc3\xa4'>";
        let has = of_page(html);
        let wanted = ["top", "old", "b", "%C3%A4", "odl"].map(str::to_owned).into();
        let found = compare(&wanted, &has);
        let missing: Vec<_> = found.iter().filter(|(_, answer)| answer.is_err()).collect();
        assert_eq!(missing, [(&"odl".to_owned(), &Err(Some("old".to_owned())))]);
        assert!(compare(&wanted, &BTreeSet::new()).is_empty());
    }

    #[test]
    fn places_that_scripts_make_are_not_asked_for() {
        assert!(is_plain("install") && is_plain("Linux"));
        for anchor in ["L10", "L3-L9", ":~:text=a", "/route", "!x", "a=b", ""] {
            assert!(!is_plain(anchor), "{anchor}");
        }
    }
}
