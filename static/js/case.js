// A case played in place. Without this file every scene is a page of its own.

import { flush, waiting } from "./outbox.js";
import * as play from "./play.js";
import { begin, fresh, main, move, note, remark, seat, show, stored } from "./seat.js";
import { count, flag, icon, lines, make, prepare, read, readLate, say } from "./steps.js";

const data = JSON.parse(document.getElementById("case").textContent);
// The device judges where the pack holds the key: else the server does.
const keyed = "keyed" in main.dataset;
const solo = main.dataset.mode === "solo";
const NAMES = ["trips", "minutes", "money", "trust"];
let clock = null;
let asking = false;
let held = null;

const template = (key) => document.querySelector(`template[data-scene="${CSS.escape(key)}"]`);
const start = () =>
  play.begin(data, main.dataset.start || "", JSON.parse(main.dataset.values || "{}"));

/** Where play stands: what the server has said (`base`), and what was folded here since. */
function state() {
  const { base, path } = seat.at;
  const from = base ? { scene: base.scene, impacts: base.impacts, values: base.values } : start();
  return keyed ? play.fold(data, path.slice(base?.n || 0), from) : from;
}

function tally() {
  const { impacts } = state();
  for (const name of NAMES) {
    for (const spot of main.querySelectorAll(`.impact [data-${name}]`))
      spot.textContent = count(impacts[name]);
  }
}

/** The steps; `key`: the scene that is shown, which may be one that is done again. */
function bar(key) {
  const list = document.getElementById("steps");
  const total = Number(list.dataset.total);
  while (list.children.length < total) list.append(document.createElement("li"));
  const done = seat.at.path.length;
  const again = seat.at.path.findIndex(({ scene }) => scene === key && key !== seat.at.scene);
  const step = again < 0 ? Math.min(done, total - 1) : again;
  [...list.children].forEach((part, n) => {
    part.className = n === step ? "n" : n < done ? "d" : "";
  });
  document.getElementById("number").textContent = step + 1;
}

/** Show a scene. `kept`: an answer that is mended; `focused`: go to its head. */
function enter(key, { focused = true, kept = null } = {}) {
  const found = template(key);
  if (!found) return;
  stopClock();
  main.replaceChildren(found.content.cloneNode(true));
  main.classList.remove("told");
  tally();
  bar(key);
  listening();
  papers(key);
  const form = main.querySelector("form.ask");
  if (form) ready(form, key, kept);
  show();
  scrollTo(0, 0);
  if (focused) main.querySelector(form ? "h1" : ".what h2")?.focus();
}

function ready(form, key, kept) {
  const scene = play.sceneOf(data, key);
  form.hidden = false;
  arrange(form, scene);
  prepare(form, scene, kept);
  const hint = form.querySelector("[data-hint]");
  hint?.addEventListener("toggle", () => hint.open && remark("hint", key), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, scene);
  });
  if (solo && scene.seconds && key === seat.at.scene) time(form, scene);
}

/** What is offered here, in the order of this attempt. */
function arrange(form, scene) {
  const here = { ...state(), scene: scene.key };
  const open = play.kind(scene) === "choose" ? new Set(play.offered(data, here)) : null;
  let rows = [...form.querySelectorAll(".opt[data-key],.sort>li,.rate")];
  if (open) {
    for (const row of rows) if (!open.has(row.dataset.key)) row.remove();
  }
  rows = rows.filter((row) => row.isConnected && !row.closest("[data-compare]"));
  const order = play.kind(scene) === "order";
  if (!order && !scene.is_shuffled) return;
  const keyOf = (row) => row.dataset.key || row.querySelector("input").value;
  const keys = keyed && order ? scene.items.map((one) => one.key) : rows.map(keyOf);
  let mixed = play.shuffled(keys, seat.at.attempt);
  if (keyed && order && mixed.join() === keys.join()) mixed = mixed.reverse();
  rows.sort((a, b) => mixed.indexOf(keyOf(a)) - mixed.indexOf(keyOf(b)));
  for (const row of rows) row.parentNode.append(row);
}

// --- answering -----------------------------------------------------------------------------------------------------

function trouble(form, words, field) {
  const spot = form.querySelector("[data-trouble]");
  spot.textContent = words;
  spot.hidden = false;
  // The question and the words first, the field below them: the field alone would push them out of sight.
  field?.focus({ preventScroll: true });
  spot.parentNode.scrollIntoView();
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
  if (await elsewhere()) return;
  stopClock();
  const { at } = seat;
  const answer = { scene: scene.key, ...given, ...(late && { late }) };
  const counts = scene.key === at.scene && !at.waits;
  const came = keyed ? outcome(answer) : null;
  const type = answer.choice ? "choice" : "answer";
  const payload = {
    ...given,
    ...(late && { late }),
    ...(!counts && { practice: true }),
    ...(at.more === scene.key && { more_time: true }),
  };
  const place = { ...at, seq: at.seq + 1 };
  if (counts)
    Object.assign(place, { path: [...at.path, answer], scene: came?.state.scene || at.scene });
  if (!came) place.waits = scene.key;
  await note(type, scene.key, payload, place);
  delete form.dataset.busy;
  held = came && (() => tell(form, scene, given, came, counts));
  if (came && !(solo && seat.cut)) held();
  else {
    wait();
    ask();
  }
}

/** What an answer does where the learner stands (or, as practice, would do there); null where the server must judge. */
function outcome(answer) {
  try {
    return play.step(data, { ...state(), scene: answer.scene }, answer);
  } catch (error) {
    if (error instanceof play.Unsure && !seat.preview) return null;
    throw error;
  }
}

const box = () => main.querySelector(".what");

function unfold(form) {
  const what = box();
  if (form) form.hidden = true;
  what.hidden = false;
  main.classList.add("told");
  return what;
}

function tell(form, scene, given, came, counts) {
  const { turn, judged } = came;
  const what = unfold(form);
  what.classList.toggle("poor", !solo && !turn.right);
  const tags = solo
    ? []
    : [
        tag(
          turn.right ? "ma" : "lua",
          turn.right ? "check" : "triangle-alert",
          say(turn.right ? "right" : "better"),
        ),
      ];
  for (const name of NAMES)
    if (turn[name] && name !== "trust")
      tags.push(make("span", "tag son", `+${count(turn[name])} ${say(name)}`));
  what.querySelector(".facts").replaceChildren(...tags.flatMap((one) => [one, " "]));
  what.querySelector("[data-consequence]").textContent = turn.consequence;
  what.querySelector("[data-practice]").hidden = counts;
  if (counts) added(turn);
  const list = what.querySelector("[data-lines]");
  if (list && play.kind(scene) !== "choose") {
    list.hidden = false;
    list.replaceChildren(...lines(form, scene, given.response, judged.findings));
  }
  go(what, () => enter(scene.key, { kept: given.response, focused: true }));
  const redo = what.querySelector("[data-redo]");
  if (redo && play.kind(scene) === "form") {
    redo.hidden = judged.percent === 100;
    redo.addEventListener("click", () => flag(main.querySelector("form.ask"), judged.findings));
  }
}

const tag = (css, name, words) => make("span", `tag ${css}`, icon(name), ` ${words}`);

/** What this answer added, in the strip. */
function added(turn) {
  tally();
  for (const name of NAMES) {
    const more = main.querySelector(`[data-more-${name}]`);
    if (more)
      more.textContent = turn[name] ? `(${turn[name] > 0 ? "+" : ""}${count(turn[name])})` : "";
  }
}

function go(what, again) {
  const on = what.querySelector("[data-on]");
  on.hidden = false;
  on.onclick = () => enter(seat.at.scene);
  const redo = what.querySelector("[data-redo]");
  if (redo) {
    redo.hidden = false;
    redo.onclick = again;
  }
  scrollTo(0, 0);
  what.querySelector("h2").focus();
}

// --- what the server judges ----------------------------------------------------------------------------------------

function wait() {
  const what = unfold(main.querySelector("form.ask"));
  for (const part of what.querySelectorAll("[data-told],[data-on],[data-redo]")) part.hidden = true;
  const words = what.querySelector("[data-waits]");
  words.hidden = false;
  words.querySelector("[tabindex]").focus();
}

/** Ask what the answer that waits has come to; again whenever the outbox has been emptied. */
async function ask() {
  const { at } = seat;
  if (asking || !at?.waits) return;
  asking = true;
  try {
    await flush();
    if ((await waiting()).length) return;
    const answer = await fetch(
      `${main.dataset.home}luot/${at.attempt}/${encodeURIComponent(at.waits)}/`,
      {
        headers: { Accept: "application/json" },
        cache: "no-store",
      },
    );
    if (answer.ok) await heard(at, await answer.json());
  } catch {
    /* no network: the outbox calls when it has one */
  } finally {
    asking = false;
  }
}

async function heard(at, told) {
  const { scene, impact, values, html } = told;
  const before = (keyed ? at.base?.impacts : state().impacts) || start().impacts;
  const answered = at.waits;
  const base = { n: seat.at.path.length, scene, impacts: impact, values };
  await move({ ...seat.at, scene, base, waits: "" });
  if (!box() || box().hidden) return;
  const what = box();
  const words = what.querySelector("[data-told]");
  // The server's own page, made of the same templates.
  words.innerHTML = html;
  words.hidden = false;
  what.querySelector("[data-waits]").hidden = true;
  const after = state().impacts;
  added(Object.fromEntries(NAMES.map((name) => [name, after[name] - before[name]])));
  go(what, () => enter(answered));
}

// --- time ----------------------------------------------------------------------------------------------------------

async function time(form, scene) {
  if (seat.at.more === scene.key) return;
  if (seat.at.since?.scene !== scene.key) {
    await remark("view", scene.key, {}, { since: { scene: scene.key, at: Date.now() } });
  }
  const panel = form.querySelector("[data-clock]");
  panel.hidden = false;
  const ends = seat.at.since.at + scene.seconds * 1000;
  const bell = new Set([60, 30, 10].filter((one) => one < scene.seconds));
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    const words =
      left < 60
        ? say("seconds", ["%s", left])
        : say("clock", ["%m", Math.floor(left / 60)], ["%s", left % 60]);
    panel.querySelector("[data-left]").textContent = words;
    panel.querySelector("progress").value = left;
    if (bell.delete(left)) document.getElementById("heard").textContent = words;
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

// --- papers and voices ---------------------------------------------------------------------------------------------

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
function listening() {
  const voice = window.speechSynthesis?.getVoices().find((each) => each.lang.startsWith("vi"));
  for (const said of main.querySelectorAll(".say")) {
    const button = said.querySelector("[data-hear]");
    button.hidden = !voice;
    button.onclick = () => {
      const words = new SpeechSynthesisUtterance(said.querySelector("[data-speech]").textContent);
      words.voice = voice;
      words.lang = "vi-VN";
      speechSynthesis.cancel();
      speechSynthesis.speak(words);
    };
  }
  for (const link of main.querySelectorAll("[data-audio]")) {
    link.onclick = (event) => {
      event.preventDefault();
      const player = document.createElement("audio");
      player.src = link.href;
      player.controls = true;
      link.replaceWith(player);
      player.focus();
      player.play().catch(() => {});
    };
  }
}

// --- from the beginning --------------------------------------------------------------------------------------------

function over() {
  main.replaceChildren(document.getElementById("over").content.cloneNode(true));
  main.querySelector("[data-again]").onclick = async () => {
    await fresh();
    enter(seat.at.scene);
  };
}

function stand(focused) {
  if (seat.at.done) over();
  else enter(seat.at.scene, { focused });
  if (seat.at.waits) {
    wait();
    ask();
  }
}

/** Another window of this device may have gone on: then here too, before anything is answered twice. */
async function elsewhere() {
  const { attempt, seq, path } = seat.at;
  const kept = await stored();
  const same = kept?.attempt === attempt;
  if (!kept || (same ? kept.seq <= seq : kept.attempt < attempt)) return false;
  seat.at = kept;
  if (same && kept.path.length === path.length) return false;
  stand(true);
  if (main.querySelector("form.ask")) trouble(main, say("elsewhere"));
  return true;
}

async function open() {
  await begin((next) => next.waiting || ask());
  if (seat.preview) await move({ ...seat.at, scene: start().scene });
  stand(false);
  addEventListener("visibilitychange", elsewhere);
  window.speechSynthesis?.addEventListener?.("voiceschanged", listening);
  if (!seat.preview) return;
  addEventListener("message", ({ data: said, origin }) => {
    if (origin !== location.origin || said?.type !== "mat-mang") return;
    seat.cut = Boolean(said.on);
    show();
    const waits = main.querySelector("[data-waits]");
    if (!seat.cut && held && waits && !waits.hidden) {
      waits.hidden = true;
      main.querySelector("[data-told]").hidden = false;
      held();
    }
  });
}

open().catch(() => {
  // No store on this device (private mode): the page without JavaScript still works.
  const plain = document.getElementById("plain");
  if (plain) plain.hidden = false;
});
