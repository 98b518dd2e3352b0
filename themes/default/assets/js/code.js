{
  const { all, say, words, keep } = fingerpost;
  const create = (tag, properties) => Object.assign(document.createElement(tag), properties);

  // Copy buttons. What is done once for each thing is done again when a preview has put in new ones.
  const addButtons = () => {
    for (const code of all("pre > code")) {
      const figure = code.closest("figure.code");
      if (!figure || figure.querySelector(":scope > .copy")) continue;
      const button = create("button", { type: "button", className: "copy", textContent: words.copy });
      button.addEventListener("click", async () => {
        const copy = code.cloneNode(true);
        all(".sign", copy).forEach((sign) => sign.remove());
        const text = copy.textContent;
        try {
          await navigator.clipboard.writeText(text);
        } catch {
          // From the disk there is no clipboard: what is selected can be copied all the same.
          getSelection().selectAllChildren(code);
          document.execCommand("copy");
          getSelection().removeAllRanges();
        }
        button.textContent = words.copied;
        say(words.copied);
        setTimeout(() => (button.textContent = words.copy), 2000);
      });
      figure.append(button);
    }
  };

  // What scrolls by itself can be reached by keyboard, under a name of its own.
  const names = new Map();
  const name = (element) => {
    const kind = element.matches("pre") ? words.code : words.table;
    const said = element.parentElement.querySelector("figcaption")?.textContent || kind;
    if (!names.has(element)) {
      const same = [...names.values()].filter((is) => is.replace(/ \d+$/, "") === said).length;
      names.set(element, same ? `${said} ${same + 1}` : said);
    }
    return names.get(element);
  };
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      const set = { tabindex: 0, role: "region", "aria-label": scrolls && name(target) };
      for (const key in set) {
        if (scrolls) target.setAttribute(key, set[key]);
        else target.removeAttribute(key);
      }
    }
  });
  const nameScrollers = () => all(".text :is(pre, .table)").forEach((element) => observer.observe(element));

  // Tabs. One choice for the whole page, kept for the next.
  const groups = [];
  const addTabs = () => all(":is(.tabs, .compare):not(.ready)").forEach((group) => {
    const number = groups.length;
    // A figure cannot be the panel of a tab itself.
    const panels = [...group.children].map((child) => {
      if (child.matches(".tab")) return child;
      const panel = create("div");
      Object.assign(panel.dataset, child.dataset);
      child.replaceWith(panel);
      panel.append(child);
      return panel;
    });
    const list = create("div", { className: "tablist" });
    list.setAttribute("role", "tablist");
    const tabs = panels.map((panel, index) => {
      const label = panel.dataset.tab || panel.dataset.label || words.code;
      const tab = create("button", { type: "button", textContent: label, id: `tab--${number}-${index}` });
      panel.id ||= `panel--${number}-${index}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => choose(label));
      tab.addEventListener("keydown", (event) => {
        const last = tabs.length - 1;
        const back = getComputedStyle(list).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
        const to =
          event.key === "Home" ? 0
          : event.key === "End" ? last
          : event.key === back ? (index || tabs.length) - 1
          : /^Arrow(Left|Right)$/.test(event.key) ? (index + 1) % tabs.length
          : -1;
        if (to < 0) return;
        event.preventDefault();
        tabs[to].focus();
        tabs[to].click();
      });
      return tab;
    });
    list.append(...tabs);
    group.prepend(list);
    group.classList.add("ready");
    const select = (index) =>
      tabs.forEach((tab, at) => {
        tab.setAttribute("aria-selected", at === index);
        tab.tabIndex = at === index ? 0 : -1;
        panels[at].classList.toggle("off", at !== index);
      });
    select(0);
    const follow = (choice) => {
      const index = tabs.findIndex((tab) => tab.textContent.toLowerCase() === choice);
      if (index >= 0) select(index);
    };
    groups.push(follow);
    const kept = document.documentElement.dataset.lang;
    if (kept) follow(kept);
  });
  const choose = (label) => {
    const choice = label.toLowerCase();
    document.documentElement.dataset.lang = choice;
    keep("lang", choice);
    groups.forEach((group) => group(choice));
  };
  const enhance = () => {
    addButtons();
    nameScrollers();
    addTabs();
  };
  enhance();
  document.addEventListener("fingerpost:update", enhance);
}
