// A case played in place. Without this file every scene is a page of its own.

import { kindOf, Unsure } from "./kinds.js";
import { flush, unsent } from "./outbox.js";
import * as play from "./play.js";
import { main, move, openPlayer, player, log, remark, show, restart, stored } from "./player.js";
import { lines, prepare, read, readLate } from "./steps.js";
import { formatNumber, icon, make, say } from "./words.js";

const data = JSON.parse(document.getElementById("case").textContent);
// The device judges where the pack holds the key: else the server does.
const keyed = "keyed" in main.dataset;
const solo = main.dataset.mode === "solo";
const NAMES = ["trips", "minutes", "money", "trust"];
let clock = null;
let asking = false;
let showOutcome = null;

const template = (key) => document.querySelector(`template[data-scene="${CSS.escape(key)}"]`);
const beginning = () =>
  play.begin(data, main.dataset.start || "", JSON.parse(main.dataset.values || "{}"));

/** Where play stands: what the server has said (`base`), and what was folded here since. */
function state() {
  const { base, path } = player.at;
  const from = base
    ? { scene: base.scene, impacts: base.impacts, values: base.values }
    : beginning();
  return keyed ? play.fold(data, path.slice(base?.n || 0), from) : from;
}

function tally() {
  const { impacts } = state();
  for (const name of NAMES) {
    for (const figure of main.querySelectorAll(`.impact [data-${name}]`))
      figure.textContent = formatNumber(impacts[name]);
  }
}

/** The steps; `key`: the scene that is shown, which may be one that is done again. */
function showSteps(key) {
  const list = document.getElementById("steps");
  const total = Number(list.dataset.total);
  while (list.children.length < total) list.append(document.createElement("li"));
  const done = player.at.path.length;
  const again = player.at.path.findIndex(({ scene }) => scene === key && key !== player.at.scene);
  const step = again < 0 ? Math.min(done, total - 1) : again;
  [...list.children].forEach((item, n) => {
    item.className = n === step ? "now" : n < done ? "done" : "";
  });
  document.getElementById("number").textContent = step + 1;
}

/** Show a scene. `kept`: an answer that is mended; `focused`: go to its head. */
function enter(key, { focused = true, previous = null } = {}) {
  const source = template(key);
  if (!source) return;
  stopClock();
  main.replaceChildren(source.content.cloneNode(true));
  main.classList.remove("answered");
  tally();
  showSteps(key);
  offerVoice();
  papers(key);
  const form = main.querySelector("form.question");
  if (form) ready(form, key, previous);
  show();
  scrollTo(0, 0);
  if (focused) main.querySelector(form ? "h1" : ".answer-outcome h2")?.focus();
}

function ready(form, key, previous) {
  const scene = play.sceneOf(data, key);
  form.hidden = false;
  arrange(form, scene);
  prepare(form, scene, previous);
  const hint = form.querySelector("[data-hint]");
  hint?.addEventListener("toggle", () => hint.open && remark("hint", key), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, scene);
  });
  if (solo && scene.seconds && key === player.at.scene) startClock(form, scene);
}

/** What is offered here, in the order of this attempt. */
function arrange(form, scene) {
  const place = { ...state(), scene: scene.key };
  const { isChoice, isAlwaysMixed } = kindOf(scene);
  const offeredKeys = isChoice ? new Set(play.offered(data, place)) : null;
  let rows = [...form.querySelectorAll(".option[data-key],.sort>li,.rate")];
  if (offeredKeys) {
    for (const row of rows) if (!offeredKeys.has(row.dataset.key)) row.remove();
  }
  rows = rows.filter((row) => row.isConnected && !row.closest("[data-compare]"));
  if (!isAlwaysMixed && !scene.is_shuffled) return;
  const keyOf = (row) => row.dataset.key || row.querySelector("input").value;
  const keys = keyed && isAlwaysMixed ? scene.items.map((item) => item.key) : rows.map(keyOf);
  let shuffled = play.shuffled(keys, player.at.attempt);
  if (keyed && isAlwaysMixed && shuffled.join() === keys.join()) shuffled = shuffled.reverse();
  rows.sort((left, right) => shuffled.indexOf(keyOf(left)) - shuffled.indexOf(keyOf(right)));
  for (const row of rows) row.parentNode.append(row);
}

// --- answering ---

function trouble(form, words, field) {
  const message = form.querySelector("[data-trouble]");
  message.textContent = words;
  message.hidden = false;
  // The question and the words first, the field below them: the field alone would push them out of
  // sight.
  field?.focus({ preventScroll: true });
  message.parentNode.scrollIntoView();
}

function submit(form, scene) {
  const { answer, compare, trouble: words, field } = read(form, scene);
  if (words) trouble(form, words, field);
  else if (compare) {
    compare.hidden = false;
    compare.open = true;
    compare.querySelector("summary").focus();
  } else give(form, scene, answer);
}

/** Put the answer on the disk, then say what it came to. */
async function give(form, scene, given, late = false) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  if (await catchUp()) return;
  stopClock();
  const { at } = player;
  const answer = { scene: scene.key, ...given, ...(late && { late }) };
  const counts = scene.key === at.scene && !at.waits;
  const outcome = keyed ? judgeOnDevice(answer) : null;
  const type = answer.choice ? "choice" : "answer";
  const payload = {
    ...given,
    ...(late && { late }),
    ...(!counts && { practice: true }),
    ...(at.more === scene.key && { more_time: true }),
  };
  const next = { ...at, seq: at.seq + 1 };
  if (counts)
    Object.assign(next, { path: [...at.path, answer], scene: outcome?.state.scene || at.scene });
  if (!outcome) next.waits = scene.key;
  await log(type, scene.key, payload, next);
  delete form.dataset.busy;
  showOutcome = outcome && (() => reveal(form, scene, given, outcome, counts));
  if (outcome && !(solo && player.cut)) showOutcome();
  else {
    wait();
    ask();
  }
}

/**
 * What an answer does where the learner stands (or, as practice, would do there); null where the
 * server must judge.
 */
function judgeOnDevice(answer) {
  try {
    return play.step(data, { ...state(), scene: answer.scene }, answer);
  } catch (error) {
    if (error instanceof Unsure && !player.preview) return null;
    throw error;
  }
}

const panel = () => main.querySelector(".answer-outcome");

function unfold(form) {
  const box = panel();
  if (form) form.hidden = true;
  box.hidden = false;
  main.classList.add("answered");
  return box;
}

function reveal(form, scene, given, outcome, counts) {
  const { turn, judged } = outcome;
  const box = unfold(form);
  box.classList.toggle("poor", !solo && !turn.right);
  const tags = solo
    ? []
    : [
        tag(
          turn.right ? "success" : "warning",
          turn.right ? "check" : "triangle-alert",
          say(turn.right ? "right" : "better"),
        ),
      ];
  for (const name of NAMES)
    if (turn[name] && name !== "trust")
      tags.push(make("span", "tag tag--danger", `+${formatNumber(turn[name])} ${say(name)}`));
  box.querySelector(".facts").replaceChildren(...tags.flatMap((tag) => [tag, " "]));
  box.querySelector("[data-consequence]").textContent = turn.consequence;
  box.querySelector("[data-practice]").hidden = counts;
  if (counts) showChanges(turn);
  const list = box.querySelector("[data-lines]");
  if (list && !kindOf(scene).isChoice) {
    list.hidden = false;
    list.replaceChildren(...lines(form, scene, given.response, judged.findings));
  }
  offerNext(box, () => enter(scene.key, { previous: given.response, focused: true }));
  const redo = box.querySelector("[data-redo]");
  const { flag } = kindOf(scene);
  if (redo && flag) {
    redo.hidden = judged.percent === 100;
    redo.addEventListener("click", () =>
      flag(main.querySelector("form.question"), judged.findings),
    );
  }
}

const tag = (tone, name, words) => make("span", `tag tag--${tone}`, icon(name), ` ${words}`);

/** What this answer added, in the strip. */
function showChanges(turn) {
  tally();
  for (const name of NAMES) {
    const more = main.querySelector(`[data-more-${name}]`);
    if (more)
      more.textContent = turn[name]
        ? `(${turn[name] > 0 ? "+" : ""}${formatNumber(turn[name])})`
        : "";
  }
}

function offerNext(box, onRedo) {
  const button = box.querySelector("[data-on]");
  button.hidden = false;
  button.onclick = () => enter(player.at.scene);
  const redo = box.querySelector("[data-redo]");
  if (redo) {
    redo.hidden = false;
    redo.onclick = onRedo;
  }
  scrollTo(0, 0);
  box.querySelector("h2").focus();
}

// --- what the server judges ---

function wait() {
  const box = unfold(main.querySelector("form.question"));
  for (const element of box.querySelectorAll("[data-told],[data-on],[data-redo]"))
    element.hidden = true;
  const words = box.querySelector("[data-waits]");
  words.hidden = false;
  words.querySelector("[tabindex]").focus();
}

/** Ask what the answer that waits has come to; again whenever the outbox has been emptied. */
async function ask() {
  const { at } = player;
  if (asking || !at?.waits) return;
  asking = true;
  try {
    await flush();
    if ((await unsent()).length) return;
    const answer = await fetch(
      `${main.dataset.home}luot/${at.attempt}/${encodeURIComponent(at.waits)}/`,
      {
        headers: { Accept: "application/json" },
        cache: "no-store",
      },
    );
    if (answer.ok) await conclude(at, await answer.json());
  } catch {
    /* no network: the outbox calls when it has one */
  } finally {
    asking = false;
  }
}

async function conclude(at, answer) {
  const { scene, impact, values, html } = answer;
  const before = (keyed ? at.base?.impacts : state().impacts) || beginning().impacts;
  const answered = at.waits;
  const base = { n: player.at.path.length, scene, impacts: impact, values };
  await move({ ...player.at, scene, base, waits: "" });
  if (!panel() || panel().hidden) return;
  const box = panel();
  const page = box.querySelector("[data-told]");
  // The server's own page, made of the same templates.
  page.innerHTML = html;
  page.hidden = false;
  box.querySelector("[data-waits]").hidden = true;
  const after = state().impacts;
  showChanges(Object.fromEntries(NAMES.map((name) => [name, after[name] - before[name]])));
  offerNext(box, () => enter(answered));
}

// --- time ---

async function startClock(form, scene) {
  if (player.at.more === scene.key) return;
  if (player.at.since?.scene !== scene.key) {
    await remark("view", scene.key, {}, { since: { scene: scene.key, at: Date.now() } });
  }
  const panel = form.querySelector("[data-clock]");
  panel.hidden = false;
  const ends = player.at.since.at + scene.seconds * 1000;
  const toAnnounce = new Set([60, 30, 10].filter((seconds) => seconds < scene.seconds));
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    const words =
      left < 60
        ? say("seconds", ["%s", left])
        : say("clock", ["%m", Math.floor(left / 60)], ["%s", left % 60]);
    panel.querySelector("[data-left]").textContent = words;
    panel.querySelector("progress").value = left;
    if (toAnnounce.delete(left)) document.getElementById("heard").textContent = words;
    if (!left) give(form, scene, readLate(form, scene), true);
  };
  panel.querySelector("[data-more]").onclick = async ({ target }) => {
    stopClock();
    target.hidden = true;
    panel.querySelector("progress").hidden = true;
    panel.querySelector("[data-left]").textContent = "";
    const words = panel.querySelector("[data-untimed]");
    words.hidden = false;
    words.tabIndex = -1;
    words.focus();
    await remark("note", scene.key, { more_time: true }, { more: scene.key });
  };
  clock = setInterval(tick, 500);
  tick();
}

function stopClock() {
  clearInterval(clock);
  clock = null;
}

// --- papers and voices ---

function papers(key) {
  for (const paper of main.querySelectorAll("details[data-paper]")) {
    paper.addEventListener(
      "toggle",
      () => paper.open && remark("inspect", key, { paper: paper.dataset.paper }),
      { once: true },
    );
    paper.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !paper.open) return;
      paper.open = false;
      paper.querySelector("summary").focus();
    });
  }
}

/** Words aloud where the device has a Vietnamese voice; recordings only when they are asked for. */
function offerVoice() {
  const voice = window.speechSynthesis
    ?.getVoices()
    .find((candidate) => candidate.lang.startsWith("vi"));
  for (const speech of main.querySelectorAll(".speech")) {
    const button = speech.querySelector("[data-hear]");
    button.hidden = !voice;
    button.onclick = () => {
      const utterance = new SpeechSynthesisUtterance(
        speech.querySelector("[data-speech]").textContent,
      );
      utterance.voice = voice;
      utterance.lang = "vi-VN";
      speechSynthesis.cancel();
      speechSynthesis.speak(utterance);
    };
  }
  for (const link of main.querySelectorAll("[data-audio]")) {
    link.onclick = (event) => {
      event.preventDefault();
      const recording = document.createElement("audio");
      recording.src = link.href;
      recording.controls = true;
      link.replaceWith(recording);
      recording.focus();
      recording.play().catch(() => {});
    };
  }
}

// --- from the beginning ---

function showEnd() {
  main.replaceChildren(document.getElementById("over").content.cloneNode(true));
  main.querySelector("[data-again]").onclick = async () => {
    await restart();
    enter(player.at.scene);
  };
}

function resume(focused) {
  if (player.at.done) showEnd();
  else enter(player.at.scene, { focused });
  if (player.at.waits) {
    wait();
    ask();
  }
}

/**
 * Another window of this device may have gone on: then here too, before anything is answered twice.
 */
async function catchUp() {
  const { attempt, seq, path } = player.at;
  const other = await stored();
  const same = other?.attempt === attempt;
  if (!other || (same ? other.seq <= seq : other.attempt < attempt)) return false;
  player.at = other;
  if (same && other.path.length === path.length) return false;
  resume(true);
  if (main.querySelector("form.question")) trouble(main, say("elsewhere"));
  return true;
}

async function start() {
  await openPlayer((next) => next.waiting || ask());
  if (player.preview) await move({ ...player.at, scene: beginning().scene });
  resume(false);
  addEventListener("visibilitychange", catchUp);
  window.speechSynthesis?.addEventListener?.("voiceschanged", offerVoice);
  if (!player.preview) return;
  addEventListener("message", ({ data: message, origin }) => {
    if (origin !== location.origin || message?.type !== "mat-mang") return;
    player.cut = Boolean(message.on);
    show();
    const waiting = main.querySelector("[data-waits]");
    if (!player.cut && showOutcome && waiting && !waiting.hidden) {
      waiting.hidden = true;
      main.querySelector("[data-told]").hidden = false;
      showOutcome();
    }
  });
}

start().catch(() => {
  // No store on this device (private mode): the page without JavaScript still works.
  const plain = document.getElementById("plain");
  if (plain) plain.hidden = false;
});
