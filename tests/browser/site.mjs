// A built site, a server for it, and pages of it that remember what the console said.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { cp, mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { PROGRAM, ROOT } from "./preview.mjs";

export { ROOT, browser } from "./preview.mjs";

/** The folder of a site that stands in the repository. */
export const GUIDE = ROOT;
export const PARTS = join(ROOT, "tests/browser/fixture/parts");
export const FERRY = join(ROOT, "tests/browser/fixture/ferry");

/** Builds the site of a folder, with the theme as it stands in the repository; `config` may change its configuration. */
export async function built(folder, config = (text) => text) {
  const root = await mkdtemp(join(tmpdir(), "fingerpost-site-"));
  const parts = ["fingerpost.toml", "content"];
  for (const part of parts) await cp(join(folder, part), join(root, part), { recursive: true });
  await cp(join(ROOT, "themes"), join(root, "themes"), { recursive: true });
  const own = await readFile(join(root, "fingerpost.toml"), "utf8");
  await writeFile(join(root, "fingerpost.toml"), config(own));
  const out = join(root, "public");
  const words = ["build", root, "--quiet"];
  const run = spawnSync(PROGRAM, words, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${PROGRAM} ${words.join(" ")}\n${run.stdout}${run.stderr}`);
  made.push(root);
  return out;
}

// What was built is kept until this program ends.
const made = [];
process.on("exit", () => made.forEach((root) => rmSync(root, { recursive: true, force: true })));

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/** Serves a folder below a path, as a plain host does: gzip, `index.html`, `404.html`. `sent` says what left it. */
export async function served(folder, under = "/") {
  const sent = [];
  const file = (path) => {
    if (!path.startsWith(under)) return null;
    const at = join(folder, path.slice(under.length));
    if (at !== folder && !at.startsWith(folder + sep)) return null;
    const index = join(at, "index.html");
    if (existsSync(at) && statSync(at).isFile()) return at;
    return path.endsWith("/") && existsSync(index) ? index : null;
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const found = file(path);
    const missing = join(folder, "404.html");
    const shown = found ?? (existsSync(missing) ? missing : null);
    if (!shown) return response.writeHead(404).end();
    const type = TYPES[extname(shown)] ?? "application/octet-stream";
    const body = gzipSync(readFileSync(shown), { level: 9 });
    sent.push({ path, type, bytes: body.length });
    const head = { "content-type": type, "content-encoding": "gzip", "content-length": body.length, "cache-control": "max-age=600" };
    response.writeHead(found ? 200 : 404, head).end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}${under}`,
    sent,
    end() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** A page in a context of its own. `page.heard`: every message of the console, every error, every failed request. */
export async function fresh(chromium, options = {}) {
  const { width = 1280, height = 800, scheme = "light", ...more } = options;
  const context = await chromium.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  page.heard = [];
  page.on("console", (message) => page.heard.push(message.text()));
  page.on("pageerror", (error) => page.heard.push(String(error)));
  // What a navigation cut off is no failure.
  const cut = (request) => request.failure().errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => cut(request) || page.heard.push(`failed: ${request.url()}`));
  page.end = () => context.close();
  return page;
}

/** The pages of a built site, as paths below it. */
export async function pagesOf(folder) {
  const all = await readdir(folder, { recursive: true });
  return all.filter((path) => path.endsWith(".html")).sort();
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong in a page, all rules on, in lines. */
export async function wrong(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`));
  });
}

/** How far the page can be scrolled sideways, and what reaches out. */
export function sideways(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const over = document.scrollingElement.scrollWidth - room;
    if (over <= 0) return [];
    const reaching = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 0.5);
    return [`${over} px`, ...reaching.slice(0, 4).map((one) => `${one.tagName}.${one.className}`)];
  });
}
