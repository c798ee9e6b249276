// The web engine's driver: replays a job (see ../job.py) on @getodk/xforms-engine and says what it took.
// A keystroke is what a page does: write the answer, then read that question's state and the next one's.

import { readFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { JSDOM } from "jsdom";

// The engine expects a page around it, and its parser looks for CommonJS before it looks for a page.
const { window } = new JSDOM("");
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^[A-Z]/.test(name) && !(name in globalThis)) globalThis[name] = window[name];
}
Object.assign(globalThis, { window, document: window.document, __dirname: import.meta.dirname });
globalThis.require = createRequire(import.meta.url);
const { loadForm } = await import("@getodk/xforms-engine");

const lines = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean).map((line) => line.split("\t"));
const told = Object.fromEntries(lines.filter(([kind]) => kind !== "step").map(([kind, ...rest]) => [kind, rest]));
const steps = lines.filter(([kind]) => kind === "step").map(([, reference, value, look]) => ({ reference, value, look }));
const xml = readFileSync(told.form[0], "utf8");
const [rounds, milliseconds, warmRounds, warmMilliseconds] = told.limits.map(Number);

const took = { load_ms: [], keystroke_ms: [], validate_ms: [] };
let count = { taken: 0, choices_seen: 0 };
let kept = null;

async function fetchFormAttachment(address) {
  const path = join(told.media[0], basename(String(address)));
  const found = existsSync(path);
  return new Response(found ? readFileSync(path) : "", { status: found ? 200 : 404 });
}

async function run() {
  count = { taken: 0, choices_seen: 0 };
  kept = null;
  globalThis.gc?.();
  let started = performance.now();
  const loaded = await loadForm(xml, { fetchFormAttachment, missingResourceBehavior: "BLANK" });
  if (loaded.status === "failure") throw loaded.error;
  const { root } = loaded.createInstance({ preloadProperties: { deviceID: "bench:device", username: "bench" } });
  took.load_ms.push(performance.now() - started);
  kept = root;
  const nodes = new Map();
  collect(root, nodes);
  started = performance.now();
  for (const step of steps) {
    if (performance.now() - started > milliseconds) break;
    press(nodes.get(numbered(step.reference)), step.value, nodes.get(numbered(step.look)));
  }
  started = performance.now();
  count.violations = root.validationState.violations.length;
  took.validate_ms.push(performance.now() - started);
}

function collect(node, nodes) {
  nodes.set(numbered(node.currentState.reference), node);
  for (const child of node.currentState.children ?? []) collect(child, nodes);
}

const numbered = (reference) => reference.replace(/[^/\]]+(?=\/|$)/g, "$&[1]");

function press(own, value, next) {
  if (!own || !next || !own.currentState.relevant) return;
  const answer = read(own, value);
  const started = performance.now();
  write(own, answer);
  const seen = draw(own) + draw(next);
  took.keystroke_ms.push(performance.now() - started);
  count.taken += 1;
  count.choices_seen += seen;
}

// Outside the measured time, as a widget already holds its value in the engine's type.
function read(node, value) {
  const isMany = node.nodeType === "select" && node.selectType === "select";
  if (isMany || node.nodeType === "rank") return value.split(" ").filter(Boolean);
  if (node.nodeType === "select") return value || null;
  return value;
}

function write(node, answer) {
  if (Array.isArray(answer) && node.nodeType === "select") node.selectValues(answer);
  else if (Array.isArray(answer)) node.setValues(answer);
  else if (node.nodeType === "select") node.selectValue(answer);
  else node.setValue(answer);
}

// What a page shows of a question; gives the number of choices.
function draw(node) {
  const state = node.currentState;
  const shown = [state.relevant, state.required, state.readonly, state.label?.asString, state.hint?.asString, state.value];
  const violation = node.validationState.violation;
  const choices = state.valueOptions ?? [];
  for (const choice of choices) shown.push(choice.value, choice.label?.asString);
  if (violation) shown.push(violation.message?.asString);
  return choices.length;
}

async function runMany(times, limit) {
  const started = performance.now();
  for (let round = 0; round < times; round += 1) {
    await run();
    if (performance.now() - started > limit) return;
  }
}

const begun = performance.now();
await run();
const isSlow = performance.now() - begun > warmMilliseconds; // then this was the warming up
globalThis.gc?.();
const first = { first_load_ms: took.load_ms[0], rss_mb: process.memoryUsage().rss / 1048576 };
await runMany(isSlow ? 0 : warmRounds, warmMilliseconds);
for (const times of Object.values(took)) times.length = 0;
await runMany(rounds, milliseconds);
process.stdout.write(`${JSON.stringify({ ...first, ...took, ...count })}\n`, () => process.exit(0));
