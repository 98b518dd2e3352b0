// What a page may weigh: gzip, on a site of twelve pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FERRY, browser, built, fresh, served } from "./site.mjs";

const KB = 1024;
let chromium, site;

before(async () => {
  chromium = await browser();
  site = await served(await built(FERRY));
});
after(async () => {
  await chromium?.close();
  await site?.end();
});

const kind = ({ type }) => type.match(/html|css|javascript/)?.[0] ?? "other";
const weigh = (sent) => sent.reduce((sum, one) => ({ ...sum, [kind(one)]: (sum[kind(one)] ?? 0) + one.bytes, all: sum.all + one.bytes }), { all: 0 });
const told = (weights) => Object.entries(weights).map(([kind, bytes]) => `${kind} ${(bytes / KB).toFixed(2)} KB`).join(", ");

test("the first view and the second page keep to their budgets", async () => {
  const page = await fresh(chromium);
  await page.goto(`${site.url}guide/retries/`);
  await page.waitForLoadState("networkidle");
  const first = weigh(site.sent);
  const requests = site.sent.length;
  console.log(`# first view: ${requests} requests, ${told(first)}`);
  const from = site.sent.length;
  await page.locator("main a[href*=cancellation], .tree a[href*=cancellation]").first().click();
  await page.waitForURL(/cancellation/);
  await page.waitForLoadState("networkidle");
  const second = site.sent.slice(from);
  console.log(`# second page: ${second.length} requests, ${told(weigh(second))}`);
  assert.ok(first.all <= 24 * KB);
  assert.ok(requests <= 4);
  assert.ok(first.html <= 7 * KB);
  assert.ok(first.css <= 9 * KB);
  assert.ok(first.javascript <= 5 * KB);
  assert.deepEqual(second.map(kind), ["html"]);
  assert.deepEqual(page.heard, []);
  await page.end();
});

test("nothing shifts while a page arrives, and no script blocks it", async () => {
  for (const path of ["guide/retries/", "reference/configuration/"]) {
    const page = await fresh(chromium, { width: 390, height: 844 });
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 });
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(site.url + path);
    await page.waitForLoadState("networkidle");
    assert.equal(await page.evaluate(() => window.shift), 0, path);
    await page.end();
  }
});

test("the first result of a search costs at most 20 KB", async () => {
  const page = await fresh(chromium);
  await page.goto(`${site.url}guide/retries/`);
  await page.waitForLoadState("networkidle");
  const from = site.sent.length;
  await page.keyboard.press("/");
  await page.locator("dialog input").waitFor();
  await page.keyboard.type("dead letter");
  await page.locator("dialog [role=option] mark").first().waitFor();
  await page.waitForLoadState("networkidle");
  const bytes = site.sent.slice(from).reduce((sum, one) => sum + one.bytes, 0);
  console.log(`# search: ${(bytes / KB).toFixed(2)} KB`);
  assert.ok(bytes <= 20 * KB);
  await page.end();
});

test("a page names no other host, no font, no style of its own", async () => {
  const page = await fresh(chromium);
  await page.goto(`${site.url}guide/retries/`);
  const [hosts, styles] = await page.evaluate(() => [
    performance.getEntriesByType("resource").filter((one) => new URL(one.name).host !== location.host).map((one) => one.name),
    document.querySelectorAll("style, [style]").length,
  ]);
  assert.deepEqual(hosts, []);
  assert.equal(styles, 0);
  await page.end();
});
