//! Every way in which files change under a preview.

use std::fs;
use std::io::Write as _;
use std::time::Duration;

use fingerpost::serve::Watching;

use super::site::{SITE, Served, Site};

/// Saves one page in the ways of editors, and sees the new text, never a part of it, never an error.
fn saves(served: &Served, site: &Site) {
    let page = site.path("content/one.md");
    let text = |mark: &str| format!("# One\n\nMark {mark} begins. {}\n\nMark {mark} ends.\n", "Words. ".repeat(300));
    let check = |mark: &str| {
        let whole = |reply: &super::site::Reply| {
            let page = reply.content();
            assert_eq!(reply.status, 200, "{mark}");
            let marks: Vec<&str> = page.match_indices(" begins.").map(|(at, _)| &page[..at]).collect();
            assert!(page.trim_end().ends_with("</html>"));
            assert_eq!(marks.len(), page.matches(" ends.").count(), "half a page, {mark}");
        };
        served.until(mark, || {
            let reply = served.get("/one/");
            whole(&reply);
            reply.text().contains(&format!("Mark {mark} ends."))
        });
    };
    fs::write(&page, text("in-place")).unwrap();
    check("in-place");
    // Rename over: what most editors do.
    let beside = site.path("content/.one.md.tmp");
    fs::write(&beside, text("rename-over")).unwrap();
    fs::rename(&beside, &page).unwrap();
    check("rename-over");
    // Backup and rename: the file is away for a moment.
    fs::rename(&page, site.path("content/one.md~")).unwrap();
    fs::write(&page, text("backup")).unwrap();
    check("backup");
    fs::remove_file(site.path("content/one.md~")).unwrap();
    // Removed and made again.
    fs::remove_file(&page).unwrap();
    fs::write(&page, text("made-again")).unwrap();
    check("made-again");
    // Written slowly, in pieces.
    let whole = text("slowly");
    let (first, second) = whole.split_at(whole.len() / 2);
    let mut file = fs::File::create(&page).unwrap();
    file.write_all(first.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(4));
    file.write_all(second.as_bytes()).unwrap();
    drop(file);
    check("slowly");
    // Two saves at once, of the same size.
    fs::write(&page, text("sizeA")).unwrap();
    fs::write(&page, text("sizeB")).unwrap();
    check("sizeB");
    served.equals_build(site, "saves");
}

#[test]
fn every_editors_way_of_saving_is_followed() {
    let site = Site::new(SITE);
    saves(&site.serve(), &site);
}

#[test]
fn folders_come_and_go() {
    let site = Site::new(SITE);
    let served = site.serve();
    fs::rename(site.path("content/part"), site.path("content/renamed")).unwrap();
    served.equals_build(&site, "a folder renamed");
    // A folder that is moved in has no events for its files.
    let outside = site.outside().join("new");
    fs::create_dir_all(outside.join("deep/er")).unwrap();
    fs::write(outside.join("_index.md"), "# New\n").unwrap();
    fs::write(outside.join("deep/er/page.md"), "# Deep\n").unwrap();
    fs::rename(&outside, site.path("content/new")).unwrap();
    served.equals_build(&site, "a folder moved in");
    site.write("content/new/deep/er/page.md", "# Deeper\n");
    served.shows("/new/deep/er/page/", "Deeper");
    fs::remove_dir_all(site.path("content/new")).unwrap();
    served.equals_build(&site, "a folder removed");
    site.write("content/new/deep/page.md", "# Again\n");
    served.equals_build(&site, "a folder made again");
    site.write("content/new/deep/page.md", "# And again\n");
    served.shows("/new/deep/page/", "And again");
    fs::rename(site.path("content/new"), site.outside().join("away")).unwrap();
    served.equals_build(&site, "a folder moved out");
}

#[test]
fn the_content_folder_itself_is_made_again() {
    let site = Site::new(SITE);
    let served = site.serve();
    for round in 0..3 {
        fs::remove_dir_all(site.path("content")).unwrap();
        site.write("content/_index.md", &format!("# Round {round}\n"));
        served.equals_build(&site, "content made again");
        site.write("content/_index.md", &format!("# Round {round} later\n"));
        served.shows("/", &format!("Round {round} later"));
    }
}

#[test]
fn themes_data_samples_and_assets_are_sources() {
    let site = Site::new(SITE);
    site.write("examples/far.go", "package far\n");
    site.write("content/far.md", "# Far\n\n```go {file=\"../examples/far.go\"}\n```\n");
    let served = site.serve();
    served.shows("/far/", "far");
    site.write("examples/far.go", "package further\n");
    served.shows("/far/", "further");
    site.write("content/shown.go", "package seen\n");
    served.shows("/one/", "seen");
    site.write("content/part/picture.svg", "<svg/>");
    served.equals_build(&site, "an asset");
    site.write("themes/default/templates/page.html", "{{ page.title }}: {{ content }}");
    served.equals_build(&site, "the first template of a theme");
    site.write("themes/default/templates/page.html", "{{ page.title }}! {{ content }}");
    served.shows("/one/", "One! ");
    fs::remove_dir_all(site.path("themes")).unwrap();
    served.equals_build(&site, "a theme removed");
    site.write("fingerpost.toml", "title = \"Other\"\nurl_style = \"file\"\n");
    served.equals_build(&site, "the configuration");
    assert_eq!(served.get("/one.html").status, 200);
    fs::remove_file(site.path("fingerpost.toml")).unwrap();
    served.equals_build(&site, "no configuration");
}

#[test]
fn another_branch_is_shown_as_a_whole() {
    let site = Site::new(SITE);
    for number in 0..1000 {
        site.write(&format!("content/many/{}/page-{number}.md", number % 40), &format!("# Page {number}\n\nBefore.\n"));
    }
    let served = site.serve();
    for number in 0..2000 {
        site.write(&format!("content/many/{}/page-{number}.md", number % 40), &format!("# Page {number}\n\nAfter.\n"));
    }
    for number in 0..500 {
        fs::rename(
            site.path(&format!("content/many/{}/page-{number}.md", number % 40)),
            site.path(&format!("content/many/{}/moved-{number}.md", number % 40)),
        )
        .unwrap();
    }
    let built = site.built();
    served.until("all outputs", || served.preview.paths().len() == built.len());
    for number in [0, 250, 499] {
        served.shows(&format!("/many/{}/moved-{number}/", number % 40), "After.");
    }
    served.shows("/many/39/page-1999/", "After.");
    served.shows("/many/1/", "Page 1961");
}

#[cfg(unix)]
#[test]
fn links_inside_the_site_are_followed() {
    let site = Site::new(SITE);
    site.write("shared/text.md", "# Shared\n\nOld.\n");
    std::os::unix::fs::symlink("../shared/text.md", site.path("content/linked.md")).unwrap();
    let served = site.serve();
    served.shows("/linked/", "Old.");
    site.write("shared/text.md", "# Shared\n\nNew.\n");
    // The file that changed is not where it is watched; asking for its page finds out.
    served.shows("/linked/", "New.");
}

#[test]
fn polling_follows_too() {
    let site = Site::new(SITE);
    let served = site.serve_with(|options| options.watching = Watching::Poll(Duration::from_millis(50)));
    saves(&served, &site);
    fs::rename(site.path("content/part"), site.path("content/renamed")).unwrap();
    served.equals_build(&site, "a folder renamed");
    site.write("themes/default/templates/page.html", "{{ page.title }}: {{ content }}");
    served.equals_build(&site, "a template");
}
