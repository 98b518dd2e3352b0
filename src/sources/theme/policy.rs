//! The content security policy of every page.

use sha2::{Digest, Sha256};

/// Nothing but the site's own files, images from anywhere over `https`, and the one inline script.
pub(super) fn policy(inline_script: &str) -> String {
    let hash = match inline_script {
        "" => String::new(),
        script => format!(" 'sha256-{}'", base64(&Sha256::digest(script))),
    };
    format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data: https:; media-src 'self'; font-src 'self'; \
         script-src 'self'{hash}; base-uri 'none'; form-action 'none'"
    )
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_hash_of_the_inline_script() {
        // The value that `printf "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64` prints.
        assert!(policy("alert('Hello, world.');").contains(" 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"));
        assert!(!policy("").contains("sha256"));
    }

    #[test]
    fn base64_pads_what_is_left() {
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }
}
