// What the other scripts share. Others may use it too: `fingerpost.say("…")` speaks to screen readers.
window.fingerpost = {
  words: document.body.dataset,
  all: (selector, from = document) => [...from.querySelectorAll(selector)],
  say(text) {
    document.querySelector(".status").textContent = text;
  },
  // Storage may be forbidden, as it is for pages from the disk in some browsers.
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  keep(key, value) {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {}
  },
};
