// Nothing that axe-core finds wrong, on every kind of page, light and dark, desktop and phone; and nothing said by the
// console, which also tells of what the content security policy refused.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GUIDE, PARTS, browser, built, fresh, served, wrong } from "./site.mjs";

const PAGES = {
  parts: ["", "guide/", "guide/parts/", "guide/second/", "wide/", "topics/", "topics/queues/", "decisions/store/", "no/such/page/", "old/parts/"],
  guide: ["", "concurrency/", "performance/load/", "topics/concurrency/", "decisions/go-or-python/", "glossary/", "choose/"],
};
const VIEWS = [1280, 390].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, height: 844, scheme })));

let chromium;
const sites = {};

before(async () => {
  chromium = await browser();
  for (const [name, folder] of [["parts", PARTS], ["guide", GUIDE]]) sites[name] = await served(await built(folder), "/under/a/path/");
});
after(async () => {
  await chromium?.close();
  for (const site of Object.values(sites)) await site.end();
});

for (const [name, paths] of Object.entries(PAGES)) {
  for (const view of VIEWS) {
    test(`nothing is wrong with the pages of ${name}, ${view.width} px, ${view.scheme}`, async () => {
      const page = await fresh(chromium, view);
      for (const path of paths) {
        page.heard.length = 0;
        const answer = await page.goto(sites[name].url + path);
        await page.waitForLoadState("load");
        if (path === "old/parts/") await page.waitForURL(/guide\/parts\/$/);
        assert.deepEqual(await wrong(page), [], path);
        // A missing page is told of by the browser itself.
        if (answer.status() === 200) assert.deepEqual(page.heard, [], path);
      }
      await page.end();
    });
  }
}

for (const view of VIEWS) {
  test(`nothing is wrong with what opens or changes, ${view.width} px, ${view.scheme}`, async () => {
    const page = await fresh(chromium, view);
    await page.goto(sites.guide.url + "decisions/go-or-python/");
    await page.locator("input[value=data]").check();
    await page.locator("input[value=go]").first().check();
    for (const details of await page.locator("main details").all()) await details.evaluate((one) => (one.open = true));
    assert.deepEqual(await wrong(page), [], "answers");
    await page.keyboard.press("Control+k");
    await page.locator("dialog input").pressSequentially("goroutines");
    await page.locator("dialog [role=option]").first().waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await wrong(page), [], "search");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    if (view.width < 768) {
      await page.locator(".menu-button").click();
      await page.locator("#menu").waitFor();
      assert.deepEqual(await wrong(page), [], "menu");
    }
    assert.deepEqual(page.heard, []);
    await page.end();
  });
}
