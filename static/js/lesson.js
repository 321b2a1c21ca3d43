// A lesson played in place. Without this file every scene is a page of its own.

import { flush, get, learner, open, record, uuid7 } from "./outbox.js";

const main = document.getElementById("main");
const chip = document.getElementById("outbox");
const heard = document.getElementById("heard");
const { lesson, version } = main.dataset;

let who = "";
let device = "";
let preview = false;
// Where the learner stands on this device: {attempt, seq, path, scene, done}
let at = null;
let state = { waiting: 0, review: 0, signedOut: false };

const key = () => `at:${who}:${lesson}:${version}`;

function show(next) {
  state = next;
  const say = (name, n) => chip.dataset[name].replace("%n", n);
  let [words, kind] = [chip.dataset.saved, ""];
  if (preview) words = chip.dataset.preview;
  else if (state.signedOut) [words, kind] = [say("signin", state.waiting), "fail"];
  else if (state.review) [words, kind] = [say("review", state.review), "fail"];
  else if (state.waiting) [words, kind] = [say("wait", state.waiting), "wait"];
  const said = chip.querySelector("span");
  if (said.textContent !== words) said.textContent = words;
  chip.className = `chip ${kind}`;
  if (state.signedOut) chip.href = chip.dataset.url + encodeURIComponent(location.pathname);
  else chip.removeAttribute("href");
  chip.hidden = false;
  for (const note of document.querySelectorAll("[data-pending]")) note.hidden = !state.waiting;
}

async function note(type, scene, payload, place) {
  if (preview) {
    at = place;
    return;
  }
  const event = {
    id: uuid7(), attempt: place.attempt, device, seq: place.seq, learner: who, type, lesson, version,
    scene, payload, ts: Date.now() / 1000,
  };
  await record(event, key(), place);
  at = place;
}

/** Who reads and where he stands: from the server, else from what this device remembers. */
async function standing() {
  try {
    const answer = await fetch(main.dataset.standing, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok) return await answer.json();
    return { signedOut: answer.status === 401 };
  } catch {
    return {};
  }
}

async function begin() {
  await open((next) => show(next), main.dataset.sync);
  device = await get("device");
  const server = await standing();
  who = server.learner || (await get("who")) || "";
  preview = Boolean(server.preview);
  if (!who && server.signedOut) location.assign(chip.dataset.url + encodeURIComponent(location.pathname));
  if (!preview) await learner(who);
  at = preview ? null : (await get(key())) || null;
  await meet(server);
  show({ ...state, signedOut: Boolean(server.signedOut) });
  flush();
}

/** Bring this device and the server together: the further of the two is where we go on. */
async function meet(server) {
  const theirs = server.version === version && server.attempt ? server : null;
  const other = theirs && at && theirs.attempt !== at.attempt && theirs.attempt > at.attempt;
  if (theirs && (!at || other || (theirs.path || []).length > at.path.length)) {
    const same = at && at.attempt === theirs.attempt;
    const last = Math.max(same ? at.seq : 0, theirs.lanes?.[device] || 0);
    const place = { attempt: theirs.attempt, seq: last, path: theirs.path || [], scene: theirs.scene || first(), done: Boolean(theirs.done) };
    const mine = theirs.from?.device === device;
    if (mine || !theirs.from) at = place;
    else await note("view", place.scene, { from: theirs.from }, { ...place, seq: last + 1 });
  }
  if (theirs?.done && at?.attempt === theirs.attempt) at = { ...at, done: true };
  if (!at) await fresh();
}

const first = () => main.dataset.first || "";

const fresh = () => note("view", first(), {}, { attempt: uuid7(), seq: 1, path: [], scene: first(), done: false });

// --- a scenario ------------------------------------------------------------------------------------------------

const template = (scene) => document.querySelector(`template[data-scene="${CSS.escape(scene)}"]`);

function panel(scene, choice) {
  return template(scene)?.content.querySelector(`.what [data-choice="${CSS.escape(choice)}"]`);
}

function impact() {
  const sum = { trips: Number(main.dataset.trips), minutes: Number(main.dataset.minutes) };
  for (const [scene, choice] of at.path) {
    const found = panel(scene, choice);
    sum.trips += Number(found?.dataset.trips || 0);
    sum.minutes += Number(found?.dataset.minutes || 0);
  }
  const write = (name, value) => {
    for (const spot of main.querySelectorAll(`.impact [data-${name}]`)) spot.textContent = value;
  };
  write("trips", sum.trips);
  write("minutes", sum.minutes);
}

function bar() {
  const parts = [...document.querySelectorAll("#steps li")];
  const step = Math.min(at.path.length, parts.length - 1);
  parts.forEach((part, n) => { part.className = n < at.path.length ? "d" : n === step ? "n" : ""; });
  document.getElementById("number").textContent = step + 1;
}

function enter(scene, focus) {
  const found = template(scene);
  if (!found) return;
  main.replaceChildren(found.content.cloneNode(true));
  main.classList.remove("told");
  impact();
  bar();
  hearing();
  const form = main.querySelector("form.ask");
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const picked = new FormData(form).get("choice");
      if (picked) choose(scene, picked, form);
      else form.querySelector("input").focus();
    });
  }
  show(state);
  scrollTo(0, 0);
  if (focus) main.querySelector(form ? "h1" : ".what h2")?.focus();
}

async function choose(scene, choice, form) {
  const counts = scene === at.scene;
  const button = form.querySelector("button.btn");
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  const path = counts ? [...at.path, [scene, choice]] : at.path;
  const target = counts ? panel(scene, choice).dataset.target : at.scene;
  const payload = counts ? { choice } : { choice, practice: true };
  await note("choice", scene, payload, { ...at, seq: at.seq + 1, path, scene: target });
  delete button.dataset.busy;
  tellWhat(scene, choice, form, counts);
}

function tellWhat(scene, choice, form, counts) {
  const what = main.querySelector(".what");
  form.hidden = true;
  what.hidden = false;
  for (const each of what.querySelectorAll("[data-choice]")) each.hidden = each.dataset.choice !== choice;
  const chosen = what.querySelector(`[data-choice="${CSS.escape(choice)}"]`);
  what.classList.toggle("poor", !("right" in chosen.dataset));
  main.classList.add("told");
  for (const name of ["trips", "minutes"]) {
    const more = main.querySelector(`[data-more-${name}]`);
    const value = Number(chosen.dataset[name]);
    if (more) more.textContent = counts && value ? `(+${value})` : "";
  }
  what.querySelector("[data-practice]").hidden = counts;
  what.querySelector("[data-on]").onclick = () => enter(at.scene, true);
  what.querySelector("[data-redo]").onclick = () => enter(scene, true);
  impact();
  scrollTo(0, 0);
  chosen.querySelector("h2").focus();
}

/** Read the words aloud where the device has a Vietnamese voice. */
function hearing() {
  const button = main.querySelector("[data-hear]");
  if (!button || !window.speechSynthesis) return;
  const voice = speechSynthesis.getVoices().find((each) => each.lang.startsWith("vi"));
  button.hidden = !voice;
  button.onclick = () => {
    const words = new SpeechSynthesisUtterance(main.querySelector("[data-speech]").textContent);
    words.voice = voice || null;
    words.lang = "vi-VN";
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  };
}

function over() {
  main.replaceChildren(document.getElementById("over").content.cloneNode(true));
  main.querySelector("[data-again]").onclick = async () => {
    await fresh();
    enter(at.scene, true);
  };
}

async function scenario() {
  await begin();
  if (at.done) over();
  else enter(at.scene, false);
  speechSynthesis?.addEventListener?.("voiceschanged", hearing);
}

// --- a text to read ----------------------------------------------------------------------------------------------

async function reading() {
  await begin();
  document.getElementById("read").addEventListener("click", async (event) => {
    event.preventDefault();
    if (!preview && !at.done) await note("finish", "", {}, { ...at, seq: at.seq + 1, done: true });
    await Promise.race([flush(), new Promise((yes) => setTimeout(yes, 3000))]);
    location.assign(state.waiting ? "/hoc/" : main.dataset.result);
  });
}

// Not before what was answered has gone out: the result page is the server's.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(`a[href="${main.dataset.result}"]`);
  if (!link || !state.waiting) return;
  event.preventDefault();
  await Promise.race([flush(), new Promise((yes) => setTimeout(yes, 4000))]);
  if (state.waiting) heard.textContent = chip.textContent.trim();
  else location.assign(link.href);
});

(main.dataset.first ? scenario() : reading()).catch(() => {
  // No store on this device (private mode): the page without JavaScript still works.
  const plain = document.getElementById("plain");
  if (plain) plain.hidden = false;
});
