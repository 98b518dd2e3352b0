//! The one difference between a page of the preview and the page that `build` writes: the script that asks for news, and
//! the policy that lets it.

/// Where the script is served.
pub(super) const SCRIPT: &str = "/.fingerpost/preview.js";

/// What is added before the end of the body. Not `defer`: it must see the page before the theme's scripts change it.
const TAG: &str = "<script src=\"/.fingerpost/preview.js\"></script>";

/// What is added to the policy of the page.
const POLICY: &str = "; connect-src 'self'";

/// How a page's policy begins.
const META: &str = "<meta http-equiv=\"content-security-policy\" content=\"";

/// The page with its script.
pub(super) fn into_page(page: Vec<u8>) -> Vec<u8> {
    let mut page = match String::from_utf8(page) {
        Ok(page) => page,
        Err(error) => return error.into_bytes(),
    };
    if let Some(start) = page.find(META).map(|at| at + META.len())
        && let Some(end) = page[start..].find('"')
    {
        page.insert_str(start + end, POLICY);
    }
    let end = page.rfind("</body>").unwrap_or(page.len());
    page.insert_str(end, TAG);
    page.into_bytes()
}

/// The page without it: what `build` writes.
pub fn without_script(page: &str) -> String {
    let policy = format!("{POLICY}\"");
    page.replacen(&policy, "\"", 1).replacen(TAG, "", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_its_script_is_the_page_again() {
        for page in [
            "<head><meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\"></head><body>x</body>",
            "<p>no body, no policy",
        ] {
            let with = String::from_utf8(into_page(page.as_bytes().to_vec())).unwrap();
            assert!(with.contains(SCRIPT));
            assert_eq!(without_script(&with), page);
        }
    }
}
