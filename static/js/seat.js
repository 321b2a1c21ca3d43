// Who sits here and where he stands: what the server says and what the device remembers, brought together; the chip.

import { flush, get, learner, open, record, refused, seen, set, uuid7, waiting } from "./outbox.js";

export const main = document.getElementById("main");
const chip = document.getElementById("outbox");
const queue = document.getElementById("queue");
const { lesson, version, mode = "" } = main.dataset;

// `at`: {attempt, seq, path: answers that counted, scene, done, …}. `cut`: a preview that plays a lost network.
export const seat = { at: null, preview: "preview" in main.dataset, cut: false };
let who = "";
let device = "";
let state = { waiting: 0, review: 0, signedOut: false };
let heed = () => {};

const key = () => ["at", who, lesson, version, ...(mode ? [mode] : [])].join(":");
const first = () => main.dataset.first || "";
export const isWaiting = () => state.waiting > 0;

export function show(next = state) {
  state = next;
  const say = (name, n) => chip.dataset[name].replace("%n", n);
  let [words, kind] = [chip.dataset.saved, ""];
  if (seat.preview)
    [words, kind] = seat.cut
      ? [say("wait", seat.at.path.length), "wait"]
      : [chip.dataset.preview, ""];
  else if (state.signedOut) [words, kind] = [say("signin", state.waiting), "fail"];
  else if (state.waiting) [words, kind] = [say("wait", state.waiting), "wait"];
  else if (state.review) [words, kind] = [say("review", state.review), "fail"];
  const said = chip.querySelector("span");
  if (said.textContent !== words) said.textContent = words;
  chip.className = `chip ${kind}`;
  chip.hidden = false;
  for (const note of document.querySelectorAll("[data-pending]")) note.hidden = !state.waiting;
  if (queue.open) list();
}

const signIn = () => location.assign(chip.dataset.url + encodeURIComponent(location.pathname));

/** Put an event and the place that it leads to on the disk; a preview only moves on. */
export async function note(type, scene, payload, place) {
  if (!seat.preview) {
    const event = {
      id: uuid7(),
      attempt: place.attempt,
      device,
      seq: place.seq,
      learner: who,
      type,
      lesson,
      version,
      mode,
      scene,
      payload,
      ts: Date.now() / 1000,
    };
    await record(event, key(), place);
  }
  seat.at = place;
}

/** Something that moves nobody on: a hint was asked for, a paper opened, a scene seen. */
export const remark = (type, scene, payload = {}, more = {}) =>
  note(type, scene, payload, {
    ...seat.at,
    ...more,
    seq: seat.at.seq + 1,
  });

/** Remember the place without an event: what the server has said about an answer. */
export async function move(place) {
  seat.at = place;
  if (!seat.preview) await set(key(), place);
}

/** The place that this device remembers: another window may have written it. */
export const stored = () => !seat.preview && get(key());

export const fresh = () =>
  note("view", first(), {}, { attempt: uuid7(), seq: 1, path: [], scene: first(), done: false });

async function standing() {
  try {
    const answer = await fetch(main.dataset.standing, {
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    if (answer.ok) return await answer.json();
    return { signedOut: answer.status === 401 };
  } catch {
    return {};
  }
}

/** Find the place; `listen(state)` hears whenever something was sent or could not be. */
export async function begin(listen = () => {}) {
  heed = listen;
  sheet();
  if (seat.preview) {
    await fresh();
    show();
    return;
  }
  await open((next) => {
    show(next);
    heed(next);
  }, main.dataset.sync);
  device = await get("device");
  const server = await standing();
  who = server.learner || (await get("who")) || "";
  seat.preview = Boolean(server.preview);
  if (!who && server.signedOut) signIn();
  if (!seat.preview) await learner(who);
  seat.at = seat.preview ? null : (await get(key())) || null;
  await meet(server);
  show({ ...state, signedOut: Boolean(server.signedOut) });
  flush();
}

/** The further of the two, server and device, is where we go on. */
async function meet(server) {
  const theirs = server.version === version && server.attempt ? server : null;
  const { at } = seat;
  const other = theirs && at && theirs.attempt !== at.attempt && theirs.attempt > at.attempt;
  const ahead =
    theirs && at && theirs.attempt === at.attempt && (theirs.path || []).length > at.path.length;
  if (theirs && (!at || other || ahead)) {
    const last = Math.max(ahead ? at.seq : 0, theirs.lanes?.[device] || 0);
    const path = theirs.path || [];
    const base = theirs.impact && {
      n: path.length,
      scene: theirs.scene,
      impacts: theirs.impact,
      values: theirs.values,
    };
    const place = {
      attempt: theirs.attempt,
      seq: last,
      path,
      base,
      scene: theirs.scene || first(),
      done: Boolean(theirs.done),
    };
    if (!theirs.from || theirs.from.device === device) await move(place);
    else await note("view", place.scene, { from: theirs.from }, { ...place, seq: last + 1 });
  }
  if (theirs?.done && seat.at?.attempt === theirs.attempt) seat.at = { ...seat.at, done: true };
  if (!seat.at) await fresh();
}

// --- what waits, behind the chip -----------------------------------------------------------------------------------

async function list() {
  const bad = await refused();
  const rows = [...bad, ...(await waiting()).filter((one) => one.type !== "view")];
  const lines = queue.querySelector("[data-list]");
  lines.replaceChildren(
    ...rows.map((one) => {
      const line = document.createElement("li");
      const kept = lines.dataset.line.replace(
        "%t",
        new Date(one.ts * 1000).toLocaleTimeString("vi").slice(0, -3),
      );
      const title = document
        .querySelector(`template[data-scene="${CSS.escape(one.scene)}"]`)
        ?.content.querySelector("h1");
      line.textContent = `${title ? title.textContent.split(" · ")[0] : document.title} – ${one.why || kept}`;
      return line;
    }),
  );
  queue.querySelector("[data-none]").hidden = rows.length > 0;
  queue.querySelector("[data-some]").hidden = rows.length === bad.length;
  queue.querySelector("[data-bad]").hidden = !bad.length;
}

function sheet() {
  chip.onclick = async () => {
    if (state.signedOut) return signIn();
    await list();
    return queue.showModal();
  };
  queue.querySelector("[data-send]").onclick = flush;
  queue.querySelector("[data-seen]").onclick = seen;
}

// Not before what was answered has gone out: the result page is the server's.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(`a[href="${main.dataset.result}"]`);
  if (!link || (!state.waiting && !seat.preview)) return;
  event.preventDefault();
  if (seat.preview) return;
  await Promise.race([flush(), new Promise((yes) => setTimeout(yes, 4000))]);
  const heard = document.getElementById("heard");
  if (!state.waiting) location.assign(link.href);
  else if (heard) heard.textContent = chip.textContent.trim();
});
