// The chooser of a decision: what the script marks and says is what the rules of `decision.json` say, read by their
// documented meaning, and the style sheet alone hides what does not fit.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { GUIDE, PARTS, browser, built, fresh, served } from "./site.mjs";

let chromium, folders, sites;

before(async () => {
  chromium = await browser();
  folders = { store: await built(PARTS), guide: await built(GUIDE) };
  sites = { store: await served(folders.store), guide: await served(folders.guide) };
});
after(async () => {
  await chromium?.close();
  for (const site of Object.values(sites ?? {})) await site.end();
});

const DECISIONS = { store: "store", "go-or-python": "guide", "python-concurrency": "guide" };
const where = (id) => `${sites[DECISIONS[id]].url}decisions/${id}/`;
const data = (id) => JSON.parse(readFileSync(join(folders[DECISIONS[id]], "decisions", id, "decision.json"), "utf8"));

// Whether a case meets conditions: a list of values of an enumeration, or comparisons of a number joined by commas.
const compared = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b, "=": (a, b) => a === b };
function holds(condition, value) {
  if (Array.isArray(condition)) return condition.includes(value);
  const range = condition.match(/^([[(])(\S*?)\.\.(\S*?)([\])])$/);
  if (range) {
    const [, open, low, high, close] = range;
    return (open === "[" ? +value >= +low : +value > +low) && (close === "]" ? +value <= +high : +value < +high);
  }
  return condition.split(/\s*,\s*/).every((part) => {
    const [, sign, number] = part.match(/^(<=|>=|<|>|=)?\s*(-?[\d.]+)$/);
    return compared[sign ?? "="](Number(value), Number(number));
  });
}
const meets = (when, one) => Object.entries(when).every(([input, condition]) => holds(condition, one[input]));

/** The options of one full case, and the rules that decide it; `null` where it cannot happen. */
function decide({ rules, never, otherwise, hit_policy, priority }, one) {
  if (never.some(({ when }) => meets(when, one))) return null;
  let fitting = rules.filter(({ when }) => meets(when, one));
  if (hit_policy === "priority") {
    const rank = ({ then }) => (priority.indexOf(then) + 1 || priority.length + 1);
    fitting = fitting.toSorted((a, b) => rank(a) - rank(b));
  }
  const deciding = hit_policy === "collect" ? fitting : fitting.slice(0, 1);
  if (!deciding.length) return { options: [otherwise?.then ?? null], rules: [""] };
  return { options: [...new Set(deciding.map(({ then }) => then))], rules: deciding.map(({ id }) => id) };
}

/** All cases: one value of each input, of each band its first number. */
function cases({ inputs }, at = 0) {
  if (at === inputs.length) return [{}];
  const rest = cases({ inputs }, at + 1);
  return inputs[at].values.flatMap(({ id }) => rest.map((one) => ({ [inputs[at].id]: id, ...one })));
}

/** What the page says for each of these picks, made in one go: the answer, the marked rules, the address. */
const ask = (page, all) =>
  page.evaluate((all) => {
    const root = document.querySelector(".decision");
    const form = root.querySelector(".chooser form");
    const output = root.querySelector(".chooser .answer");
    const visible = (one) => getComputedStyle(one).display !== "none";
    return all.map((picks) => {
      for (const set of form.querySelectorAll("fieldset")) {
        const wanted = picks[set.dataset.input] ?? "";
        const radio = [...set.querySelectorAll("input")].find(({ value }) => value === wanted);
        if (!radio) throw new Error(`no answer ${wanted} to ${set.dataset.input}`);
        radio.checked = true;
      }
      form.dispatchEvent(new Event("change"));
      const rules = [...root.querySelectorAll(".rules > li")];
      return {
        answer: output.querySelector(".verdict-line")?.textContent ?? null,
        said: output.textContent,
        marked: rules.filter((rule) => rule.hasAttribute("aria-current")).map((rule) => rule.dataset.rule),
        left: rules.filter(visible).map((rule) => rule.dataset.rule),
        settled: [...form.querySelectorAll("fieldset:has(.settled)")].map((set) => set.dataset.input),
        asked: form.querySelector("fieldset:has(.asked)")?.dataset.input ?? null,
        address: location.hash,
      };
    });
  }, all);

const named = (decision, ids) => ids.map((id) => decision.options.find((option) => option.id === id)?.name ?? "no answer");

function agrees(decision, one, page) {
  const right = decide(decision, one);
  const where = JSON.stringify(one);
  if (!right) {
    assert.equal(page.answer, null, where);
    const { because } = decision.never.find(({ when }) => meets(when, one));
    assert.ok(page.said.includes(because), where);
    return;
  }
  const names = named(decision, right.options);
  if (decision.hit_policy === "collect") assert.deepEqual(page.answer.split(" and ").toSorted(), names.toSorted(), where);
  else assert.equal(page.answer, names[0], where);
  if (right.rules.length === 1) assert.deepEqual(page.marked, right.rules, where);
  // What the style sheet leaves at the top is the rule that decides.
  assert.equal(page.left[0], right.rules[0], where);
  assert.equal(page.address, `#${new URLSearchParams(one)}`, where);
}

for (const id of Object.keys(DECISIONS)) {
  test(`in every case the page of ${id} answers as its rules do`, async () => {
    const decision = data(id);
    const page = await fresh(chromium);
    await page.goto(where(id));
    const all = cases(decision);
    assert.equal(all.filter((one) => decide(decision, one)).length, decision.analysis.cases);
    assert.ok(all.every((one) => decide(decision, one)?.options[0] !== null));
    for (let from = 0; from < all.length; from += 500) {
      const some = all.slice(from, from + 500);
      const answers = await ask(page, some);
      some.forEach((one, at) => agrees(decision, one, answers[at]));
    }
    console.log(`# ${id}: ${all.length} cases`);
    assert.deepEqual(page.heard, []);
    await page.end();
  });
}

// The same numbers each time: a generator of its own.
function dice(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

for (const id of Object.keys(DECISIONS)) {
  test(`with some questions open the page of ${id} says what is still possible, and no more`, async () => {
    const decision = data(id);
    const all = cases(decision).map((one) => ({ one, right: decide(decision, one) })).filter(({ right }) => right);
    const roll = dice(7);
    const picks = Array.from({ length: 700 }, () => {
      const whole = all[roll(all.length)].one;
      return Object.fromEntries(Object.entries(whole).filter(() => roll(3)));
    }).filter((pick) => Object.keys(pick).length > 0 && Object.keys(pick).length < decision.inputs.length);
    const page = await fresh(chromium);
    await page.goto(where(id));
    const answers = await ask(page, picks);
    picks.forEach((pick, at) => {
      const text = JSON.stringify(pick);
      const fitting = all.filter(({ one }) => Object.entries(pick).every(([input, value]) => one[input] === value));
      const options = decision.options.filter(({ id }) => fitting.some(({ right }) => right.options.includes(id)));
      const said = answers[at].answer;
      const names = options.map(({ name }) => name);
      assert.equal(said, names.length === 1 ? names[0] : `Still possible: ${names.join(" · ")}`, text);
      // A question that is said not to matter changes no answer.
      for (const input of answers[at].settled) {
        const rest = (one) => JSON.stringify({ ...one, [input]: 0 });
        const results = new Map();
        for (const { one, right } of fitting) {
          const known = results.get(rest(one)) ?? right.options.join();
          assert.equal(right.options.join(), known, `${text}: ${input}`);
          results.set(rest(one), known);
        }
      }
      if (options.length > 1) assert.ok(answers[at].asked && !(answers[at].asked in pick), text);
    });
    await page.end();
  });
}

test("on a phone the answer is in sight while questions are read", async () => {
  const page = await fresh(chromium, { width: 390, height: 844 });
  await page.goto(where("go-or-python"));
  await page.locator("fieldset[data-input=workload] input[value=data]").check();
  await page.locator("fieldset[data-input=workload]").evaluate((one) => scrollTo({ top: one.getBoundingClientRect().top + scrollY - 100, behavior: "instant" }));
  const box = await page.locator(".chooser .verdict-line").boundingBox();
  assert.ok(box.y > 422 && box.y + box.height <= 844, JSON.stringify(box));
  await page.end();
});

test("answers in the address are restored, unknown ones are said", async () => {
  const page = await fresh(chromium);
  await page.goto(`${where("go-or-python")}#workload=data&libraries=python&connections=0`);
  const chosen = () => page.evaluate(() => [...document.querySelectorAll(".chooser :checked")].map((one) => one.value).filter(Boolean));
  assert.deepEqual(await chosen(), ["data", "python", "0"]);
  assert.equal(await page.locator(".chooser .verdict-line").textContent(), "Python");
  await page.evaluate(() => (location.hash = "#workload=tool&nothing=here"));
  await page.waitForFunction(() => document.querySelector(".chooser .answer").textContent.includes("nothing=here"));
  assert.deepEqual(await chosen(), ["tool"]);
  await page.locator(".reset").click();
  await page.waitForFunction(() => !location.hash);
  assert.deepEqual(await chosen(), []);
  await page.end();
});

test("the chooser is worked by keyboard, and the answer is spoken", async () => {
  const page = await fresh(chromium);
  await page.goto(where("store"));
  await page.locator("fieldset[data-input=machines] input").last().focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement.value), "one");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.value), "one");
  await page.locator("fieldset[data-input=rate] input[value='0']").focus();
  await page.keyboard.press("Space");
  // An `output` is a live region by itself: the answer is spoken, its reasons are read by who wants them.
  assert.equal(await page.locator(".chooser output").textContent(), "Files");
  assert.match(await page.locator(".chooser .why").textContent(), /A folder is enough\./);
  await page.end();
});

test("weights say what leads, what holds, and when rules and weights disagree", async () => {
  const page = await fresh(chromium);
  await page.goto(where("store"));
  await page.locator(".weights > summary").click();
  const weigh = (weights) =>
    page.evaluate((weights) => {
      for (const [id, weight] of Object.entries(weights)) document.querySelector(`[data-weight=${id}]`).value = weight;
      document.querySelector(".weights").dispatchEvent(new Event("change"));
      return document.querySelector(".weighed").textContent;
    }, weights);
  // Effort 3, 2, 1; load 0, 1, 3; sharing 0, 3, 3: points by steps of the scale.
  const own = await weigh({});
  assert.match(own, /Broker/);
  for (const [option, points] of [["Files", 6], ["Database", 10], ["Broker", 14]]) assert.match(own, new RegExp(`${option}: ${points}(?!\\d)`));
  assert.match(await weigh({ effort: 3, load: 0, sharing: 0 }), /^Files/);
  await page.locator("input[value=several]").check();
  await page.locator("input[value=false]").check();
  await page.locator("fieldset[data-input=rate] input[value='0']").check();
  assert.match(await page.locator(".weighed").textContent(), /Database/);
  await page.end();
});

test("without scripts the style sheet filters the rules", async () => {
  const page = await fresh(chromium, { javaScriptEnabled: false });
  for (const [id, picks] of [["store", { rate: "0", lost: "false" }], ["go-or-python", { workload: "data", libraries: "either" }]]) {
    const decision = data(id);
    await page.goto(where(id));
    const left = () => page.locator(".rules > li:visible").evaluateAll((all) => all.map((one) => one.dataset.rule));
    assert.equal((await left()).length, decision.rules.length + (decision.otherwise ? 1 : 0));
    for (const [input, value] of Object.entries(picks)) await page.locator(`#choose-${input}-${value}`).check();
    const fits = ({ when }) => Object.entries(picks).every(([input, value]) => !(input in when) || holds(when[input], value));
    const right = decision.rules.filter(fits).map(({ id }) => id);
    assert.deepEqual(await left(), [...right, ...(decision.otherwise ? [""] : [])]);
    assert.equal(await page.locator(".chooser .answer:visible").count(), 0);
  }
  await page.end();
});
