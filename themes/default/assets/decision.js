// The chooser and the weights of a decision: which rule decides and why, what would change the answer, what to ask next.
// Sets of answers are bits of a BigInt, a set of cases is a box: one such set for each question. All that is said is
// exact: boxes are cut, never sampled.
{
  const MOST = 3000;
  const { all } = fingerpost;
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(text ?? "");
    return element;
  };

  const solver = ({ policy, priority, inputs, rules, never, otherwise, options: names }) => {
    const mask = (indexes) => indexes.reduce((bits, index) => bits | (1n << BigInt(index)), 0n);
    const full = inputs.map(({ values }) => (1n << BigInt(values.length)) - 1n);
    const box = (when) => when.map((indexes, input) => (indexes ? mask(indexes) : full[input]));
    const meets = (a, b) => a.every((bits, input) => bits & b[input]);
    const minus = (a, b) => {
      if (!meets(a, b)) return [a];
      const parts = [];
      const inner = [...a];
      a.forEach((bits, input) => {
        const outside = bits & ~b[input];
        if (outside) parts.push(inner.with(input, outside));
        inner[input] = bits & b[input];
      });
      return parts;
    };
    const cut = (boxes, by) => boxes.flatMap((one) => minus(one, by));
    const boxes = rules.map(({ when }) => box(when));
    const impossible = never.map(box);
    const order = rules.map((_, index) => index);
    const rank = (index) => (priority.indexOf(rules[index].then) + 1 || priority.length + 1);
    if (policy === "priority") order.sort((a, b) => rank(a) - rank(b) || a - b);

    // Which options these cases can end with, and by which rules.
    const run = (cases) => {
      let rest = impossible.reduce(cut, [cases]);
      if (!rest.length) return { never: impossible.findIndex((one) => meets(one, cases)), options: [], by: [] };
      const options = new Set();
      const by = [];
      let sure = true;
      for (const index of order) {
        if (rest.length > MOST) return { many: true, options: [], by: [] };
        if (!rest.some((one) => meets(one, boxes[index]))) continue;
        by.push(index);
        options.add(rules[index].then);
        const left = cut(rest, boxes[index]);
        if (policy === "collect") sure &&= !left.length;
        else rest = left;
      }
      const open = policy === "collect" ? !by.length : rest.length > 0;
      if (open) options.add(otherwise);
      const list = [...Object.keys(names).filter((id) => options.has(id)), ...(options.has(null) ? [null] : [])];
      if (policy !== "collect") sure = list.length === 1;
      return { options: list, by, open, sure, key: list.join("\n") };
    };
    return { full, boxes, order, run, bit: (index) => 1n << BigInt(index) };
  };

  const start = (script) => {
    const root = script.closest(".decision");
    const { table, words } = JSON.parse(script.textContent);
    const fill = (word, values = {}) => words[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    const join = (list, word) => list.join(` ${words[word]} `);
    const named = (options) => join(options.map((id) => table.options[id] ?? words.none), table.policy === "collect" ? "and" : "or");
    const solve = solver(table);
    const { full, boxes, order, run, bit } = solve;
    let answered = null;

    const form = root.querySelector(".chooser form");
    const lines = all(".rules > li", root);
    const item = (index) => lines.find((one) => one.dataset.rule === (table.rules[index]?.id ?? ""));
    const because = (index) => item(index)?.querySelector(".because")?.textContent ?? "";

    if (form) {
      const sets = all("fieldset", form);
      const verdict = root.querySelector(".chooser output");
      const why = root.querySelector(".chooser .why");
      const question = (input) => sets[input].querySelector("legend").firstChild.textContent;
      const labels = (input, bits) =>
        table.inputs[input].values.flatMap((value, at) => (bits & bit(at) ? [radio(input, value).parentElement.textContent] : []));
      const radio = (input, value) => all("input", sets[input]).find((one) => one.value === value);
      const chosen = () => sets.map((set, input) => table.inputs[input].values.indexOf(set.querySelector(":checked").value));
      const tell = (text, className) => verdict.append(make("p", text, className));
      const say = (word, values) => why.append(make("p", fill(word, values)));
      // Questions, each with the answers it would need.
      const list = (wanted) => {
        const items = make("ul");
        for (const [input, bits] of wanted) {
          const item = make("li", make("span", question(input), "question"));
          labels(input, bits).forEach((label, at) => item.append(at ? ` ${words.or} ` : " ", make("strong", label)));
          items.append(item);
        }
        why.append(items);
      };
      const alone = document.querySelectorAll(".chooser form").length === 1;

      const explain = (picks, cases, result) => {
        const first = result.by[0];
        if (result.by.length === 1 && !result.open) {
          say("rule", { number: first + 1, because: because(first) });
          const evidence = item(first)?.querySelector(".evidence-links");
          if (evidence) why.append(evidence.cloneNode(true));
        } else if (!result.by.length) {
          say(table.otherwise === null ? "none" : "rest", { because: because(-1) });
        } else {
          say("rules", { numbers: result.by.map((index) => index + 1).join(", ") });
        }
        // The rule that came nearest before the one that decides.
        const before = result.by.length ? order.slice(0, order.indexOf(first)) : order;
        const missing = (index) => boxes[index].flatMap((bits, input) => (bits & cases[input] ? [] : [input]));
        const near = before
          .filter((index) => table.rules[index].then !== result.options[0] && missing(index).every((input) => picks[input] >= 0))
          .sort((a, b) => missing(a).length - missing(b).length || a - b)[0];
        if (near !== undefined && missing(near).length < 3) {
          say("near", { number: near + 1, answer: table.options[table.rules[near].then] });
          list(missing(near).map((input) => [input, boxes[near][input]]));
        }
        // Every single change of an answer.
        const instead = new Map();
        const idle = [];
        picks.forEach((pick, input) => {
          if (pick < 0) return;
          let same = true;
          table.inputs[input].values.forEach((_, at) => {
            if (at === pick) return;
            const other = run(cases.with(input, bit(at)));
            if (other.never >= 0 || other.key === result.key) return;
            same = false;
            if (!other.sure) return;
            if (!instead.has(other.key)) instead.set(other.key, { options: other.options, changes: new Map() });
            const { changes } = instead.get(other.key);
            changes.set(input, (changes.get(input) ?? 0n) | bit(at));
          });
          if (same) idle.push(question(input));
        });
        for (const { options, changes } of instead.values()) {
          say("instead", { answer: named(options) });
          list(changes);
        }
        if (idle.length) say("settled_all", { questions: idle.join(" ") });
      };

      const update = () => {
        const picks = chosen();
        const cases = picks.map((pick, input) => (pick < 0 ? full[input] : bit(pick)));
        const result = run(cases);
        verdict.replaceChildren();
        why.replaceChildren();
        all(".settled, .asked", form).forEach((mark) => mark.remove());
        lines.forEach((one) => one.removeAttribute("aria-current"));
        answered = null;
        const mark = (input, word, name) => sets[input].querySelector("legend").append(make("span", words[word], name));
        const open = picks.flatMap((pick, input) => (pick < 0 ? [input] : []));
        if (open.length === picks.length) {
          tell(words.start);
        } else if (result.many) {
          tell(words.too_many);
        } else if (result.never >= 0) {
          tell(fill("never", { because: all(".never li", root)[result.never]?.querySelector(".because")?.textContent ?? "" }));
        } else if (result.sure) {
          answered = result.options;
          tell(named(result.options), "verdict-line");
          explain(picks, cases, result);
          open.forEach((input) => mark(input, "settled", "settled"));
          const decided = result.by.length ? result.by : [-1];
          if (decided.length === 1) item(decided[0])?.setAttribute("aria-current", "true");
        } else {
          tell(fill("possible", { options: result.options.map((id) => table.options[id] ?? words.none).join(" · ") }), "verdict-line possible");
          const matters = (input) => result.by.some((index) => cases[input] & ~boxes[index][input]);
          open.filter((input) => !matters(input)).forEach((input) => mark(input, "settled", "settled"));
          // The question that leaves the fewest options at worst; of equals, the fewest in all.
          const score = (input) => {
            const left = table.inputs[input].values.map((_, at) => run(cases.with(input, bit(at)))).filter((one) => !(one.never >= 0));
            const counts = left.map((one) => (one.many ? Infinity : one.options.length));
            return [Math.max(...counts), counts.reduce((sum, count) => sum + count, 0) / counts.length, input];
          };
          const next = open.filter(matters).map(score).sort((a, b) => a[0] - b[0] || a[1] - b[1])[0];
          if (next) {
            say("ask", { question: question(next[2]) });
            mark(next[2], "ask_mark", "asked");
          }
        }
        weigh?.();
        return picks;
      };

      const address = (picks) => {
        if (!alone) return;
        const pairs = picks.flatMap((pick, input) => (pick < 0 ? [] : [[table.inputs[input].id, table.inputs[input].values[pick]]]));
        const text = new URLSearchParams(pairs).toString();
        history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
      };
      const follow = () => {
        if (!alone || !location.hash.includes("=")) return;
        const unknown = [];
        // Not `reset`, whose event comes later and would take away what is said below.
        for (const input of sets.keys()) radio(input, "").checked = true;
        for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
          const input = table.inputs.findIndex(({ id }) => id === name);
          const button = input >= 0 && radio(input, value);
          if (button) button.checked = true;
          else unknown.push(`${name}=${value}`);
        }
        update();
        unknown.forEach((name) => tell(fill("unknown_answer", { name })));
      };
      let weigh = null;
      weigh = weights();
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("change", () => address(update()));
      form.addEventListener("reset", () => setTimeout(() => address(update())));
      addEventListener("hashchange", follow);
      update();
      follow();
    } else {
      weights();
    }

    function weights() {
      const box = root.querySelector(".weights");
      if (!box) return null;
      const output = box.querySelector(".weighed");
      const selects = all("select", box);
      const ids = selects.map((select) => select.dataset.weight);
      const names = selects.map((select) => select.parentElement.firstChild.textContent.trim());
      const options = Object.keys(table.options);
      const top = table.scale.length;
      const ranks = (option, end) => ids.map((id) => table.cells[id].ranks[option] || end);
      const points = (option, weight, end) => ranks(option, end).reduce((sum, rank, at) => sum + weight[at] * (rank - 1), 0);
      const say = (word, values) => output.append(make("p", fill(word, values)));
      const leader = (weight) => options.find((one) => options.every((other) => other === one || points(one, weight, 1) > points(other, weight, top)));
      const update = () => {
        const weight = selects.map((select) => Number(select.value));
        output.replaceChildren();
        const order = [...options].sort((a, b) => points(b, weight, 1) - points(a, weight, 1));
        const shown = order.map((option) => {
          const [low, high] = [points(option, weight, 1), points(option, weight, top)];
          return fill("points", { option: table.options[option], points: low === high ? low : fill("range", { low, high }) });
        });
        const first = leader(weight);
        if (!first) {
          const best = points(order[0], weight, 1);
          const level = order.filter((option) => points(option, weight, top) >= best);
          output.append(make("p", fill("tie", { options: join(level.map((id) => table.options[id]), "and") }), "verdict-line"));
          output.append(make("p", shown.join(" · ")));
          return;
        }
        const option = table.options[first];
        output.append(make("p", fill("leads", { option }), "verdict-line"), make("p", shown.join(" · ")));
        // Whether the lead holds whatever a step is worth: weight at or above each rung.
        for (const rival of order.filter((one) => one !== first)) {
          const above = (one, end, rung) => ranks(one, end).reduce((sum, rank, at) => sum + (rank >= rung ? weight[at] : 0), 0);
          const rungs = table.scale.map((_, at) => at + 1).slice(1);
          const lost = rungs.find((rung) => above(rival, top, rung) > above(first, 1, rung));
          const values = { option, other: table.options[rival], rung: table.scale[lost - 1] };
          say(lost ? "fragile" : "robust", values);
        }
        const changes = [];
        let count = 0;
        weight.forEach((own, at) => {
          for (let other = 0; other < 4; other++) {
            if (other === own) continue;
            count++;
            if (leader(weight.with(at, other)) !== first) {
              changes.push(fill("change_to", { criterion: names[at], weight: selects[at].options[other].text }));
            }
          }
        });
        if (changes.length) {
          say("change", { count: changes.length, all: count });
          const items = make("ul");
          items.append(...changes.map((change) => make("li", change)));
          output.append(items);
        } else {
          say("stable", { count });
        }
        const rule = answered?.length === 1 && answered[0];
        if (rule && table.options[rule]) {
          if (rule === first) return say("agrees");
          const gap = (at) => weight[at] * Math.abs((ranks(first, 1)[at] || 1) - (ranks(rule, 1)[at] || 1));
          const most = ids.map((_, at) => at).filter(gap).sort((a, b) => gap(b) - gap(a)).slice(0, 3);
          say("differs", { rule: table.options[rule], option, criteria: most.map((at) => names[at]).join(", ") });
        }
      };
      box.addEventListener("change", update);
      update();
      return update;
    }
  };

  for (const script of all(".decision-data:not([data-started])")) {
    script.dataset.started = "";
    start(script);
  }
}
