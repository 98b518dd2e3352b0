// Asks the search script of the default theme, without a browser.
//
//   node ask.cjs SEARCH_JS DIR < questions     one question a line, as JSON: {"query": "…"} or {"chunks": "…"}
//
// DIR holds `search/index.js` and what it names. Prints one line of JSON for each question. Bytes are compressed
// sizes of the shards that the question needed, as if it were the first.
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');
const { gzipSync } = require('node:zlib');

const [script, dir] = process.argv.slice(2);
const code = new vm.Script(readFileSync(script, 'utf8'));
const shards = new Map();

function open() {
  const used = new Set();
  const context = vm.createContext({});
  context.self = context;
  code.runInContext(context);
  context.FingerpostSearch.load = async (name) => {
    if (!shards.has(name)) {
      const text = readFileSync(join(dir, 'search', name + '.js'));
      shards.set(name, { script: new vm.Script(text.toString()), bytes: gzipSync(text, { level: 6 }).length });
    }
    used.add(name);
    shards.get(name).script.runInContext(context);
  };
  return { api: context.FingerpostSearch, bytes: () => [...used].reduce((sum, name) => sum + shards.get(name).bytes, 0), used };
}

async function answer({ query, chunks, text }) {
  const { api, bytes, used } = open();
  if (chunks !== undefined) return { chunks: api.chunks(chunks) };
  if (text !== undefined) {
    const { units } = await api.search(query);
    return { marked: api.marked(text, units), excerpt: api.excerpt(text, units).join('') };
  }
  const started = process.hrtime.bigint();
  const { pages, units } = await api.search(query);
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  const first = { bytes: bytes(), files: used.size };
  const hits = pages.flatMap((page) => page.hits.map((hit) => ({ href: hit.href, page: page.title, heading: hit.heading, score: hit.score })));
  const sections = pages.length ? await api.textOf(pages[0]) : [];
  const shown = pages.length ? api.excerpt(sections[pages[0].hits[0].section] || '', units).join('') : '';
  return { hits, found: units.map((unit) => unit.found.map((one) => one.word)), excerpt: shown, ms, ...first };
}

(async () => {
  for (const line of readFileSync(0, 'utf8').split('\n')) {
    if (line.trim()) process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
  }
})();
