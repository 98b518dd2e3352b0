// A page read in every way: narrow, enlarged, without scripts, in high contrast, from right to left, on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { extractText, getDocumentProxy } from "unpdf";
import { GUIDE, PARTS, browser, built, fresh, pagesOf, served, sideways, wrong } from "./site.mjs";

let chromium, folders, parts, guide;

before(async () => {
  chromium = await browser();
  folders = { parts: await built(PARTS), guide: await built(GUIDE) };
  parts = await served(folders.parts);
  guide = await served(folders.guide);
});
after(async () => {
  await chromium?.close();
  await parts?.end();
  await guide?.end();
});

test("no page scrolls sideways in a window of 320 px", async () => {
  const page = await fresh(chromium, { width: 320, height: 640 });
  for (const [site, folder] of [[parts, folders.parts], [guide, folders.guide]]) {
    for (const path of await pagesOf(folder)) {
      if (path.startsWith("old/")) continue;
      await page.goto(site.url + path);
      assert.deepEqual(await sideways(page), [], path);
    }
  }
  await page.end();
});

test("nothing is lost at four times the size", async () => {
  // 1280 by 1024 px at 400 %: 320 by 256 CSS pixels, four to one.
  const page = await fresh(chromium, { width: 320, height: 256, deviceScaleFactor: 4 });
  for (const path of ["", "guide/parts/", "decisions/store/"]) {
    await page.goto(parts.url + path);
    assert.deepEqual(await sideways(page), [], path);
    // What sticks to the window leaves at least two thirds of it to the text.
    const stuck = await page.evaluate(() =>
      [...document.querySelectorAll("body *")]
        .filter((one) => /sticky|fixed/.test(getComputedStyle(one).position) && one.checkVisibility() && one.closest(".matrix-region") === null)
        .map((one) => one.getBoundingClientRect().height)
        .reduce((sum, height) => sum + height, 0));
    assert.ok(stuck <= 256 / 3, `${path}: ${stuck} px stick`);
  }
  await page.keyboard.press("/");
  await page.locator("dialog input").pressSequentially("tabs");
  await page.locator("dialog [role=option]").first().waitFor();
  assert.deepEqual(await sideways(page), []);
  await page.end();
});

test("without scripts all text is there, and no control that does nothing", async () => {
  const page = await fresh(chromium, { javaScriptEnabled: false });
  for (const path of ["guide/parts/", "guide/second/", "decisions/store/"]) {
    await page.goto(parts.url + path);
    const [hidden, dead] = await page.evaluate(() => {
      const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const closed = (one) => one.closest("details:not([open])") && !one.matches("details > summary");
      const blocks = [...document.querySelectorAll("main :is(p, li, td, th, pre, dt, dd, h1, h2, h3, h4)")];
      return [
        blocks.filter((one) => !seen(one) && !closed(one) && !one.closest(".needs-script, .due, .contents, .toc")).map((one) => one.textContent.slice(0, 60)),
        [...document.querySelectorAll("button, select, input:not([type=radio], [type=checkbox][disabled])")]
          .filter((one) => seen(one) && !one.matches("[popovertarget], [type=reset], .only-differing") && !closed(one))
          .map((one) => one.outerHTML.slice(0, 80)),
      ];
    });
    assert.deepEqual(hidden, [], path);
    // The menu, the reset of a form and the filter of the matrix need no script.
    assert.deepEqual(dead, [], path);
  }
  await page.goto(parts.url + "guide/second/");
  for (const word of ["Words about Go.", "Words about Python.", 'fmt.Println("words")', 'print("words")']) {
    assert.ok(await page.getByText(word, { exact: false }).first().isVisible(), word);
  }
  await page.end();
});

test("without scripts the menu of a phone opens", async () => {
  const page = await fresh(chromium, { width: 390, height: 844, javaScriptEnabled: false });
  await page.goto(parts.url);
  assert.equal(await page.locator("#menu").isVisible(), false);
  await page.locator(".menu-button").click();
  await page.locator("#menu").getByRole("link", { name: "Guide", exact: true }).click();
  assert.equal(page.url(), `${parts.url}guide/`);
  await page.end();
});

test("colours follow the system, with and without scripts, and the reader's choice before the first paint", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const grounds = [];
    for (const scheme of ["light", "dark"]) {
      const page = await fresh(chromium, { scheme, javaScriptEnabled });
      await page.goto(parts.url);
      grounds.push(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
      await page.end();
    }
    assert.deepEqual(grounds, ["rgb(255, 255, 255)", "rgb(20, 23, 27)"]);
  }
  const page = await fresh(chromium);
  await page.goto(parts.url);
  await page.evaluate(() => localStorage.setItem("theme", "dark"));
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      window.atFirst = getComputedStyle(document.documentElement).backgroundColor;
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => window.atFirst), "rgb(20, 23, 27)");
  await page.end();
});

test("the choice of a language is one for the page and is kept for the next", async () => {
  const page = await fresh(chromium);
  await page.goto(parts.url + "guide/second/");
  const chosen = () => page.locator("[role=tab][aria-selected=true]").allTextContents();
  assert.deepEqual(await chosen(), ["Go", "Go"]);
  const tab = page.locator("[role=tab]", { hasText: "Go" }).last();
  await tab.scrollIntoViewIfNeeded();
  const before = await tab.boundingBox();
  await tab.focus();
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await chosen(), ["Python", "Python"]);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Python");
  assert.equal((await tab.boundingBox()).y, before.y);
  assert.equal(await page.getByText("Words about Go.").isVisible(), false);
  await page.keyboard.press("Home");
  await page.keyboard.press("End");
  assert.deepEqual(await chosen(), ["Python", "Python"]);
  // One stop for each row of tabs.
  assert.equal(await page.locator("[role=tab][tabindex='0']").count(), 2);
  await page.goto(guide.url + "performance/load/");
  const own = await page.locator(".compare").evaluateAll((all) => all.length);
  assert.ok(own > 0);
  await page.goto(parts.url + "guide/parts/");
  assert.deepEqual([...new Set(await chosen())], ["Python"]);
  await page.end();
});

test("contents mark the section that is read", async () => {
  const page = await fresh(chromium, { width: 1400, height: 800 });
  await page.goto(parts.url + "guide/parts/");
  for (const heading of ["tables", "code"]) {
    await page.locator(`#${heading}`).evaluate((one) => scrollTo({ top: one.getBoundingClientRect().top + scrollY - 90, behavior: "instant" }));
    await page.waitForFunction((heading) => document.querySelector(".toc [aria-current]")?.hash === `#${heading}`, heading, { timeout: 5000 });
  }
  assert.equal(await page.locator(".toc [aria-current]").count(), 1);
  await page.end();
});

test("a heading that a link leads to is not hidden below the header", async () => {
  for (const width of [390, 1400]) {
    const page = await fresh(chromium, { width });
    await page.goto(`${parts.url}guide/parts/#tables`);
    await page.waitForFunction(() => scrollY > 100);
    const [top, header] = await page.evaluate(() => ["#tables", "header.top"].map((one) => document.querySelector(one).getBoundingClientRect()).map((box, at) => (at ? box.bottom : box.top)));
    assert.ok(top >= header, `${top} ${header}`);
    await page.end();
  }
});

test("the copy button copies the code alone, and says so", async () => {
  const page = await fresh(chromium, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(parts.url + "guide/parts/");
  await page.locator("figure.code .copy").first().click();
  await page.waitForFunction(() => document.querySelector(".status").textContent === "Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trimEnd(), "package main\n\nfunc work(jobs <-chan Job) {\n\tfor job := range jobs {\n\t\told(job)\n\t\tnew(job)\n\t}\n}");
  await page.end();
});

test("printed, a page is white, whole and without what one clicks", async () => {
  for (const path of ["guide/parts/", "guide/second/", "decisions/store/"]) {
    const page = await fresh(chromium, { scheme: "dark" });
    await page.goto(parts.url + path);
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    const has = { "guide/second/": ["Words about Go.", "Words about Python.", "fmt.Println", "print("], "decisions/store/": ["Nothing else keeps up.", "That is what it is for."], "guide/parts/": ["Words that a reader without scripts can open.", "return a + b", "must be reachable"] }[path];
    const words = text.replace(/\s+/g, " ");
    for (const word of has) assert.ok(words.includes(word), `${path}: ${word}\n${text}`);
    for (const word of ["Skip to content", "Search", "Copy"]) assert.ok(!words.includes(word), `${path}: ${word}`);
    await page.setViewportSize({ width: 680, height: 960 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const [ground, shown, clipped] = await page.evaluate(() => [
      getComputedStyle(document.documentElement).backgroundColor,
      ["header.top", ".tree", ".toc", ".contents", ".copy", ".pager", ".skip"].filter((one) => document.querySelector(one)?.checkVisibility()),
      [...document.querySelectorAll("pre, .table, .matrix-region")].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.slice(0, 50)),
    ]);
    assert.equal(ground, "rgb(255, 255, 255)", path);
    assert.deepEqual(shown, [], path);
    // A table of ten long words is wider than any paper.
    assert.deepEqual(clipped.filter((text) => !text.includes("Ten")), [], path);
    await page.end();
  }
});

test("from right to left the page is mirrored and code is not", async () => {
  const folder = await built(PARTS, (config) => config.replace('language = "en"', 'language = "ar"'));
  const site = await served(folder);
  for (const width of [1400, 390, 320]) {
    const page = await fresh(chromium, { width });
    for (const path of ["guide/parts/", "decisions/store/", ""]) {
      await page.goto(site.url + path);
      assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
      assert.deepEqual(await sideways(page), [], path);
      assert.deepEqual(await wrong(page), [], path);
      if (width > 1000 && path === "guide/parts/") {
        const at = (one) => page.locator(one).first().boundingBox().then((box) => box.x);
        assert.ok((await at(".tree")) > (await at("main")), "the tree is at the right");
        assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("pre")).direction), "ltr");
      }
    }
    await page.end();
  }
  await site.end();
});

test("in forced colours the current page, the answer and the chosen tab are seen", async () => {
  const page = await fresh(chromium, { forcedColors: "active", width: 1400 });
  const edge = (one, side) => page.locator(one).first().evaluate((one, side) => {
    const style = getComputedStyle(one);
    return [style[`${side}Width`], style[`${side}Style`], style[`${side}Color`] !== getComputedStyle(document.documentElement).backgroundColor];
  }, side);
  await page.goto(parts.url + "guide/second/");
  assert.deepEqual(await edge(".tree [aria-current=page]", "borderInlineStart"), ["3px", "solid", true]);
  assert.deepEqual(await edge("[role=tab][aria-selected=true]", "borderBottom"), ["3px", "solid", true]);
  await page.goto(parts.url + "decisions/store/");
  await page.locator("input[value=one]").check();
  await page.locator("fieldset[data-input=rate] input[value='0']").check();
  assert.deepEqual(await edge(".rules [aria-current]", "borderInlineStart"), ["3px", "solid", true]);
  await page.end();
});
