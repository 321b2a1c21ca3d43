// A case folded on the device exactly as the server folds it (cms/scenarios/engine.py, judging.py):
// the plain form of a case in, states out. Knows no page, no network, no clock.

const IMPACTS = ["trips", "minutes", "money", "trust"];
const BOUND = 1000000;
const LONGEST_TEXT = 2000;
const DAY_MS = 86400000;

/**
 * The device cannot judge this answer as the server does (a pattern of its own kind): ask the
 * server.
 */
export class Unsure extends Error {}

const clamp = (number) => Math.max(-BOUND, Math.min(BOUND, number));
const findScene = (scenario, key) => scenario.scenes.find((scene) => scene.key === key);
export const kind = (scene) => scene.step || "choose";

export function sceneOf(scenario, key) {
  const scene = findScene(scenario, key);
  if (!scene) throw new Error(`no scene ${key}`);
  return scene;
}

function isMet({ op, value: other }, value) {
  const alike = typeof value === typeof other;
  if (op === "==") return alike && value === other;
  if (op === "!=") return alike && value !== other;
  if (!alike || typeof value === "string") return false;
  return { "<": value < other, "<=": value <= other, ">": value > other, ">=": value >= other }[op];
}

/** Whether a condition holds; what the case does not know holds never. */
function holds(state, when = []) {
  return when.every((clause) => {
    const value = IMPACTS.includes(clause.variable)
      ? state.impacts[clause.variable]
      : state.values[clause.variable];
    return value !== undefined && isMet(clause, value);
  });
}

function arrive(scenario, state, target) {
  const passed = new Set();
  let scene = sceneOf(scenario, target);
  while (scene.when?.length && !holds(state, scene.when)) {
    passed.add(scene.key);
    if (passed.has(scene.otherwise)) throw new Error("the conditions lead round in a circle");
    scene = sceneOf(scenario, scene.otherwise);
  }
  return { ...state, scene: scene.key };
}

/** The state before the first answer; `scene` and `values` where an author tries a case out. */
export function begin(scenario, scene = "", values = {}) {
  const start = {};
  for (const variable of scenario.variables || [])
    start[variable.key] = variable.key in values ? values[variable.key] : variable.start;
  const impacts = {
    trips: scenario.start_trips ?? 1,
    minutes: scenario.start_minutes || 0,
    money: 0,
    trust: 0,
  };
  const state = { scene: scene || scenario.scenes[0].key, impacts, values: start };
  return arrive(scenario, state, state.scene);
}

/** The keys of the choices that are offered where the learner stands. */
export function offered(scenario, state) {
  const choices = (sceneOf(scenario, state.scene).choices || []).filter(
    (choice) => !choice.on_timeout && holds(state, choice.when),
  );
  return choices.map((choice) => choice.key);
}

function applyEffects(name, value, choice) {
  for (const effect of choice.effects || []) {
    if (effect.variable !== name || typeof effect.value !== typeof value) continue;
    if (effect.op === "set") value = effect.value;
    else if (typeof value === "number") value = clamp(value + effect.value);
  }
  return value;
}

const ranked = (choices) =>
  choices
    .filter((choice) => !choice.on_timeout)
    .sort((left, right) => (right.at_least || 0) - (left.at_least || 0));

function branch(scene, state, answer, judged) {
  const choices = scene.choices || [];
  const late = answer.late && choices.find((choice) => choice.on_timeout);
  if (late) return late;
  if (kind(scene) === "choose") {
    return choices.find(
      (choice) => choice.key === answer.choice && !choice.on_timeout && holds(state, choice.when),
    );
  }
  return ranked(choices).find(
    (choice) => (choice.at_least || 0) <= judged.percent && holds(state, choice.when),
  );
}

/**
 * One answer where the learner stands: {state, turn, judged}; null where it takes no branch
 * (practice).
 */
export function step(scenario, state, answer) {
  if (answer.scene !== state.scene) return null;
  const scene = sceneOf(scenario, answer.scene);
  const judged = judge(scenario, scene, answer.response || {});
  const choice = branch(scene, state, answer, judged);
  if (!choice) return null;
  const after = { ...state, impacts: {}, values: {} };
  for (const name of IMPACTS)
    after.impacts[name] = clamp(state.impacts[name] + (choice[name] || 0));
  for (const name of Object.keys(state.values))
    after.values[name] = applyEffects(name, state.values[name], choice);
  const variant = (choice.cases || []).find((rule) => holds(after, rule.when));
  const next = arrive(scenario, after, variant?.target || choice.target);
  let { percent } = judged;
  if (choice.on_timeout) percent = 0;
  else if (kind(scene) === "choose") percent = choice.is_right ? 100 : 0;
  const turn = {
    scene: scene.key,
    choice: choice.key,
    percent,
    right: Boolean(choice.is_right),
    target: next.scene,
    consequence: variant?.consequence || choice.consequence,
  };
  for (const name of IMPACTS) turn[name] = choice[name] || 0;
  return { state: next, turn, judged };
}

/** Answers, oldest first, folded into where the learner stands. */
export function fold(scenario, answers, start = begin(scenario)) {
  return answers.reduce((state, answer) => step(scenario, state, answer)?.state || state, start);
}

function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/**
 * Keys in an order that looks random and is always the same for a seed: by FNV-1a and the last
 * mixing of MurmurHash3.
 */
export function shuffled(keys, seed) {
  const order = (left, right) =>
    hash(`${seed}:${left}`) - hash(`${seed}:${right}`) || (left < right ? -1 : 1);
  return [...keys].sort(order);
}

// --- judging ---

const items = (scene) => scene.items || [];
const percentOf = (count, total) => (total ? Math.floor((100 * count) / total) : 100);
const stringsIn = (value) =>
  Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];

/** The share of an answer that is right, in percent, and what was found of each item or field. */
export function judge(scenario, scene, response) {
  return JUDGES[kind(scene)](scenario, scene, response);
}

function judgePicked(_, scene, response) {
  const chosen = new Set(stringsIn(response.picked));
  const right = items(scene).filter((item) => item.right);
  const hits = right.filter((item) => chosen.has(item.key)).length;
  const wrong = items(scene).filter((item) => !item.right && chosen.has(item.key)).length;
  const findings = items(scene).map((item) => ({
    key: item.key,
    right: Boolean(item.right) === chosen.has(item.key),
    text: item.why || "",
    chosen: chosen.has(item.key),
  }));
  let percent = wrong ? 0 : 100;
  if (right.length) percent = Math.max(0, Math.floor((100 * (hits - wrong)) / right.length));
  return { percent, findings };
}

function judgeOrder(_, scene, response) {
  const keys = items(scene).map((item) => item.key);
  const given = [...new Set(stringsIn(response.order))].filter((key) => keys.includes(key));
  const place = (key) => (given.includes(key) ? given.indexOf(key) : keys.length);
  let pairs = 0;
  // Pairs that stand in the right order, of all pairs.
  for (const [position, key] of keys.entries()) {
    pairs += keys.slice(position + 1).filter((later) => place(key) < place(later)).length;
  }
  const findings = items(scene).map((item, position) => ({
    key: item.key,
    right: place(item.key) === position,
    text: item.why || "",
  }));
  return { percent: percentOf(pairs, (keys.length * (keys.length - 1)) / 2), findings };
}

function judgeFields(scenario, scene, response) {
  const typed = {};
  for (const [key, value] of Object.entries(response.fields || {}))
    typed[key] = shorten(String(value));
  const findings = (scene.fields || []).map((field) => {
    const broken = brokenRule(scenario, scene, field, typed);
    return { key: field.key, right: !broken, text: broken ? broken.text : field.why || "" };
  });
  return {
    percent: percentOf(findings.filter((finding) => finding.right).length, findings.length),
    findings,
  };
}

function judgeReason(_, scene, response) {
  const ticked = new Set(stringsIn(response.ticked));
  const findings = items(scene).map((item) => ({
    key: item.key,
    right: ticked.has(item.key),
    text: item.why || "",
  }));
  return { percent: String(response.text || "").trim() ? 100 : 0, findings };
}

/** What the panel thinks of each item: the mean of its ratings. */
export function means(scene) {
  const mean = (panel) =>
    panel?.length ? panel.reduce((sum, rating) => sum + rating, 0) / panel.length : 0;
  return Object.fromEntries(items(scene).map((item) => [item.key, mean(item.panel)]));
}

function judgeRating(_, scene, response) {
  const { best: top = "", worst: bottom = "" } = response;
  const ratings = means(scene);
  const mark = (isWrong) =>
    items(scene).map((item) => ({
      key: item.key,
      right: !isWrong(item.key),
      text: item.why || "",
    }));
  if (top === bottom || !(top in ratings) || !(bottom in ratings))
    return { percent: 0, findings: mark(() => true) };
  const high = Math.max(...Object.values(ratings));
  const low = Math.min(...Object.values(ratings));
  const findings = mark(
    (key) => (key === top && ratings[key] < high) || (key === bottom && ratings[key] > low),
  );
  if (high === low) return { percent: 100, findings };
  const share = (ratings[top] - low + high - ratings[bottom]) / (2 * (high - low));
  return { percent: Math.trunc(100 * share + 1e-9), findings };
}

const JUDGES = {
  choose: () => ({ percent: 100, findings: [] }),
  several: judgePicked,
  spot: judgePicked,
  picture: judgePicked,
  order: judgeOrder,
  form: judgeFields,
  reason: judgeReason,
  judge: judgeRating,
};

// --- the rules of a field ---

const shorten = (text) =>
  text.length > LONGEST_TEXT ? Array.from(text).slice(0, LONGEST_TEXT).join("") : text;
const normalize = (text) =>
  shorten(text)
    .normalize("NFC")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[ .;,]+$/, "");

/** The first rule of a field that the typed text breaks; an empty field breaks `required` alone. */
function brokenRule(scenario, scene, field, typed) {
  const text = (typed[field.key] || "").trim();
  const breaks = (check) =>
    (text || check.rule === "required") &&
    !CHECKS[check.rule]({ scenario, scene, check, text, typed });
  return (field.checks || []).find(breaks);
}

function pattern({ check, text }) {
  const [, flags = "", source] = /^(?:\(\?([is]+)\))?([\s\S]*)$/.exec(check.value || "");
  // What the two languages write differently; all else that JavaScript does not know fails to
  // compile.
  if (/\\[AzQCpP1-9]|\[\[:|\(\?[^:]/.test(source)) throw new Unsure(source);
  let expression;
  try {
    expression = new RegExp(`^(?:${source})$`, `u${flags}`);
  } catch {
    throw new Unsure(source);
  }
  return expression.test(text);
}

function number({ check, text }) {
  const digits = text.replace(/[. ]/g, "");
  if (!/^-?\d{1,15}$/.test(digits)) return false;
  const value = Number(digits);
  return (check.low == null || value >= check.low) && (check.high == null || value <= check.high);
}

function paperLine(scenario, scene, paper, line) {
  for (const { papers = [] } of [scene, ...[...scenario.scenes].reverse()]) {
    const match = papers
      .find((candidate) => candidate.key === paper)
      ?.lines?.find((candidate) => candidate.key === line);
    if (match) return match.value;
  }
  return "";
}

function utcDay(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const fits =
    year >= 1 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return fits ? date.getTime() : null;
}

/**
 * A date as people write it (03/8/2026, 3-8-2026) or as browsers send it (2026-08-03):
 * milliseconds, or null.
 */
function dayOf(text) {
  const people = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  if (people) return utcDay(Number(people[3]), Number(people[2]), Number(people[1]));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  return iso ? utcDay(Number(iso[1]), Number(iso[2]), Number(iso[3])) : null;
}

function isWorkday(scenario, time) {
  const day = new Date(time);
  const iso = day.toISOString().slice(0, 10);
  if ((scenario.workdays || []).includes(iso)) return true;
  return day.getUTCDay() % 6 !== 0 && !(scenario.holidays || []).includes(iso);
}

/**
 * `count` days, working days, months or years after a day (before it, where below zero); the day
 * itself not counted.
 */
function addDays(scenario, start, count, unit) {
  if (unit === "months" || unit === "years") {
    const from = new Date(start);
    const months =
      from.getUTCFullYear() * 12 + from.getUTCMonth() + count * (unit === "years" ? 12 : 1);
    const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12];
    const last = new Date(0);
    last.setUTCFullYear(year, month + 1, 0);
    return utcDay(year, month + 1, Math.min(from.getUTCDate(), last.getUTCDate()));
  }
  if (unit !== "working_days") return start + count * DAY_MS;
  let day = start;
  for (let left = Math.abs(count); left; ) {
    day += count < 0 ? -DAY_MS : DAY_MS;
    if (isWorkday(scenario, day)) left -= 1;
  }
  return day;
}

function date({ scenario, scene, check, text, typed }) {
  const day = dayOf(text);
  if (day === null || !check.base) return day !== null;
  const [source, ...rest] = check.base.split(":");
  const name = rest.join(":");
  let base = check.base;
  if (source === "field") base = typed[name] || "";
  else if (source === "paper") {
    const dot = name.indexOf(".");
    base = dot < 0 ? "" : paperLine(scenario, scene, name.slice(0, dot), name.slice(dot + 1));
  }
  const from = dayOf(base);
  const wanted = from === null ? null : addDays(scenario, from, check.count || 0, check.unit || "");
  if (wanted === null) return false;
  return { "==": day === wanted, "<=": day <= wanted, ">=": day >= wanted }[check.op || "=="];
}

const CHECKS = {
  required: ({ text }) => Boolean(text),
  equals: ({ check, text }) =>
    (check.accept || []).some((accepted) => normalize(accepted) === normalize(text)),
  words: ({ check, text }) => text.split(/\s+/).length >= (check.low || 0),
  paper: ({ scenario, scene, check, text }) =>
    normalize(text) === normalize(paperLine(scenario, scene, check.paper, check.line)),
  pattern,
  number,
  date,
};
