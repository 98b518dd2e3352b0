//! Which elements and attributes of raw HTML pass.

use super::Attribute;
use crate::markdown::escape;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Element {
    /// It passes.
    Passes,
    /// It goes, with all that it holds.
    Goes,
    /// Its tags go, what it holds stays.
    Unwrapped,
    /// HTML has no such element: it is shown as text.
    Unknown,
}

/// What becomes of an element of this name.
pub(in crate::markdown) fn element(name: &str) -> Element {
    let lower = name.to_ascii_lowercase();
    if !lower.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        return Element::Unknown;
    }
    match lower.as_str() {
        "script" | "style" | "iframe" | "object" | "noframes" | "noembed" | "template" => Element::Goes,
        // What would change the page around it, or make text of the rest of it.
        "embed" | "applet" | "frame" | "frameset" | "base" | "meta" | "link" | "html" | "head" | "body" | "title"
        | "textarea" | "noscript" | "plaintext" | "xmp" | "listing" | "param" | "portal" | "foreignobject"
        | "animate" | "animatemotion" | "animatetransform" | "set" | "annotation-xml" => Element::Unwrapped,
        // Custom elements have a hyphen in their names.
        name if KNOWN.binary_search(&name).is_ok() || name.contains('-') => Element::Passes,
        _ => Element::Unknown,
    }
}

/// Elements without an end tag.
pub(in crate::markdown) fn is_void(name: &str) -> bool {
    const VOID: [&str; 11] = ["area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr", "param"];
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Elements whose end tag HTML does not ask for.
pub(in crate::markdown) fn is_optional_end(name: &str) -> bool {
    const OPTIONAL: [&str; 17] = [
        "li", "p", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup",
        "caption", "rp", "rt", "rb",
    ];
    OPTIONAL.iter().any(|optional| name.eq_ignore_ascii_case(optional))
}

/// Whether an attribute passes: no script, no style, nothing that loads a document or sends one away.
pub(in crate::markdown) fn passes(attribute: &Attribute<'_>) -> bool {
    let name = attribute.name.to_ascii_lowercase();
    if name.starts_with("on")
        || matches!(name.as_str(), "style" | "srcdoc" | "formaction" | "ping" | "http-equiv" | "nonce")
    {
        return false;
    }
    match name.as_str() {
        "href" | "xlink:href" | "src" | "poster" | "action" | "cite" | "data" | "background" | "longdesc"
        | "srcset" | "manifest" | "usemap" => !escape::runs_script(&escape::decoded(attribute.value), name == "src"),
        _ => true,
    }
}

/// The elements of HTML that pass, and those of SVG and MathML that only draw, in the order of the alphabet.
#[rustfmt::skip] // A word a line would make a list of 170 lines.
const KNOWN: [&str; 171] = [
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "br", "button", "canvas", "caption", "center", "circle", "cite", "clippath", "code", "col", "colgroup", "data",
    "datalist", "dd", "defs", "del", "desc", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "ellipse", "em",
    "feblend", "fecolormatrix", "fecomposite", "fedropshadow", "feflood", "fegaussianblur", "femerge", "femergenode",
    "feoffset", "fieldset", "figcaption", "figure", "filter", "font", "footer", "form", "g", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "i", "image", "img", "input", "ins", "kbd", "label", "legend", "li",
    "line", "lineargradient", "main", "map", "mark", "marker", "mask", "math", "menclose", "menu", "merror", "meter",
    "mfenced", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot",
    "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
    "munderover", "nav", "ol", "optgroup", "option", "output", "p", "path", "pattern", "picture", "polygon",
    "polyline", "pre", "progress", "q", "radialgradient", "rb", "rect", "rp", "rt", "rtc", "ruby", "s", "samp",
    "search", "section", "select", "semantics", "slot", "small", "source", "span", "stop", "strike", "strong", "sub",
    "summary", "sup", "svg", "switch", "symbol", "table", "tbody", "td", "text", "textpath", "tfoot", "th", "thead",
    "time", "tr", "track", "tspan", "tt", "u", "ul", "use", "var", "video", "view", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_stand_in_order() {
        assert!(KNOWN.is_sorted());
    }

    #[test]
    fn elements_that_run_something_go() {
        assert_eq!(element("SCRIPT"), Element::Goes);
        assert_eq!(element("base"), Element::Unwrapped);
        assert_eq!(element("Details"), Element::Passes);
        assert_eq!(element("my-part"), Element::Passes);
        assert_eq!(element("Tabs"), Element::Unknown);
    }

    #[test]
    fn attributes_that_run_something_go() {
        let passes = |name, value| super::passes(&Attribute { name, value, range: 0..0 });
        assert!(!passes("onClick", "x") && !passes("STYLE", "x") && !passes("href", "java&#x73;cript:x"));
        assert!(passes("class", "x") && passes("href", "a.md") && passes("src", "data:image/png;base64,x"));
        assert!(!passes("href", "data:image/png;base64,x"));
    }
}
