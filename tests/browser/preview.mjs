// A site in a folder, its preview, and a browser that looks at it.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PROGRAM = process.env.FINGERPOST_BIN ?? join(ROOT, "target/release/fingerpost");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts a browser that connects to this machine alone. */
export function browser() {
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  flags.push("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: flags });
}

/** A site of these files, and its preview. */
export async function preview(files, ...words) {
  const root = await realpath(await mkdtemp(join(tmpdir(), "fingerpost-")));
  const site = {
    root,
    said: [],
    async write(path, text) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    },
    move: (from, to) => rename(join(root, from), join(root, to)),
    copy: (from, to) => cp(join(ROOT, from), join(root, to), { recursive: true }),
  };
  for (const [path, text] of Object.entries(files)) await site.write(path, text);
  const child = spawn(PROGRAM, ["serve", root, "--port", "0", ...words], { stdio: ["ignore", "pipe", "pipe"] });
  site.url = await new Promise((resolve, reject) => {
    const hear = (data) => {
      site.said.push(...String(data).split("\n"));
      const url = String(data).match(/http:\/\/\S+/);
      if (url) resolve(url[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => reject(new Error(`the preview ended with ${code}: ${site.said.join("\n")}`)));
  });
  site.end = async () => {
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGINT");
    await ended;
    await rm(root, { recursive: true, force: true });
  };
  return site;
}

/** Prose that fills some screens. */
export const long = (word, count = 60) =>
  Array.from({ length: count }, (_, at) => `${word} paragraph ${at}, long enough to take a line or two of the page.`).join("\n\n");
