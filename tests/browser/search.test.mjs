// What readers ask, asked in the dialog of the built guide: how often the right section comes first.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { GUIDE, ROOT, browser, built, fresh, served } from "./site.mjs";

// Of each query: `ask`, `find` and perhaps `within`; strings and lists of strings are written as JSON writes them.
const QUERIES = readFileSync(join(ROOT, "tests/data/search-queries.toml"), "utf8")
  .split("[[query]]")
  .slice(1)
  .map((query) => Object.fromEntries([...query.matchAll(/^(\w+) = (.*)$/gm)].map(([, key, value]) => [key, JSON.parse(value)])));

let chromium, site;

before(async () => {
  chromium = await browser();
  site = await served(await built(GUIDE));
});
after(async () => {
  await chromium?.close();
  await site?.end();
});

test("at least 95 of 100 questions find their section", async () => {
  const page = await fresh(chromium);
  await page.goto(site.url);
  await page.keyboard.press("/");
  const input = page.locator("dialog input");
  await input.waitFor();
  const missed = [];
  for (const { ask, find, within = 1 } of QUERIES) {
    const hits = await page.evaluate(async (ask) => {
      const input = document.querySelector("dialog input");
      const list = document.querySelector("dialog [role=listbox]");
      list.replaceChildren();
      const shown = new Promise((done) => new MutationObserver((_, observer) => (observer.disconnect(), done())).observe(list, { childList: true }));
      input.value = ask;
      input.dispatchEvent(new Event("input"));
      await Promise.race([shown, new Promise((done) => setTimeout(done, 3000))]);
      return [...list.querySelectorAll("a")].map((one) => one.href);
    }, ask);
    const first = hits.slice(0, within).map((href) => href.slice(site.url.length));
    if (!first.some((href) => find.some((wanted) => (wanted.includes("#") ? href === wanted : href.startsWith(wanted))))) {
      missed.push(`${ask}: ${first.join(", ") || "nothing"}`);
    }
  }
  const rate = 1 - missed.length / QUERIES.length;
  console.log(`# ${QUERIES.length - missed.length} of ${QUERIES.length} questions answered (${(100 * rate).toFixed(1)} %)`);
  for (const line of missed) console.log(`# missed ${line}`);
  assert.ok(QUERIES.length >= 60);
  assert.ok(rate >= 0.95, missed.join("\n"));
  await page.end();
});

test("the first result costs at most 60 KB", async () => {
  const page = await fresh(chromium);
  await page.goto(site.url + "concurrency/model/");
  await page.waitForLoadState("networkidle");
  const from = site.sent.length;
  await page.keyboard.press("/");
  await page.locator("dialog input").waitFor();
  await page.keyboard.type("goroutine");
  await page.locator("dialog [role=option] mark").first().waitFor();
  await page.waitForLoadState("networkidle");
  const bytes = site.sent.slice(from).reduce((sum, one) => sum + one.bytes, 0);
  console.log(`# ${(bytes / 1024).toFixed(1)} KB to the first result`);
  assert.ok(bytes <= 60 * 1024);
  await page.end();
});
