// A walk by keyboard: skip link, menu of a phone, search, colours.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { GUIDE, browser, built, fresh, served } from "./site.mjs";

let chromium, site, page;

before(async () => {
  chromium = await browser();
  site = await served(await built(GUIDE), "/guide/");
});
after(async () => {
  await chromium?.close();
  await site?.end();
});
beforeEach(async () => {
  page = await fresh(chromium);
  await page.goto(site.url + "concurrency/model/");
});
afterEach(() => page.end());

const focused = () =>
  page.evaluate(() => {
    const { tagName, className, textContent, value } = document.activeElement;
    return { tag: tagName, className, text: (value ?? textContent).trim() };
  });

test("the first stop skips to the text", async () => {
  await page.keyboard.press("Tab");
  assert.equal((await focused()).className, "skip");
  assert.ok(await page.locator(".skip").isVisible());
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});

test("every stop is seen and shows that it has the focus", async () => {
  const unseen = [];
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return "end";
      const box = one.getBoundingClientRect();
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const shown = one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 1 && box.bottom > 0 && box.top < innerHeight;
      return shown && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? null : one.outerHTML.slice(0, 90);
    });
    if (found === "end") break;
    if (found) unseen.push(found);
  }
  assert.deepEqual(unseen, []);
});

test("the menu of a phone opens, closes and gives the focus back", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  const button = page.locator(".menu-button");
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator("#menu").waitFor();
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("#menu").contains(document.activeElement)));
  await page.keyboard.press("Escape");
  await page.locator("#menu").waitFor({ state: "hidden" });
  assert.equal((await focused()).className, "menu-button");
});

for (const key of ["/", "Control+k"]) {
  test(`${key} opens the search, arrows choose, Enter leads to the section`, async () => {
    await page.keyboard.press(key);
    const input = page.locator("dialog input");
    await input.waitFor();
    assert.equal((await focused()).tag, "INPUT");
    await page.keyboard.type("goroutines");
    await page.locator("dialog [role=option] mark").first().waitFor();
    const selected = () => page.locator("dialog [aria-selected=true]").evaluate((one) => ({ id: one.id, href: one.href }));
    const first = await selected();
    assert.equal(await input.getAttribute("aria-activedescendant"), first.id);
    await page.keyboard.press("ArrowDown");
    const second = await selected();
    assert.notEqual(second.id, first.id);
    await page.keyboard.press("End");
    const end = await selected();
    assert.notEqual(end.id, first.id);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    assert.equal((await selected()).id, first.id);
    assert.match(await page.locator("dialog [role=status]").textContent(), /\d/);
    await page.keyboard.press("Enter");
    await page.waitForURL(first.href);
    assert.match(first.href, /#/);
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.ok(await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))));
    assert.deepEqual(page.heard, []);
  });
}

test("Escape clears the search, then closes it and gives the focus back", async () => {
  await page.locator(".search-button").focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog input").waitFor();
  await page.keyboard.type("asyncio");
  await page.locator("dialog [role=option]").first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog input").inputValue(), "");
  assert.ok(await page.locator("dialog[open]").count());
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" }).catch(() => {});
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.match((await focused()).className, /search-button/);
});

test("a search without results says so", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("xyzzyplugh");
  await page.waitForFunction(() => document.querySelector("dialog [role=status]")?.textContent.trim());
  assert.equal(await page.locator("dialog [role=option]").count(), 0);
});

test("the button for colours goes through system, light and dark, and says which", async () => {
  const button = page.locator(".theme-button");
  await button.focus();
  const said = [await button.getAttribute("aria-label")];
  const grounds = [];
  for (let press = 0; press < 3; press++) {
    await page.keyboard.press("Enter");
    said.push(await button.getAttribute("aria-label"));
    grounds.push(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
    assert.equal(await page.locator(".status").textContent(), said.at(-1));
  }
  assert.equal(new Set(said).size, 3);
  assert.equal(said[0], said[3]);
  assert.deepEqual(grounds, ["rgb(255, 255, 255)", "rgb(20, 23, 27)", "rgb(255, 255, 255)"]);
});

test("what scrolls by itself can be reached, under a name of its own", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["performance/load/", "decisions/go-or-python/"]) {
    await page.goto(site.url + path);
    await page.waitForTimeout(200);
    const [unreachable, names] = await page.evaluate(() => {
      const scroll = [...document.querySelectorAll("main *")].filter((one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX) && one.checkVisibility());
      return [
        scroll.filter((one) => one.tabIndex < 0 || !one.getAttribute("aria-label")).map((one) => one.outerHTML.slice(0, 80)),
        scroll.map((one) => one.getAttribute("aria-label")),
      ];
    });
    assert.deepEqual(unreachable, [], path);
    assert.equal(new Set(names).size, names.length, path);
  }
});
