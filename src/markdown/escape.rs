//! Text as it may stand in HTML.

use std::borrow::Cow;

/// Appends text for the inside of an element.
pub fn text(text: &str, out: &mut String) {
    write(text, false, out);
}

/// Appends text for the inside of a double-quoted attribute.
pub(super) fn attribute(text: &str, out: &mut String) {
    write(text, true, out);
}

const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut index = 0;
    while index < b"&<>\"\0\r".len() {
        special[b"&<>\"\0\r"[index] as usize] = true;
        index += 1;
    }
    special
};

/// A line break is `\n`, and a null character is not one of HTML's: both as CommonMark has it.
fn write(text: &str, quotes: bool, out: &mut String) {
    let mut written = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        // Nearly every byte is turned away here.
        if !SPECIAL[usize::from(*byte)] {
            continue;
        }
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            b'\0' => "\u{fffd}",
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => "",
            b'\r' => "\n",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(escaped);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

/// Character references resolved: numbers, and the names that authors write or that could hide an address.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(32).position(|byte| byte == b';');
        match end.and_then(|end| Some((reference(&rest[1..end])?, end))) {
            Some((c, end)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}'));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "sol" => '/',
        "Tab" => '\t',
        "NewLine" => '\n',
        "lpar" => '(',
        "rpar" => ')',
        "num" => '#',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "times" => '×',
        "rarr" => '→',
        "larr" => '←',
        "laquo" => '«',
        "raquo" => '»',
        "bull" => '•',
        "middot" => '·',
        "shy" => '\u{ad}',
        _ => return None,
    })
}

/// Whether an address would run a script, or hold a document of its own; `image`: a picture within the address is fine.
pub(super) fn runs_script(address: &str, image: bool) -> bool {
    let mut scheme = String::new();
    let mut ended = false;
    // Browsers skip blanks and control characters here.
    for c in address.chars().filter(|c| *c > ' ' && !c.is_control()) {
        match c {
            ':' => {
                ended = true;
                break;
            }
            c if scheme.len() < 12 && (c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) => {
                scheme.push(c.to_ascii_lowercase());
            }
            _ => return false,
        }
    }
    match scheme.as_str() {
        _ if !ended => false,
        "javascript" | "vbscript" | "livescript" => true,
        "data" => {
            let start: String = address.chars().filter(|c| *c > ' ').take(11).collect();
            !(image && start.to_ascii_lowercase().starts_with("data:image/"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_reads_as_markup_is_escaped() {
        let mut out = String::new();
        text("a<b>&\"\0\r\n\r", &mut out);
        attribute("\"'", &mut out);
        assert_eq!(out, "a&lt;b&gt;&amp;\"\u{fffd}\n\n&quot;'");
    }

    #[test]
    fn a_script_address_is_known_in_any_disguise() {
        for address in
            ["javascript:x", " JaVaScript:x", "java\tscript:x", "\u{1}javascript:x", "vbscript:x", "data:text/html,x"]
        {
            assert!(runs_script(address, true), "{address}");
        }
        assert!(runs_script(&decoded("java&Tab;script&colon;x"), false));
        assert!(runs_script(&decoded("&#106;avascript:x"), false));
        assert!(runs_script("data:image/png;base64,x", false));
        for address in ["data:image/png;base64,x", "https://a/javascript:x", "javascript", "a/b:c", "mailto:x@y"] {
            assert!(!runs_script(address, true), "{address}");
        }
    }
}
