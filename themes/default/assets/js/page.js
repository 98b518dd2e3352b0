{
  const { all, say, read, keep } = fingerpost;
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);

  // Colours: as the system, light, dark.
  const button = one(".theme-button");
  const show = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.title = button.dataset[theme];
    button.setAttribute("aria-label", button.title);
  };
  show(root.dataset.theme || "auto");
  button.addEventListener("click", () => {
    const themes = ["auto", "light", "dark"];
    const next = themes[(themes.indexOf(root.dataset.theme || "auto") + 1) % 3];
    keep("theme", next === "auto" ? "" : next);
    show(next);
    say(button.title);
  });

  // Search is loaded when it is about to be used.
  const search = one(".search-button");
  if (search) {
    let loading;
    const load = () =>
      (loading ??= new Promise((done) => {
        const { search: script, styles } = search.dataset;
        if (styles) {
          const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: styles });
          document.head.append(sheet);
        }
        const element = Object.assign(document.createElement("script"), { src: script, onload: done });
        document.head.append(element);
      }));
    const open = () => load().then(() => FingerpostSearch.open(JSON.parse(search.dataset.words)));
    search.addEventListener("pointerenter", load);
    search.addEventListener("focus", load);
    search.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        open();
      }
    });
  }

  // A review that has fallen due on the reader's day.
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  for (const note of all("[data-due]")) note.classList.toggle("passed", note.dataset.due <= today);

  // The section tree keeps its place from page to page, and shows the current page.
  const tree = one(".tree");
  if (tree) {
    const current = one(".tree [aria-current=page]");
    try {
      tree.scrollTop = sessionStorage.getItem("tree");
      addEventListener("pagehide", () => sessionStorage.setItem("tree", tree.scrollTop));
    } catch {}
    if (current) {
      const top = current.getBoundingClientRect().top - tree.getBoundingClientRect().top;
      if (top < 0 || top > tree.clientHeight - 40) tree.scrollTop += top - tree.clientHeight / 2;
    }
  }

  // Which section of the page is being read.
  const links = new Map(all(".toc a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (links.size) {
    const headings = all(".text :is(h2, h3)[id]").filter((heading) => links.has(heading.id));
    let marked;
    const mark = () => {
      const above = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
      const link = links.get((above.at(-1) || headings[0])?.id);
      if (link === marked) return;
      marked?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      marked = link;
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px", threshold: [0, 1] });
    headings.forEach((heading) => observer.observe(heading));
  }
}
