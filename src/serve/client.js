// The preview's side in the browser: it hears that something is new, asks for its page again, and changes what differs.
//
// Three states of the page are known: what was served before, what is served now, and what the reader and the theme's
// scripts have made of it. Only what differs between the first two is touched, so open sections, chosen tabs, typed text
// and what scripts added stay.
(() => {
  "use strict";
  const TOKEN = "{{token}}";
  const EVENT = "fingerpost:update";

  // --- what was served ------------------------------------------------------------------------------------------

  /** For each node of the page the node as it was served. */
  const served = new WeakMap();

  function pair(node, copy) {
    served.set(node, copy);
    let [a, b] = [node.firstChild, copy.firstChild];
    while (a && b) {
      pair(a, b);
      [a, b] = [a.nextSibling, b.nextSibling];
    }
  }

  // This runs while the page is read, before the theme's scripts.
  pair(document.body, document.body.cloneNode(true));
  const programs = (doc) =>
    JSON.stringify([
      [...doc.querySelectorAll("script")].map((it) => it.src || it.textContent),
      doc.querySelector("meta[http-equiv='content-security-policy']")?.content,
    ]);
  const ownPrograms = programs(document);
  const sheets = (from) => [...from.querySelectorAll("head link[rel='stylesheet']")];
  /** Style sheets that were served; scripts may add others. */
  let ownSheets = sheets(document);
  let tag = null;

  // --- changing the page ----------------------------------------------------------------------------------------

  /** Takes out what scripts have added, so that it is not mistaken for what was served; returns how to put it back. */
  function takeOutAdded(wrapped) {
    const added = [];
    const focused = document.activeElement;
    const walk = (parent) => {
      for (const node of [...parent.children]) {
        if (served.has(node)) walk(node);
        else if ([...node.querySelectorAll("*")].some((it) => served.has(it))) {
          if (served.has(parent)) wrapped.add(parent);
          walk(node);
        }
        else added.push({ node, parent, before: node.previousSibling, after: node.nextSibling });
      }
    };
    walk(document.body);
    for (const { node } of added) node.remove();
    return () => {
      for (const { node, parent, before, after } of added.reverse()) {
        if (!parent.isConnected) continue;
        if (after?.parentNode === parent) parent.insertBefore(node, after);
        else if (before?.parentNode === parent) parent.insertBefore(node, before.nextSibling);
        else parent.append(node);
      }
      if (focused?.isConnected && focused !== document.activeElement && focused !== document.body) {
        focused.focus({ preventScroll: true });
      }
    };
  }

  /** Remembers what is in view; returns how to bring it back to the same height. */
  function holdPlace() {
    if (scrollY === 0) return () => {};
    const root = document.documentElement;
    root.style.overflowAnchor = "none";
    const seen = [];
    // Navigation beside the text may stand still while the text moves.
    const text = document.querySelector("main") ?? document.body;
    for (const element of text.querySelectorAll("h1,h2,h3,h4,h5,h6,p,li,pre,tr,dt,dd,figure,summary,img")) {
      const { top, bottom } = element.getBoundingClientRect();
      const says = element.textContent;
      if (bottom > 0 && top < innerHeight && seen.push({ element, top, says }) > 60) break;
    }
    const height = scrollY;
    return () => {
      const there = seen.filter(({ element }) => element.isConnected && element.getClientRects().length);
      const place = there.find(({ element, says }) => element.textContent === says) ?? there[0];
      const moved = place ? place.element.getBoundingClientRect().top - place.top : height - scrollY;
      if (moved) scrollBy({ top: moved, behavior: "instant" });
      requestAnimationFrame(() => {
        root.style.overflowAnchor = "";
        if (!root.getAttribute("style")) root.removeAttribute("style");
      });
    };
  }

  const BLOCKS = "p,li,dt,dd,tr,pre,figure,table,details,blockquote,section,div,h1,h2,h3,h4,h5,h6";

  /**
   * Blocks that say the same before and after belong together, wherever they stand now. The morph goes by ids, so such
   * blocks have one while it runs; returns how to take it off.
   */
  function match(next) {
    const unique = (root, known) => {
      const found = new Map();
      for (const block of root.querySelectorAll(BLOCKS)) {
        if (block.id || (known && !served.has(block))) continue;
        const key = `${block.localName} ${(known ? served.get(block) : block).textContent}`;
        found.set(key, found.has(key) ? null : block);
      }
      return found;
    };
    const [old, now] = [unique(document.body, true), unique(next, false)];
    const matched = [];
    for (const [key, block] of old) {
      const other = now.get(key);
      if (!block || !other) continue;
      block.id = other.id = `fingerpost-same-${matched.push(block)}`;
    }
    return () => {
      for (const block of document.body.querySelectorAll("[id^='fingerpost-same-']")) block.removeAttribute("id");
    };
  }

  function morph(next) {
    pair(next, next.cloneNode(true));
    // Where scripts have put something around what was served, only they can do it again.
    const wrapped = new Set();
    let torn = false;
    const [toPlace, putBack, unmatch] = [holdPlace(), takeOutAdded(wrapped), match(next)];
    const [adding, morphing] = [[], []];
    const same = (name, node) => {
      const [before, now] = [served.get(node), morphing.at(-1)];
      return before && now && before.getAttribute(name) === now.getAttribute(name);
    };
    for (const { name } of [...next.attributes, ...document.body.attributes]) {
      const [before, now] = [served.get(document.body).getAttribute(name), next.getAttribute(name)];
      if (before === now) continue;
      if (now === null) document.body.removeAttribute(name);
      else document.body.setAttribute(name, now);
    }
    Idiomorph.morph(document.body, [...next.childNodes], {
      morphStyle: "innerHTML",
      callbacks: {
        beforeNodeAdded: (node) => (adding.push(served.get(node)), true),
        afterNodeAdded: (node) => {
          const copy = adding.pop();
          if (copy) pair(node, copy);
        },
        beforeNodeMorphed: (old, now) => {
          const copy = served.get(now);
          if (copy && served.get(old)?.isEqualNode(copy)) return false;
          torn ||= wrapped.has(old);
          morphing.push(copy ?? now);
          return true;
        },
        afterNodeMorphed: (old, now) => {
          morphing.pop();
          if (served.has(now)) served.set(old, served.get(now));
        },
        beforeAttributeUpdated: (name, node) => !same(name, node),
      },
    });
    const copy = served.get(next);
    if (copy) served.set(document.body, copy);
    unmatch();
    putBack();
    toPlace();
    return !torn;
  }

  function changeHead(doc) {
    if (document.title !== doc.title) document.title = doc.title;
    for (const name of ["lang", "dir"]) {
      const value = doc.documentElement.getAttribute(name);
      if (value !== null && value !== document.documentElement.getAttribute(name)) {
        document.documentElement.setAttribute(name, value);
      }
    }
    const address = (sheet) => new URL(sheet.getAttribute("href"), location.href).href;
    const [old, now] = [ownSheets, sheets(doc)];
    const wanted = now.map(address);
    const gone = old.filter((sheet) => !wanted.includes(address(sheet)));
    const news = now.filter((sheet) => !old.some((it) => address(it) === address(sheet)));
    // The old sheet goes when the new one is there, or the page would stand bare in between.
    const loaded = news.map((sheet) => {
      const copy = document.importNode(sheet);
      const done = new Promise((resolve) => (copy.onload = copy.onerror = resolve));
      (ownSheets.at(-1) ?? document.head.lastChild).after(copy);
      ownSheets = [...ownSheets, copy];
      return done;
    });
    ownSheets = ownSheets.filter((sheet) => !gone.includes(sheet));
    Promise.all(loaded).then(() => gone.forEach((sheet) => sheet.remove()));
  }

  function change(html) {
    const doc = new DOMParser().parseFromString(html, "text/html");
    if (programs(doc) !== ownPrograms) return reload();
    try {
      changeHead(doc);
      if (!served.get(document.body).isEqualNode(doc.body)) {
        if (!morph(doc.body)) return reload();
        document.dispatchEvent(new CustomEvent(EVENT));
      }
    } catch (error) {
      console.error(error);
      reload();
    }
  }

  const PLACE = "fingerpost-place";

  function reload(address) {
    sessionStorage.setItem(PLACE, String(scrollY));
    if (address) location.replace(address);
    else location.reload();
  }

  const place = sessionStorage.getItem(PLACE);
  if (place !== null) {
    sessionStorage.removeItem(PLACE);
    addEventListener("DOMContentLoaded", () => scrollTo({ top: Number(place), behavior: "instant" }), { once: true });
  }

  // --- asking for what is new -----------------------------------------------------------------------------------

  let [asking, again] = [false, false];

  async function ask() {
    if (asking) return void (again = true);
    asking = true;
    do {
      again = false;
      try {
        await Promise.all([askForPage().then(askForImages), askForFindings()]);
      } catch {
        // The preview has ended, or begins again: its next news tell.
      }
    } while (again);
    asking = false;
  }

  async function askForPage() {
    const headers = { accept: "text/html", "x-fingerpost": "follow" };
    if (tag) headers["if-none-match"] = tag;
    const response = await fetch(location.href.split("#")[0], { headers, cache: "no-store" });
    if (response.status === 304) return;
    if (response.redirected) return reload(response.url + location.hash);
    tag = response.headers.get("etag");
    change(await response.text());
  }

  /** Images keep their address when their file changes. */
  const images = new Map();

  async function askForImages() {
    for (const image of document.querySelectorAll("img[src]")) {
      const address = new URL(image.src);
      if (address.origin !== location.origin) continue;
      address.search = "";
      const response = await fetch(address, { method: "HEAD", cache: "no-store" });
      const now = response.ok ? response.headers.get("etag") : null;
      const before = images.get(address.href);
      images.set(address.href, now);
      if (before !== undefined && now && before !== now) image.src = `${address.href}?${encodeURIComponent(now)}`;
    }
  }

  // --- findings -------------------------------------------------------------------------------------------------

  const host = document.createElement("fingerpost-findings");
  const shadow = host.attachShadow({ mode: "open" });
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/.fingerpost/preview.css" });
  const panel = element("section", { role: "region", "aria-label": "Findings of the preview", hidden: "" });
  const chip = element("button", { type: "button", class: "chip", hidden: "" });
  const spoken = element("p", { class: "spoken", role: "status" });
  shadow.append(style, panel, chip, spoken);
  let [shown, closed] = [null, null];

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  async function askForFindings() {
    const response = await fetch("/.fingerpost/findings", { cache: "no-cache" });
    if (response.ok) show(await response.json());
  }

  function counted({ errors, warnings, notes }) {
    const words = [[errors, "error"], [warnings, "warning"], [notes, "note"]];
    return words.filter(([count]) => count).map(([count, word]) => `${count} ${word}${count > 1 ? "s" : ""}`).join(", ");
  }

  function show(found) {
    const mark = JSON.stringify(found.findings.filter((it) => it.level === "error").map((it) => [it.code, it.file, it.message]));
    const opened = found.errors > 0 && closed !== mark;
    if (found.errors === 0) closed = null;
    const before = shown?.errors ?? 0;
    shown = { ...found, mark };
    chip.textContent = counted(found);
    chip.hidden = !chip.textContent || opened;
    if (opened) fill();
    panel.hidden = !opened;
    if (before !== found.errors) spoken.textContent = found.errors ? counted(found) : before ? "No errors" : "";
  }

  function fill() {
    const close = element("button", { type: "button", class: "close", "aria-label": "Close (Escape)" }, "×");
    close.onclick = hide;
    const more = shown.errors + shown.warnings + shown.notes - shown.findings.length;
    panel.replaceChildren(
      element("header", {}, element("strong", {}, counted(shown)), close),
      element("ol", {}, ...shown.findings.map(finding)),
      ...(more > 0 ? [element("p", {}, `and ${more} more: see the terminal`)] : []),
    );
  }

  function finding({ level, code, message, file, line, column, lines, help }) {
    const address = `${file}:${line}:${column}`;
    const place = element("button", { type: "button", class: "place" }, address);
    place.title = shown.editor ? "Open in the editor" : "Copy";
    place.onclick = () => go(place, address);
    const source = element("pre");
    for (const { number, before, marked, after } of lines) {
      source.append(element("span", { class: "number" }, String(number)), before, element("mark", {}, marked), `${after}\n`);
    }
    return element(
      "li",
      { class: level },
      element("p", { class: "what" }, element("b", {}, level), " ", element("code", {}, code), " ", message),
      place,
      ...(lines.length ? [source] : []),
      ...(help ? [element("p", { class: "help" }, help)] : []),
    );
  }

  async function go(place, address) {
    if (shown.editor) {
      const headers = { "x-fingerpost": TOKEN, "x-place": encodeURIComponent(address) };
      const response = await fetch("/.fingerpost/open", { method: "POST", headers });
      if (response.ok) return;
      console.warn(await response.text());
    }
    await navigator.clipboard.writeText(address);
    place.dataset.said = "copied";
    setTimeout(() => delete place.dataset.said, 1500);
  }

  function hide() {
    closed = shown.mark;
    panel.hidden = true;
    chip.hidden = !chip.textContent;
  }

  chip.onclick = () => {
    closed = null;
    fill();
    panel.hidden = false;
    chip.hidden = true;
  };
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || panel.hidden) return;
      event.stopPropagation();
      hide();
    },
    true,
  );
  document.documentElement.append(host);

  // --- hearing --------------------------------------------------------------------------------------------------

  let [known, late] = [null, false];

  function hear(message) {
    if (message.gone) return void (known = null);
    if (message.news === known) return;
    known = message.news;
    // A tab that nobody sees catches up when it is shown.
    if (document.hidden) late = true;
    else ask();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !late) return;
    late = false;
    ask();
  });

  function listen() {
    if (typeof SharedWorker === "function") {
      const { port } = new SharedWorker("/.fingerpost/news.js", TOKEN);
      port.onmessage = (message) => hear(message.data);
      addEventListener("pagehide", () => port.postMessage("bye"));
      addEventListener("pageshow", (event) => {
        if (!event.persisted) return;
        port.postMessage("hello");
        ask();
      });
      return;
    }
    const source = new EventSource("/.fingerpost/news");
    source.onmessage = (event) => hear({ news: event.data });
    source.onerror = () => hear({ gone: true });
  }

  listen();
})();
