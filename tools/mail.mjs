// What mail programs make of a letter, by the data of caniemail.com:
//   littrack send --to-file out; npm install --no-save caniemail; node tools/mail.mjs out/issue-1-1.eml
import { caniemail } from "caniemail";
import { readFileSync } from "node:fs";

// A letter does without these: they only make it dark where the reader's program is, or name its language.
const SPARED = new Set(["@media", "<style> element", "color-scheme meta tag", "<body> element", "lang attribute"]);
const CLIENTS = ["gmail", "outlook", "apple-mail", "yahoo", "protonmail", "gmx", "fastmail", "samsung-email", "hey", "web-de"];

function html(letter) {
  const part = letter.slice(letter.indexOf("Content-Type: text/html"));
  const text = part.slice(part.indexOf("\r\n\r\n") + 4).split("\r\n--=_")[0].replace(/=\r\n/g, "");
  return Buffer.from(text.replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))), "latin1").toString();
}

let bad = 0;
const letter = readFileSync(process.argv[2], "latin1");
for (const client of CLIENTS) {
  const { issues } = caniemail({ clients: [`${client}.*`], html: html(letter) });
  for (const [name, found] of issues.errors) {
    const lost = [...new Set(found.map((f) => f.title))].filter((title) => !SPARED.has(title));
    if (lost.length) { bad++; console.log(`${name} knows no ${lost.join(", ")}`); }
  }
}
console.log("problems:", bad);
process.exit(bad ? 1 : 0);
