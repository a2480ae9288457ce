// Prints what a page loads, compressed, and fails past the budget: 25 kB of style, 30 kB of script.

import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = { css: 25_000, js: 30_000 };
const folder = new URL("./dist/assets/", import.meta.url);
const total = { css: 0, js: 0, woff2: 0 };

for (const name of readdirSync(folder)) {
  const kind = name.split(".").pop();
  if (!(kind in total)) continue;
  const content = readFileSync(new URL(name, folder));
  total[kind] += kind === "woff2" ? content.length : gzipSync(content, { level: 9 }).length;
}
console.log(JSON.stringify(total));
for (const [kind, limit] of Object.entries(BUDGET)) {
  if (total[kind] > limit) {
    console.error(`${kind}: ${total[kind]} bytes compressed, over ${limit}`);
    process.exitCode = 1;
  }
}
