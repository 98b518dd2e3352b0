// Every page is valid HTML.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { GUIDE, PARTS, built, pagesOf } from "./site.mjs";

const rules = {
  // Taste, not validity: the theme writes `<!doctype html>`, leaves out end tags that HTML implies, and gives a table's
  // parts the roles that they have, since style sheets that show rows as cards would take them away.
  "doctype-style": "off",
  "no-implicit-close": "off",
  "no-redundant-role": "off",
  "no-trailing-whitespace": "off",
  "attr-quotes": "off",
  "void-style": "off",
  "long-title": "off",
  "no-inline-style": "error",
};

test("every page is valid", async () => {
  const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ["html-validate:standard"], rules }));
  const found = [];
  let count = 0;
  for (const folder of [await built(GUIDE), await built(PARTS)]) {
    for (const path of await pagesOf(folder)) {
      count += 1;
      const report = await validator.validateFile(join(folder, path));
      for (const { messages } of report.results) {
        for (const { ruleId, message, line, column } of messages) found.push(`${path}:${line}:${column}: ${ruleId}: ${message}`);
      }
    }
  }
  console.log(`# ${count} pages`);
  assert.deepEqual(found, []);
});
