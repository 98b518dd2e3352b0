//! What an answer looks like: types, tags, parts, redirects, and the page for what is missing.

use std::fs;

use super::site::{SITE, Site};

#[test]
fn every_output_equals_the_build() {
    let site = Site::new(SITE);
    let served = site.serve();
    served.equals_build(&site, "the start");
    let built = site.built();
    assert!(built.contains_key("index.html") && built.contains_key("part/two/index.html"), "{:?}", built.keys());
}

#[test]
fn a_page_has_a_type_a_tag_and_no_permission_for_others() {
    let site = Site::new(SITE);
    let served = site.serve();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/one/", "text/html; charset=utf-8"),
        ("/one/index.md", "text/markdown; charset=utf-8"),
        ("/part/picture.svg", "image/svg+xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.fingerpost/preview.js", "text/javascript; charset=utf-8"),
        ("/.fingerpost/findings", "application/json"),
    ] {
        let reply = served.ask("GET", path, "");
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(kind)), "{path}");
        assert!(reply.header("etag").is_some_and(|tag| tag.starts_with('"')), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let site = Site::new(SITE);
    let served = site.serve();
    let first = served.ask("GET", "/one/", "");
    let tag = first.header("etag").unwrap().to_owned();
    for known in [tag.clone(), format!("\"x\", {tag}"), format!("W/{tag}"), "*".to_owned()] {
        let again = served.ask("GET", "/one/", &format!("If-None-Match: {known}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), Some(&*tag));
    }
    assert_eq!(served.ask("GET", "/one/", "If-None-Match: \"other\"\r\n").status, 200);
    site.write("content/one.md", "# One\n\nOther words.\n");
    served.shows("/one/", "Other words");
    let other = served.ask("GET", "/one/", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!(other.status, 200);
}

#[test]
fn head_is_get_without_the_body() {
    let site = Site::new(SITE);
    let served = site.serve();
    for path in ["/", "/part/picture.svg", "/none/", "/.fingerpost/preview.css"] {
        let (head, get) = (served.ask("HEAD", path, ""), served.ask("GET", path, ""));
        assert_eq!(head.status, get.status);
        assert!(head.body.is_empty());
        assert_eq!(head.header("content-length"), get.header("content-length"), "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let reply = served.ask(method, "/", "");
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
}

#[test]
fn parts_of_small_and_large_files_are_sent() {
    let site = Site::new(SITE);
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
    fs::write(site.path("content/film.mp4"), &bytes).unwrap();
    fs::write(site.path("content/small.bin"), &bytes[..1000]).unwrap();
    let served = site.serve();
    for (path, length) in [("/film.mp4", bytes.len()), ("/small.bin", 1000)] {
        let whole = served.ask("GET", path, "");
        assert_eq!((whole.status, whole.body == bytes[..length]), (200, true));
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        let tag = whole.header("etag").unwrap();
        for (range, from, to) in [
            ("bytes=0-0".to_owned(), 0, 1),
            ("bytes=10-99".to_owned(), 10, 100),
            (format!("bytes={}-", length - 7), length - 7, length),
            ("bytes=-5".to_owned(), length - 5, length),
            (format!("bytes=500-{}", length * 2), 500, length),
        ] {
            let part = served.ask("GET", path, &format!("Range: {range}\r\nIf-Range: {tag}\r\n"));
            assert_eq!((part.status, part.body == bytes[from..to]), (206, true), "{path} {range}");
            assert_eq!(part.header("content-range"), Some(&*format!("bytes {from}-{}/{length}", to - 1)));
            let stale = served.ask("GET", path, &format!("Range: {range}\r\nIf-Range: \"other\"\r\n"));
            assert_eq!((stale.status, stale.body.len()), (200, length));
        }
        let outside = served.ask("GET", path, &format!("Range: bytes={length}-\r\n"));
        assert_eq!(outside.status, 416);
        assert_eq!(outside.header("content-range"), Some(&*format!("bytes */{length}")));
        assert_eq!(served.ask("GET", path, "Range: bytes=0-1,5-6\r\n").status, 200);
        let head = served.ask("HEAD", path, "");
        assert_eq!((head.header("content-length"), head.body.len()), (Some(&*length.to_string()), 0));
    }
}

#[test]
fn a_folder_without_its_slash_leads_to_it() {
    let site = Site::new(SITE);
    let served = site.serve();
    let reply = served.ask("GET", "/part/two?x=1", "");
    assert_eq!((reply.status, reply.header("location")), (302, Some("/part/two/?x=1")));
    assert_eq!(served.ask("GET", "/part/two/?x=1", "").status, 200);
}

#[test]
fn a_missing_page_names_the_nearest_ones() {
    let site = Site::new(SITE);
    let served = site.serve();
    let reply = served.ask("GET", "/part/tow/", "Accept: text/html\r\n");
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("<a href=\"/part/two/\">Two</a>"), "{}", reply.text());
    assert!(reply.text().contains("/.fingerpost/preview.js"), "it must go away by itself");
    let reply = served.ask("GET", "/%3Cscript%3Ealert(1)%3C/script%3E", "Accept: text/html\r\n");
    assert!(!reply.text().contains("<script>alert"), "{}", reply.text());
    let plain = served.ask("GET", "/part/tow.png", "Accept: image/png\r\n");
    assert_eq!(plain.header("content-type"), Some("text/plain; charset=utf-8"));
}

#[test]
fn links_of_the_page_for_what_is_missing_lead_into_the_preview() {
    let site =
        Site::new(&SITE.replace("title = \"Guide\"", "title = \"Guide\"\nbase_url = \"https://example.org/docs/\""));
    let served = site.serve();
    for (path, location) in [("/docs/", "/"), ("/docs/one/", "/one/"), ("/docs/docs/", "/docs/")] {
        let reply = served.ask("GET", path, "");
        assert_eq!((reply.status, reply.header("location")), (302, Some(location)), "{path}");
    }
}

#[test]
fn search_is_there_and_follows() {
    let site = Site::new(SITE);
    let served = site.serve();
    assert!(!served.get("/search/index.js").text().contains("Zebra"));
    site.write("content/one.md", "# Zebra\n\nStripes.\n");
    served.shows("/search/index.js", "Zebra");
    served.equals_build(&site, "a title");
}

#[test]
fn drafts_are_shown_unless_they_are_not_wanted() {
    let site = Site::new(SITE);
    assert_eq!(site.serve().get("/three/").status, 200);
    assert_eq!(site.serve_with(|options| options.drafts = false).get("/three/").status, 404);
}

#[test]
fn nothing_is_written() {
    let site = Site::new(SITE);
    let served = site.serve();
    served.differs(&site.built());
    site.write("content/one.md", "# One\n\nAgain.\n");
    served.shows("/one/", "Again");
    let mut names: Vec<_> = fs::read_dir(&site.root).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["content", "fingerpost.toml"]);
}

#[test]
fn findings_are_told_once_and_gone_when_mended() {
    let site = Site::new(SITE);
    let served = site.serve();
    let findings =
        || -> serde_json::Value { serde_json::from_slice(&served.get("/.fingerpost/findings").body).unwrap() };
    assert_eq!(findings()["errors"], 0);
    site.write("content/part/two.md", "# Two\n\nSee [the place](tow.md) now.\n\n## Place\n");
    served.until("an error", || findings()["errors"].as_u64().unwrap() > 0);
    let all = findings();
    let first = &all["findings"][0];
    assert_eq!((&first["code"], &first["file"]), (&"broken-link".into(), &"content/part/two.md".into()), "{all}");
    assert_eq!((&first["line"], &first["column"]), (&3.into(), &17.into()));
    assert_eq!(first["lines"][0]["marked"], "tow.md");
    // The page is shown all the same, and another save repeats nothing.
    served.shows("/part/two/", "the place");
    site.write("content/part/two.md", "# Two\n\n\nSee [the place](tow.md) now, again.\n\n## Place\n");
    served.shows("/part/two/", "now, again");
    site.write("content/part/two.md", "# Two\n\n## Place\n\nSee it now.\n");
    served.until("no error", || findings()["errors"] == 0);
    let said = served.said.lock().unwrap().clone();
    let about = |what: &str| said.iter().filter(|line| line.contains(what)).count();
    assert_eq!(about("broken-link"), 1, "{said:#?}");
    assert!(said.last().unwrap().ends_with("errors=0") && !said.last().unwrap().contains("mended=0"), "{said:#?}");
}

#[test]
fn a_broken_theme_or_configuration_leaves_the_last_good_one() {
    let site = Site::new(SITE);
    site.write("themes/default/templates/404.html", "good {{ page.title }}");
    let served = site.serve();
    let page = served.get("/one/").text();
    site.write("themes/default/templates/page.html", "{% if %} broken");
    served.until("a finding", || served.get("/.fingerpost/findings").text().contains("theme-error"));
    assert_eq!(served.get("/one/").text(), page);
    // Prose goes on being shown, by the last good theme.
    site.write("content/one.md", "# One\n\nNew prose.\n");
    served.shows("/one/", "New prose");
    site.write("themes/default/templates/page.html", "mended: {{ content }}");
    served.shows("/one/", "mended: ");
    served.until("no finding", || !served.get("/.fingerpost/findings").text().contains("theme-error"));
    site.write("fingerpost.toml", "title = \"Gui\nde\"");
    served.until("a finding", || served.get("/.fingerpost/findings").text().contains("invalid-config"));
    assert_eq!(served.get("/").status, 200);
    site.write("fingerpost.toml", "title = \"Other\"");
    served.equals_build(&site, "a mended configuration");
    // What cannot be read keeps its last good state too.
    fs::write(site.path("content/one.md"), b"# One\n\n\xff").unwrap();
    served.until("a finding", || served.get("/.fingerpost/findings").text().contains("not-utf8"));
    assert!(served.get("/one/").text().contains("New prose"));
}

#[test]
fn a_page_that_moves_is_found_by_who_follows() {
    let site = Site::new(SITE);
    let served = site.serve();
    fs::rename(site.path("content/part"), site.path("content/piece")).unwrap();
    served.until("the page at its new place", || served.get("/piece/two/").status == 200);
    let reply = served.ask("GET", "/part/two/", "X-Fingerpost: follow\r\nAccept: text/html\r\n");
    assert_eq!((reply.status, reply.header("location")), (302, Some("/piece/two/")));
    let reply = served.ask("GET", "/part/two/", "Accept: text/html\r\n");
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("/piece/two/"));
}

#[test]
fn an_editor_is_opened_for_findings_of_this_preview_alone() {
    let site = Site::new(SITE);
    site.write("fingerpost.toml", "title = \"x\"\n[serve]\neditor = \"touch opened\"\n");
    site.write("content/one.md", "# One\n\n[x](none.md)\n");
    let script = |served: &super::site::Served| {
        let script = served.get("/.fingerpost/preview.js").text();
        script.split("const TOKEN = \"").nth(1).unwrap()[..32].to_owned()
    };
    let place = "content/one.md:3:5";
    let open = |served: &super::site::Served, token: &str, place: &str| {
        let lines = format!("Origin: http://{}\r\nX-Fingerpost: {token}\r\nX-Place: {place}\r\n", served.address);
        served.ask("POST", "/.fingerpost/open", &lines).status
    };
    let served = site.serve();
    let token = script(&served);
    assert_eq!(open(&served, &token, place), 409, "not the command of a known editor");
    let served = site.serve_with(|options| options.any_editor = true);
    let token = script(&served);
    assert_eq!(open(&served, "0", place), 403);
    assert_eq!(open(&served, &token, "content/one.md:1:1"), 409, "no finding stands there");
    assert_eq!(served.ask("POST", "/.fingerpost/open", &format!("X-Fingerpost: {token}\r\n")).status, 403);
    assert_eq!(served.ask("GET", "/.fingerpost/open", "").status, 405);
    assert!(!site.path("opened").exists());
    assert_eq!(open(&served, &token, place), 204);
    served.until("the editor", || site.path("opened").exists());
}
