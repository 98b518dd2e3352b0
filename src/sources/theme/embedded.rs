//! The default theme as it stands in the program; a test holds it equal to `themes/default`.

macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $path)))),*]
    };
}

/// Every file of `themes/default`, by path below it, in order.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &[u8])] = files! {
    "assets/css/base.css"
    "assets/css/code.css"
    "assets/css/decision.css"
    "assets/css/layout.css"
    "assets/css/matrix.css"
    "assets/css/navigation.css"
    "assets/css/page.css"
    "assets/css/print.css"
    "assets/css/reset.css"
    "assets/css/text.css"
    "assets/css/tokens.css"
    "assets/css/user.css"
    "assets/decision.js"
    "assets/favicon.svg"
    "assets/inline.js"
    "assets/js/base.js"
    "assets/js/code.js"
    "assets/js/page.js"
    "assets/search.css"
    "assets/search.js"
    "templates/404.html"
    "templates/base.html"
    "templates/decision.html"
    "templates/home.html"
    "templates/page.html"
    "templates/partials/children.html"
    "templates/partials/contents.html"
    "templates/partials/decision-chooser.html"
    "templates/partials/decision-matrix.html"
    "templates/partials/decision-more.html"
    "templates/partials/decision-rules.html"
    "templates/partials/decision-short.html"
    "templates/partials/decision.html"
    "templates/partials/foot.html"
    "templates/partials/header.html"
    "templates/partials/headings.html"
    "templates/partials/intro.html"
    "templates/partials/navigation.html"
    "templates/partials/pages.html"
    "templates/partials/used-as-evidence.html"
    "templates/partials/verdict.html"
    "templates/redirect.html"
    "templates/section.html"
    "templates/topic.html"
    "templates/topics.html"
    "theme.toml"
    "words/de.toml"
    "words/en.toml"
};
