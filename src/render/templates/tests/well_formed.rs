//! Whether HTML is well-formed as our templates write it: elements nest, ids are unique, attributes are quoted.

/// Elements without an end tag.
const VOID: [&str; 9] = ["meta", "link", "br", "hr", "img", "input", "path", "circle", "rect"];
/// Elements whose end tag may be left out where the next one begins.
const OPTIONAL: [&str; 7] = ["li", "tr", "td", "th", "dd", "dt", "p"];

pub(super) fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut open, mut ids): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = rest.find('>').unwrap_or(rest.len() - 1);
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            while open.last().is_some_and(|last| *last != name && OPTIONAL.contains(last)) {
                open.pop();
            }
            match open.pop() {
                Some(last) if last == name => {}
                last => faults.push(format!("</{name}> closes {last:?}")),
            }
            continue;
        }
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        for attribute in ["id=\"", "style="] {
            if let Some(at) = tag.find(&format!(" {attribute}")) {
                let value = &tag[at + attribute.len() + 1..];
                match attribute {
                    "style=" => faults.push(format!("inline style in <{tag}>")),
                    _ => ids.push(value.split('"').next().unwrap_or_default()),
                }
            }
        }
        if tag.matches('"').count() % 2 == 1 {
            faults.push(format!("quotes in <{tag}>"));
        }
        if !tag.ends_with('/') && !VOID.contains(&name) {
            if OPTIONAL.contains(&name) && open.last() == Some(&name) {
                open.pop();
            }
            open.push(name);
        }
        if name == "script" {
            rest = &rest[rest.find("</script>").unwrap_or(rest.len())..];
        }
    }
    faults.extend(open.iter().map(|name| format!("<{name}> is not closed")));
    ids.sort_unstable();
    faults.extend(ids.windows(2).filter(|two| two[0] == two[1]).map(|two| format!("id {} stands twice", two[0])));
    faults
}
