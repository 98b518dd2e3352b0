//! `robots.txt` (RFC 9309): what a host does not want programs to ask.

use std::time::Duration;

/// What a host asks of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Robots {
    /// Patterns of paths, and whether they may be asked.
    rules: Vec<(String, bool)>,
    /// How long to wait between two questions.
    pub(super) delay: Option<Duration>,
}

/// The name by which a host may speak to this program.
const NAME: &str = "fingerpost";

/// The longest pause that a host may ask for and get; one that wants more is not asked at all.
const LONGEST: f64 = 10.0;

impl Robots {
    /// Nothing may be asked.
    pub(super) fn closed() -> Robots {
        Robots { rules: vec![("/".to_owned(), false)], delay: None }
    }

    /// Reads the rules: those for this program if there are any, else those for all.
    pub(super) fn parse(text: &str) -> Robots {
        let (mut own, mut all) = (None, Robots::default());
        let (mut for_own, mut for_all, mut in_names) = (false, false, false);
        // A file that goes on for ever is cut; the standard asks for 500 KiB.
        for line in text.lines().take(10_000) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !in_names {
                    (for_own, for_all) = (false, false);
                }
                in_names = true;
                for_own |= value.to_ascii_lowercase().starts_with(NAME);
                for_all |= value == "*";
                if for_own {
                    own.get_or_insert_with(Robots::default);
                }
                continue;
            }
            in_names = false;
            if let Some(own) = own.as_mut().filter(|_| for_own) {
                own.rule(&key, value);
            }
            if for_all {
                all.rule(&key, value);
            }
        }
        own.unwrap_or(all)
    }

    fn rule(&mut self, key: &str, value: &str) {
        match key {
            "allow" if !value.is_empty() => self.rules.push((value.to_owned(), true)),
            "disallow" if !value.is_empty() => self.rules.push((value.to_owned(), false)),
            "crawl-delay" => match value.parse::<f64>() {
                Ok(seconds) if seconds > LONGEST => *self = Robots::closed(),
                Ok(seconds) if seconds > 0.0 => self.delay = Some(Duration::from_secs_f64(seconds)),
                _ => {}
            },
            _ => {}
        }
    }

    /// Whether a path (with its query) may be asked: the longest rule counts, and of equal ones the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(pattern, _)| matches(pattern, path));
        matching.max_by_key(|(pattern, allow)| (pattern.len(), *allow)).is_none_or(|(_, allow)| *allow)
    }
}

/// A pattern matches the start of a path; `*` stands for anything, `$` at its end for the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        // The last part of a pattern for the whole path must stand at its end; each other where it comes first.
        if whole && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_counts() {
        let robots =
            Robots::parse("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow: /x*y\n# end");
        for (path, allowed) in [
            ("/", true),
            ("/a", false),
            ("/a/c", false),
            ("/a/b/c", true),
            ("/d.pdf", false),
            ("/d.pdf?x", true),
            ("/x1y2", false),
            ("/x1", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
    }

    #[test]
    fn rules_for_this_program_count_alone() {
        let text =
            "User-agent: other\nUser-agent: Fingerpost\nDisallow: /own\nCrawl-delay: 2\n\nUser-agent: *\nDisallow: /";
        let robots = Robots::parse(text);
        assert!(robots.allows("/x") && !robots.allows("/own/x"));
        assert_eq!(robots.delay, Some(Duration::from_secs(2)));
        assert!(!Robots::parse("User-agent: *\nDisallow: /").allows("/x"));
        assert!(Robots::parse("User-agent: *\nDisallow:").allows("/x"));
        assert!(Robots::parse("<html>not found</html>").allows("/x"));
        assert!(!Robots::parse("User-agent: *\nCrawl-delay: 3600").allows("/x"));
    }
}
