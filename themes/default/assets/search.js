/* Search. `FingerpostSearch.open(words)` shows the dialog; `FingerpostSearch.search(query)` finds sections.
   The index is made of scripts in `search/`, loaded as a question needs them; each calls `FingerpostShards.push`. */
(() => {
  'use strict';
  const waiting = self.FingerpostShards || [];
  const base = () => document.querySelector('[data-root]')?.dataset.root || './';

  let index = null;
  let arrived;
  const ready = new Promise((done) => { arrived = done; });
  const wordShards = [];
  const pageShards = [];
  const texts = [];
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const DIGIT = {};
  for (let i = 0; i < 64; i++) DIGIT[DIGITS[i]] = i;

  function take(...shards) {
    for (const shard of shards) {
      if (shard[0] === 'i') {
        index = shard[1];
        index.starts = index.starts.split(' ');
        index.words = index.words.split(' ');
        index.lists = index.lists.split(' ');
      } else if (shard[0] === 'w') {
        let before = '';
        const words = shard[2].split(' ').map((word) => (before = prefix(before, DIGIT[word[0]]) + word.slice(1)));
        wordShards[shard[1]] = { words, lists: shard[3].split(' ') };
      } else if (shard[0] === 'p') {
        pageShards[shard[1]] = { pages: shard[2], texts: shard[3].split(' ') };
      } else if (shard[0] === 'x') {
        shard[2].forEach((text, i) => { texts[shard[1] + i] = text; });
      }
    }
    if (shards[0]?.[0] !== 'i') return;
    if (!index.words[0] && !index.words[1]) count();
    arrived();
  }

  // A small site's index holds texts; their words are counted here, as the program does elsewhere.
  function count() {
    const lists = new Map();
    texts.forEach((sections, number) => {
      const { title, headings } = pageOf(number);
      sections.forEach((text, section) => {
        const here = new Map();
        let length = 0;
        each(text, (words, leads) => {
          length += words.length;
          for (const word of words) here.set(word, (here.get(word) || 0) + (leads ? 2 : 1));
        });
        const norm = 0.4 + 0.006 * 2 ** Math.floor(Math.log2(Math.max(length, 8)));
        for (const [word, n] of here) here.set(word, Math.max(1, Math.round(15 * n / (n + 1.2 * norm))));
        const heading = chunks(section ? headings[2 * section - 1] : title).flat();
        const head = heading.length < 3 ? 48 : heading.length < 7 ? 32 : 16;
        for (const word of heading) here.set(word, (here.get(word) & 15) + head);
        for (const [word, weight] of here) {
          let list = lists.get(word);
          if (!list) lists.set(word, (list = { many: 0, places: [] }));
          if (list.places.at(-3) !== number) list.many++;
          list.places.push(number, section, weight);
        }
      });
    });
    wordShards[0] = { words: [...lists.keys()], lists: [...lists.values()] };
  }

  // In bytes of UTF-8.
  function prefix(word, bytes) {
    let end = 0;
    while (bytes > 0) {
      const code = word.codePointAt(end);
      bytes -= code < 128 ? 1 : code < 2048 ? 2 : code < 65536 ? 3 : 4;
      end += code < 65536 ? 1 : 2;
    }
    return word.slice(0, end);
  }

  const loads = {};
  function load(name) {
    return (loads[name] ||= api.load(name).catch((error) => {
      delete loads[name];
      throw error;
    }));
  }

  function script(name) {
    return new Promise((done, failed) => {
      const element = document.createElement('script');
      element.src = base() + 'search/' + name + '.js';
      element.onload = () => { element.remove(); done(); };
      element.onerror = () => { element.remove(); failed(new Error(name)); };
      document.head.append(element);
    });
  }

  const begin = () => (index ? ready : Promise.race([ready, load('index').then(() => ready)]));
  const needWords = (numbers) => Promise.all([...numbers].map((n) => wordShards[n] || (index.words[n] && load(index.words[n]))));

  // Scripts without spaces between words are searched by pairs of characters.
  const DENSE = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const LETTER = `(?:\\w|(?![${DENSE}])[\\p{Alphabetic}\\p{N}\\u0300-\\u036f])`;
  const CHUNK = new RegExp(`[${DENSE}]+|(${LETTER}+(?:[.-]${LETTER}+)*)((?:\\+\\+|#)(?!${LETTER}))?(?:['’][a-zA-Z0-9]{0,2}(?!${LETTER}))?`, 'gu');
  const OTHERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't', ŋ: 'n', ς: 'σ' };
  const fold = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC')
    .replace(/[ßæœøłđðþıħŧŋς]/g, (letter) => OTHERS[letter]);

  // The words of each chunk of a text, whole first, and whether it leads its line: by the rules of the index.
  function each(text, take) {
    let end = 0;
    CHUNK.lastIndex = 0;
    for (let match; (match = CHUNK.exec(text)); end = CHUNK.lastIndex) {
      const [run, chunk, signs] = match;
      const leads = !end || text.slice(end, match.index).includes('\n');
      if (chunk === undefined) {
        const letters = [...run];
        if (letters.length < 2) take([run], leads);
        for (let i = 1; i < letters.length; i++) take([letters[i - 1] + letters[i]], leads);
      } else if (!signs && /^[A-Z]?[a-z\d]+$/.test(chunk)) {
        take([chunk.toLowerCase()], leads);
      } else {
        const words = wholeAndParts(chunk, signs);
        if (words.length) take(words, leads);
      }
    }
  }

  function wholeAndParts(chunk, signs) {
    if (signs && chunk.length < 3) return [fold(chunk + signs), fold(chunk)];
    const whole = chunk.replace(/^_+|_+$/g, '');
    const words = [fold(whole)];
    if (/^[\d.]+$/.test(whole)) return words;
    for (const piece of whole.split(/[._-]/)) {
      const humps = piece.replace(/([a-z0-9])(?=[A-Z])/g, '$1 ').replace(/([A-Z])(?=[A-Z](?!s$)[a-z])/g, '$1 ').split(' ');
      if (humps.length > 1) words.push(...humps.map(fold));
      words.push(fold(piece));
    }
    return [...new Set(words)].filter(Boolean);
  }

  function chunks(text) {
    const all = [];
    each(text, (words) => all.push(words));
    return all;
  }

  const isDense = (word) => new RegExp(`^[${DENSE}]`, 'u').test(word);

  function shardOf(word) {
    const first = word.codePointAt(0);
    if (first > 127) {
      const second = isDense(word) ? 0 : [...word][1]?.codePointAt(0) || 0;
      return Math.floor((192 + (Math.imul(first * 31 + second, 0x9e3779b1) >>> 26)) / index.width);
    }
    let low = 0;
    for (let high = index.starts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (index.starts[middle] <= word) low = middle; else high = middle;
    }
    return low;
  }

  // Forms that count almost as the word itself.
  function forms(word) {
    if (!/^[a-z]{3,}$/.test(word)) return {};
    const out = { [word + 's']: 0.9, [word + 'es']: 0.85 };
    const add = (end, others, weight) => {
      if (word.endsWith(end) && word.length - end.length > 2) for (const other of others) out[word.slice(0, -end.length) + other] = weight;
    };
    add('s', ['', 'ing'], 0.9);
    add('es', [''], 0.85);
    add('ies', ['y'], 0.9);
    add('y', ['ies'], 0.9);
    add('ing', ['', 'e', 's', 'es', 'ed'], 0.7);
    add('ed', ['', 'e', 's', 'es', 'ing'], 0.7);
    add('e', ['ing', 'ed'], 0.7);
    return out;
  }

  // Edits from `a` to `b`, a swap being one; more than `most` is Infinity.
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return Infinity;
    let older = [];
    let old = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let value = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, older[j - 2] + 1);
        row.push(value);
        if (value < least) least = value;
      }
      if (least > most) return Infinity;
      [older, old] = [old, row];
    }
    return old[b.length] > most ? Infinity : old[b.length];
  }

  // Parts of compound words are needed, wholes are welcome.
  function unitsOf(query) {
    const units = [];
    const typing = /[^\s]$/.test(query);
    const all = chunks(query);
    all.forEach((words, i) => {
      const last = typing && i === all.length - 1;
      const whole = words.length > 1 ? { word: words[0], extra: true, last, found: [] } : null;
      const parts = whole ? words.slice(1) : words;
      parts.forEach((word, j) => {
        if (units.some((unit) => unit.word === word)) return;
        units.push({ word, whole, last: last && j === parts.length - 1, found: [] });
      });
      if (whole) units.push(whole);
    });
    return units.slice(0, 12);
  }

  function homes(unit) {
    const numbers = new Set([shardOf(unit.word)]);
    for (const form of Object.keys(forms(unit.word))) numbers.add(shardOf(form));
    if (unit.word.length > 2 && unit.word < '{') {
      const first = shardOf(unit.word);
      const end = Math.min(shardOf(unit.word + '{'), first + 2);
      for (let n = first; n <= end; n++) numbers.add(n);
    }
    return numbers;
  }

  const size = ({ shard, at }) => shard.lists[at].length || shard.lists[at].places.length;

  // Words that answer a unit, each with how well.
  function lookUp(unit, numbers) {
    const near = forms(unit.word);
    const shortest = isDense(unit.word) ? 1 : 2;
    const ahead = [];
    for (const number of numbers) {
      const shard = wordShards[number];
      shard?.words.forEach((word, at) => {
        const add = (to, weight) => to.push({ word, weight, shard, at });
        if (word === unit.word) add(unit.found, 1);
        else if (near[word]) add(unit.found, near[word]);
        else if (unit.word.length >= shortest && !unit.extra && word.startsWith(unit.word)) {
          if (!isDense(word) || [...unit.word].length === 1) {
            add(ahead, (unit.last ? 0.75 : 0.5) * Math.sqrt(unit.word.length / word.length));
          }
        }
      });
    }
    if (unit.word.length > 2 || unit.last || isDense(unit.word)) {
      ahead.sort((a, b) => size(b) * b.weight - size(a) * a.weight);
      unit.found.push(...ahead.slice(0, unit.last ? 24 : 8));
    }
  }

  function lookNear(unit, numbers) {
    const { word, last } = unit;
    const most = word.length < 5 ? 0 : word.length < 8 ? 1 : 2;
    if (!most || /\d/.test(word)) return;
    let found = [];
    for (const number of numbers) {
      const shard = wordShards[number];
      shard?.words.forEach((other, at) => {
        let far = distance(word, other, most);
        let weight = far === 1 ? 0.6 : 0.4;
        if (far === Infinity && last && other.length > word.length) {
          far = Math.min(distance(word, other.slice(0, word.length), 1), distance(word, other.slice(0, word.length + 1), 1));
          weight = 0.35;
        }
        if (far !== Infinity) found.push({ word: other, weight, far, shard, at });
      });
    }
    const best = Math.min(...found.map((one) => one.far));
    found = found.filter((one) => one.far === best);
    found.sort((a, b) => b.weight - a.weight || size(b) - size(a));
    unit.found.push(...found.slice(0, 8));
  }

  // Where a word may be whose first letters are wrong.
  function elsewhere(word) {
    const first = shardOf(word[0]);
    const last = shardOf(word[0] + '{');
    const numbers = new Set([shardOf(word[1] + word[0] + word.slice(2)), shardOf(word.slice(1)), shardOf(word[0] + word.slice(2))]);
    if (last - first < 6) for (let n = first; n <= last; n++) numbers.add(n);
    return numbers;
  }

  // How many pages have a word, and its places: page, section, weight, flat.
  function read({ lists }, at) {
    const list = lists[at];
    if (typeof list !== 'string') return list;
    let from = 0;
    const number = () => {
      let value = 0;
      for (let shift = 0; ; shift += 5) {
        const digit = DIGIT[list[from++]];
        value += (digit & 31) * 2 ** shift;
        if (digit < 32) return value;
      }
    };
    let many = 0;
    if (list[0] === '*') {
      from = 1;
      many = number();
    }
    const places = [];
    let pages = 0;
    for (let page = 0; from < list.length; pages++) {
      page += number();
      for (let more = 1; more;) {
        const section = number();
        more = section & 1;
        places.push(page, section >> 1, DIGIT[list[from++]]);
      }
    }
    return (lists[at] = { many: many || pages, places });
  }

  const HEADED = [0, 0.9, 1.4, 2];

  function rank(units) {
    const count = units.length;
    const needed = units.filter((unit) => !unit.extra).length;
    const slots = new Map();
    const scores = [];
    const heads = [];
    units.forEach((unit, u) => {
      const lists = unit.found.map((one) => ({ ...read(one.shard, one.at), weight: one.weight }));
      const near = lists.filter((list) => list.weight > 0.55);
      const many = Math.max(...(near.length ? near : lists).map((list) => list.many));
      const rare = Math.log(1 + (index.pages + 0.5) / (many + 0.5)) * (unit.extra ? 1.5 : unit.whole?.found.length ? 0.4 : 1);
      for (const { places, weight } of lists) {
        for (let i = 0; i < places.length; i += 3) {
          const head = places[i + 2] >> 4;
          const score = rare * weight * ((places[i + 2] & 15) / 15 + HEADED[head] * (places[i + 1] ? 1 : 1.15));
          const key = places[i] * 1024 + places[i + 1];
          let slot = slots.get(key);
          if (slot === undefined) slots.set(key, (slot = slots.size));
          slot = slot * count + u;
          if (!(scores[slot] >= score)) scores[slot] = score;
          if (head && weight > 0.55) heads[slot] = head;
        }
      }
    });
    const pages = new Map();
    for (const [key, slot] of slots) {
      const page = key >> 10;
      let here = pages.get(page);
      if (!here) pages.set(page, (here = { page, best: new Array(count).fill(0), sections: [] }));
      here.sections.push([key & 1023, slot * count]);
      for (let u = 0; u < count; u++) here.best[u] = Math.max(here.best[u], scores[slot * count + u] || 0);
    }
    const ranked = [];
    for (const { page, best, sections } of pages.values()) {
      const covered = units.filter((unit, u) => !unit.extra && best[u]).length / needed;
      const hits = sections.map(([section, slot]) => {
        let score = 0;
        for (let u = 0; u < count; u++) score += scores[slot + u] || 0.4 * best[u];
        if (units.every((unit, u) => unit.extra || heads[slot + u])) score *= 1.5;
        return { section, score: score * covered * covered };
      });
      hits.sort((a, b) => b.score - a.score || a.section - b.section);
      const score = hits[0].score;
      ranked.push({ page, score, hits: hits.filter((hit) => hit.score > 0.6 * score).slice(0, 3) });
    }
    ranked.sort((a, b) => b.score - a.score || a.page - b.page);
    return ranked.filter((one) => one.score > 0.12 * ranked[0].score);
  }

  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9 _-]/g, '').replace(/ /g, '-');

  function pageOf(number) {
    const shard = pageShards[Math.floor(number / index.group)];
    const [address, title, trail, headings] = shard.pages[number % index.group];
    const text = shard.texts[Math.floor((number % index.group) / index.texts)];
    return { address, title, trail, text, headings };
  }

  async function search(query, limit = 10) {
    await begin();
    const units = unitsOf(query);
    if (!units.length) return { pages: [], units };
    const wanted = units.map(homes);
    await needWords(new Set(wanted.flatMap((numbers) => [...numbers])));
    units.forEach((unit, u) => lookUp(unit, wanted[u]));
    for (const unit of units) {
      if (unit.found.length || unit.extra || unit.word.length < 5) continue;
      lookNear(unit, homes(unit));
      if (unit.found.some((one) => one.far === 1)) continue;
      unit.found = [];
      const more = new Set([...homes(unit), ...elsewhere(unit.word)]);
      await needWords(more);
      lookNear(unit, more);
    }
    const ranked = rank(units).slice(0, limit);
    await Promise.all(ranked.map(({ page }) => {
      const number = Math.floor(page / index.group);
      return pageShards[number] || load(index.lists[number]);
    }));
    const pages = ranked.map(({ page, hits, score }) => {
      const { address, title, trail, text, headings } = pageOf(page);
      const found = hits.map((hit) => {
        const id = headings[2 * hit.section - 2];
        const heading = headings[2 * hit.section - 1];
        if (heading === undefined) return { section: 0, href: address, heading: title, score: hit.score };
        return { section: hit.section, href: address + '#' + encodeURIComponent(id || slug(heading)), heading, score: hit.score };
      });
      return { page, address, title, trail, text, score, hits: found };
    });
    return { pages, units };
  }

  async function textOf(page) {
    if (!texts[page.page]) await load(page.text);
    return texts[page.page] || [];
  }

  function marked(text, units) {
    const words = new Set(units.flatMap((unit) => unit.found.map((one) => one.word)));
    const starts = units.filter((unit) => unit.found.length && unit.word.length > 2).map((unit) => unit.word);
    const hits = (word) => words.has(word) || starts.some((start) => word.startsWith(start));
    const pieces = [];
    let at = 0;
    const add = (end, mark) => { if (end > at) { pieces.push([text.slice(at, end), mark]); at = end; } };
    const tokens = new RegExp(`[${DENSE}]{1,2}|${LETTER}+(?:[.-]${LETTER}+)*(?:\\+\\+|#)?`, 'gu');
    for (let match; (match = tokens.exec(text));) {
      const [token] = match;
      const start = match.index;
      if (isDense(token)) {
        if (words.has(token)) { add(start, false); add(start + token.length, true); }
        if ([...token].length > 1) tokens.lastIndex = start + [...token][0].length;
      } else if (hits(fold(token).replace(/^_+|_+$/g, ''))) {
        add(start, false);
        add(start + token.length, true);
      } else if (/[._-]|[a-z][A-Z]/.test(token)) {
        let inside = start;
        for (const piece of token.split(/([._-]|(?=[A-Z][a-z]))/)) {
          if (piece && hits(fold(piece))) { add(inside, false); add(inside + piece.length, true); }
          inside += piece ? piece.length : 0;
        }
      }
    }
    add(text.length, false);
    return pieces;
  }

  function excerpt(text, units) {
    text = text.replace(/\n/g, ' ');
    const pieces = marked(text, units);
    const places = [];
    let length = 0;
    for (const [piece, mark] of pieces) {
      if (mark) places.push([length, fold(piece)]);
      length += piece.length;
    }
    let start = 0;
    let most = -1;
    places.forEach(([at], i) => {
      const kinds = new Set();
      for (let j = i; j < places.length && places[j][0] < at + 130; j++) kinds.add(places[j][1]);
      if (kinds.size > most) { most = kinds.size; start = at; }
    });
    start = start < 50 ? 0 : text.indexOf(' ', start - 40) + 1 || start;
    let end = start + 170;
    if (end < text.length) end = Math.max(text.lastIndexOf(' ', end), start + 120); else end = text.length;
    return [start ? '… ' : '', text.slice(start, end), end < text.length ? ' …' : ''];
  }

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const key of Object.keys(attributes)) if (attributes[key] !== null) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  }

  const marks = (text, units) => marked(text, units).map(([piece, mark]) => (mark ? make('mark', {}, piece) : piece));

  // The theme's words, as `open` is told them.
  let say;
  const STORE = 'fingerpost-search';
  let dialog, input, list, status, asked = 0, active = -1, timer;

  function build() {
    input = make('input', {
      type: 'text', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'search-list', 'aria-autocomplete': 'list',
      'aria-label': say.title, placeholder: say.placeholder, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'go',
    });
    list = make('div', { id: 'search-list', role: 'listbox', 'aria-label': say.results });
    status = make('p', { role: 'status', class: 'search-status' });
    const close = make('button', { type: 'button', class: 'search-close' }, say.close);
    dialog = make('dialog', { class: 'search', 'aria-label': say.title },
      make('div', { class: 'search-box' }, input, close), list, make('div', { class: 'search-foot' }, status, make('p', { class: 'search-keys' }, say.keys)));
    document.body.append(dialog);
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener('cancel', (event) => { if (input.value) { event.preventDefault(); clear(); } });
    input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, input.value.length < 3 ? 120 : 40); });
    dialog.addEventListener('keydown', keys);
    list.addEventListener('mousemove', (event) => choose(options().indexOf(event.target.closest('a'))));
    list.addEventListener('click', (event) => { const link = event.target.closest('a'); if (link) { remember(link); dialog.close(); } });
  }

  const options = () => [...list.querySelectorAll('a')];

  function keys(event) {
    const all = options();
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Escape') {
      event.preventDefault();
      if (input.value) clear(); else dialog.close();
    } else if (event.key === 'Enter' && event.target === input) {
      event.preventDefault();
      all[Math.max(active, 0)]?.click();
    } else if (to !== undefined && all.length && event.target === input && !event.shiftKey) {
      event.preventDefault();
      choose((to + all.length) % all.length, true);
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      dialog.close();
    }
  }

  function clear() {
    input.value = '';
    ask();
    input.focus();
  }

  function choose(to, scroll) {
    const all = options();
    if (to < 0 || to === active) return;
    all[active]?.setAttribute('aria-selected', 'false');
    active = to;
    all[to]?.setAttribute('aria-selected', 'true');
    if (all[to]) input.setAttribute('aria-activedescendant', all[to].id);
    if (scroll) all[to]?.scrollIntoView({ block: 'nearest' });
  }

  function show(groups) {
    active = -1;
    input.removeAttribute('aria-activedescendant');
    list.replaceChildren(...groups);
    list.scrollTop = 0;
    const all = options();
    all.forEach((option, i) => { option.id = 'search-option-' + i; });
    input.setAttribute('aria-expanded', String(all.length > 0));
    if (all.length) choose(0);
  }

  function option(href, title, page, children) {
    return make('a', { role: 'option', tabindex: '-1', 'aria-selected': 'false', href: base() + href, 'data-title': page }, make('span', { class: 'search-title' }, ...title), ...children);
  }

  function group(number, label, children) {
    const id = 'search-group-' + number;
    return make('div', { role: 'group', 'aria-labelledby': id }, make('div', { class: 'search-page', id }, label), ...children);
  }

  async function ask() {
    const turn = ++asked;
    const query = input.value.trim();
    if (!query) {
      status.textContent = '';
      const pages = recent();
      show(pages.length ? [group(0, say.recent, pages.map((page) => option(page.address, [page.title], page.title, [])))] : []);
      return;
    }
    let found;
    try {
      found = await search(input.value);
    } catch {
      if (turn === asked) { status.textContent = say.failed; show([]); }
      return;
    }
    if (turn !== asked) return;
    const { pages, units } = found;
    const later = [];
    show(pages.map((page, i) => group(i, page.trail ? page.trail + ' › ' + page.title : page.title, page.hits.map((hit) => {
      const text = make('span', { class: 'search-text' });
      later.push([page, hit.section, text]);
      return option(hit.href, marks(hit.heading, units), page.title, [text]);
    }))));
    const count = later.length;
    status.textContent = count === 1 ? say.one : (count ? say.many : say.none).replace('{n}', count).replace('{query}', query);
    for (const [page, section, element] of later) {
      textOf(page).then((sections) => {
        if (turn !== asked) return;
        const [before, text, after] = excerpt(sections[section] || '', units);
        element.replaceChildren(before, ...marks(text, units), after);
      }, () => {});
    }
  }

  // Whole addresses: several sites may share a store.
  function recent() {
    try {
      const home = new URL(base(), location.href).href;
      return JSON.parse(localStorage.getItem(STORE) || '[]').filter((page) => page.href.startsWith(home))
        .map((page) => ({ title: page.title, address: page.href.slice(home.length) }));
    } catch {
      return [];
    }
  }

  function remember(link) {
    try {
      const page = { title: link.dataset.title, href: link.href.split('#')[0] };
      const all = JSON.parse(localStorage.getItem(STORE) || '[]').filter((other) => other.href !== page.href);
      localStorage.setItem(STORE, JSON.stringify([page, ...all].slice(0, 8)));
    } catch {
      // Without a store, nothing is remembered.
    }
  }

  async function open(words) {
    say = words || say;
    begin().catch(() => { status.textContent = say.failed; });
    if (!dialog) build();
    // The style sheet may still be on its way.
    const sheet = document.querySelector('link[href*="/search."]');
    if (sheet && !sheet.sheet) await new Promise((done) => { sheet.onload = sheet.onerror = done; });
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    ask();
  }

  const api = { open, search, textOf, marked, excerpt, chunks, load: script };
  self.FingerpostSearch = api;
  self.FingerpostShards = { push: take };
  take(...waiting);
  if (self.document) begin().catch(() => {});
})();
