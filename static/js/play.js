// A case folded on the device exactly as the server folds it (cms/scenarios/engine.py): the plain
// form of a case in, states out. Knows no page, no network, no clock.

import { kindOf } from "./kinds.js";

const IMPACTS = ["trips", "minutes", "money", "trust"];
const BOUND = 1000000;

const clamp = (number) => Math.max(-BOUND, Math.min(BOUND, number));
const findScene = (scenario, key) => scenario.scenes.find((scene) => scene.key === key);

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
  if (kindOf(scene).isChoice) {
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
  else if (kindOf(scene).isChoice) percent = choice.is_right ? 100 : 0;
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

/** The share of an answer that is right, in percent, and what was found of each item or field. */
export function judge(scenario, scene, response) {
  return kindOf(scene).judge(scenario, scene, response);
}
