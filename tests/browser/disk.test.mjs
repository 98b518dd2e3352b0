// A site opened from the disk: no server, every page a file.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { PARTS, browser, built, fresh } from "./site.mjs";

let chromium, root;

before(async () => {
  chromium = await browser();
  const folder = await built(PARTS, (config) => config.replace('url_style = "directory"', 'url_style = "file"'));
  root = `${pathToFileURL(folder).href}/`;
});
after(() => chromium?.close());

test("from the disk the reader walks from page to page", async () => {
  const page = await fresh(chromium, { width: 1400 });
  await page.goto(root + "index.html");
  await page.locator(".tree").getByRole("link", { name: "Guide", exact: true }).click();
  await page.waitForURL(/guide(\/index)?\.html$/);
  await page.locator("main").getByRole("link", { name: "Parts of a page" }).first().click();
  await page.waitForURL(/guide\/parts\.html$/);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).marginLeft), "8px");
  await page.locator(".chips a").first().click();
  await page.waitForURL(/topics\/queues\.html$/);
  await page.goto(root + "old/parts.html");
  await page.waitForURL(/guide\/parts\.html$/);
  const targets = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((one) => one.href).filter((href) => /^file:.*\/(#|$)/.test(href)));
  assert.deepEqual(targets, [], "a folder is no page");
  assert.deepEqual(page.heard, []);
  await page.end();
});

test("from the disk the search finds sections", async () => {
  const page = await fresh(chromium);
  await page.goto(root + "guide/second.html");
  await page.keyboard.press("/");
  await page.locator("dialog input").waitFor();
  await page.keyboard.type("durability");
  await page.locator("dialog [role=option] mark").first().waitFor();
  const { href } = await page.locator("dialog [aria-selected=true]").evaluate((one) => ({ href: one.href }));
  assert.equal(href, `${root}guide/second.html#durability`);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "#durability");
  assert.deepEqual(page.heard, []);
  await page.end();
});

test("from the disk the chooser answers, and its picks are in the address", async () => {
  const page = await fresh(chromium);
  await page.goto(root + "decisions/store.html");
  await page.locator("input[value=several]").check();
  await page.locator("input[value=false]").check();
  await page.locator("fieldset[data-input=rate] input[value='0']").check();
  assert.equal(await page.locator(".chooser .verdict-line").textContent(), "Database");
  assert.equal(await page.evaluate(() => location.hash), "#rate=0&machines=several&lost=false");
  const left = await page.locator(".rules > li:visible").evaluateAll((all) => all.map((one) => one.dataset.rule));
  assert.deepEqual(left, ["kept", ""]);
  await page.reload();
  assert.equal(await page.locator(".chooser .verdict-line").textContent(), "Database");
  assert.deepEqual(page.heard, []);
  await page.end();
});
