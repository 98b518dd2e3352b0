// Pictures of eight pages, on a desk and on a phone, light and dark, in `target/shots/`: to be looked at.
//   node shots.mjs [DIR]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { GUIDE, PARTS, ROOT, browser, built, fresh, served } from "./site.mjs";

const to = process.argv[2] ?? join(ROOT, "target/shots");
const PAGES = [
  ["home", "guide", ""],
  ["section", "guide", "concurrency/"],
  ["page", "guide", "concurrency/model/"],
  ["parts", "parts", "guide/parts/"],
  ["topic", "guide", "topics/concurrency/"],
  ["topics", "guide", "topics/"],
  ["decision", "guide", "decisions/go-or-python/#workload=network&libraries=either&connections=0&target=cluster&team=both&lifetime=years"],
  ["missing", "guide", "no/such/page/"],
];

const chromium = await browser();
const sites = { guide: await served(await built(GUIDE)), parts: await served(await built(PARTS)) };
await mkdir(to, { recursive: true });
for (const [device, width, height] of [["desktop", 1440, 900], ["phone", 390, 844]]) {
  for (const scheme of ["light", "dark"]) {
    const page = await fresh(chromium, { width, height, scheme });
    for (const [name, site, path] of PAGES) {
      await page.goto(sites[site].url + path);
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: join(to, `${name}-${device}-${scheme}.png`) });
      if (scheme === "light") await page.screenshot({ path: join(to, `${name}-${device}-whole.png`), fullPage: true });
    }
    await page.goto(sites.guide.url + "concurrency/model/");
    await page.keyboard.press("/");
    await page.locator("dialog input").pressSequentially("goroutine");
    await page.locator("dialog [role=option] mark").first().waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(to, `search-${device}-${scheme}.png`) });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    if (device === "phone") {
      await page.locator(".menu-button").click();
      await page.screenshot({ path: join(to, `menu-${device}-${scheme}.png`) });
    }
    await page.end();
  }
}
const paper = await fresh(chromium, { width: 720, height: 1018, scheme: "dark" });
await paper.emulateMedia({ media: "print" });
for (const [name, site, path] of PAGES.filter(([name]) => ["parts", "decision"].includes(name))) {
  await paper.goto(sites[site].url + path.split("#")[0]);
  await paper.screenshot({ path: join(to, `${name}-paper.png`), fullPage: true });
}
await chromium.close();
for (const site of Object.values(sites)) await site.end();
