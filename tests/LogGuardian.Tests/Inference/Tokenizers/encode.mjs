// Encodes lines with Hugging Face's tokenizers: node encode.mjs <folder of node_modules> <tokenizer.json> <lines as JSON> <ids>
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, definition, lines, ids] = process.argv.slice(2);
const { Tokenizer } = createRequire(join(modules, "x.js"))("@huggingface/tokenizers");
const tokenizer = new Tokenizer(JSON.parse(readFileSync(definition, "utf8")), {});
const encoded = readFileSync(lines, "utf8").trimEnd().split("\n").map((line) => tokenizer.encode(JSON.parse(line)).ids.join(" "));
writeFileSync(ids, encoded.join("\n") + "\n");
