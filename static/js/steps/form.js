import { Unsure, percentOf, register } from "../kinds.js";
import { compareWords, missing } from "../words.js";

const LONGEST_TEXT = 2000;
const DAY_MS = 86400000;

function judge(scenario, scene, response) {
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

function prepare(form, previous) {
  for (const [key, value] of Object.entries(previous?.fields || {})) {
    if (form.elements[`field-${key}`]) form.elements[`field-${key}`].value = value;
  }
}

function read(data, form) {
  const fields = {};
  for (const [name, value] of data) fields[name.slice("field-".length)] = value.trim();
  if (Object.values(fields).some(Boolean)) return { answer: { response: { fields } } };
  return missing(form, "fill", ".field :is(input,select,textarea)");
}

function describe(scene, response, finding) {
  const { model = "" } = scene.fields.find((field) => field.key === finding.key);
  const given = response.fields[finding.key] || "";
  return ["", compareWords(finding, given, model, "wrote", "model")];
}

/**
 * The form again for practice, with what is wrong said at each field; the first wrong one is gone
 * to.
 */
function flag(form, findings) {
  for (const finding of findings.filter((finding) => !finding.right)) {
    const field = form.querySelector(`[data-field="${CSS.escape(finding.key)}"]`);
    if (!field) continue;
    const error = field.querySelector(".error");
    error.textContent = finding.text;
    error.hidden = false;
    field.classList.add("bad");
    field.querySelector("input,select,textarea").setAttribute("aria-invalid", "true");
  }
  form.querySelector(".field.bad :is(input,select,textarea)")?.focus();
}

// --- the rules of a field, as cms/scenarios/fields.py has them ---

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

register("form", { title: "form", judge, prepare, read, describe, flag });
