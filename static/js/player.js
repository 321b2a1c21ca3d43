// Who learns here and where they are: what the server says and what the device remembers, brought
// together; the chip.

import {
  flush,
  get,
  useLearner,
  dropRefused,
  openOutbox,
  record,
  refused,
  unsent,
  uuid7,
  set,
} from "./outbox.js";

export const main = document.getElementById("main");
const chip = document.getElementById("outbox");
const queue = document.getElementById("queue");
const { lesson, version, mode = "" } = main.dataset;

// `at`: {attempt, seq, path: answers that counted, scene, done, …}. `cut`: a preview that plays a
// lost network.
export const player = { at: null, preview: "preview" in main.dataset, cut: false };
let learner = "";
let device = "";
let state = { waiting: 0, review: 0, signedOut: false };
let onChange = () => {};

const key = () => ["at", learner, lesson, version, ...(mode ? [mode] : [])].join(":");
const firstScene = () => main.dataset.first || "";
export const hasUnsent = () => state.waiting > 0;

export function show(next = state) {
  state = next;
  const say = (name, n) => chip.dataset[name].replace("%n", n);
  let [words, kind] = [chip.dataset.saved, ""];
  if (player.preview)
    [words, kind] = player.cut
      ? [say("wait", player.at.path.length), "wait"]
      : [chip.dataset.preview, ""];
  else if (state.signedOut) [words, kind] = [say("signin", state.waiting), "fail"];
  else if (state.waiting) [words, kind] = [say("wait", state.waiting), "wait"];
  else if (state.review) [words, kind] = [say("review", state.review), "fail"];
  const label = chip.querySelector("span");
  if (label.textContent !== words) label.textContent = words;
  chip.className = `chip ${kind}`;
  chip.hidden = false;
  for (const note of document.querySelectorAll("[data-pending]")) note.hidden = !state.waiting;
  if (queue.open) listQueue();
}

const signIn = () => location.assign(chip.dataset.url + encodeURIComponent(location.pathname));

/** Put an event and the place that it leads to on the disk; a preview only moves on. */
export async function log(type, scene, payload, place) {
  if (!player.preview) {
    const event = {
      id: uuid7(),
      attempt: place.attempt,
      device,
      seq: place.seq,
      learner,
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
  player.at = place;
}

/** Something that moves nobody on: a hint was asked for, a paper opened, a scene seen. */
export const remark = (type, scene, payload = {}, more = {}) =>
  log(type, scene, payload, {
    ...player.at,
    ...more,
    seq: player.at.seq + 1,
  });

/** Remember the place without an event: what the server has said about an answer. */
export async function move(place) {
  player.at = place;
  if (!player.preview) await set(key(), place);
}

/** The place that this device remembers: another window may have written it. */
export const stored = () => !player.preview && get(key());

export const restart = () =>
  log(
    "view",
    firstScene(),
    {},
    { attempt: uuid7(), seq: 1, path: [], scene: firstScene(), done: false },
  );

async function fetchStanding() {
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
export async function openPlayer(listen = () => {}) {
  onChange = listen;
  prepareQueue();
  if (player.preview) {
    await restart();
    show();
    return;
  }
  await openOutbox((next) => {
    show(next);
    onChange(next);
  }, main.dataset.sync);
  device = await get("device");
  const server = await fetchStanding();
  learner = server.learner || (await get("who")) || "";
  player.preview = Boolean(server.preview);
  if (!learner && server.signedOut) signIn();
  if (!player.preview) await useLearner(learner);
  player.at = player.preview ? null : (await get(key())) || null;
  await reconcile(server);
  show({ ...state, signedOut: Boolean(server.signedOut) });
  flush();
}

/** The further of the two, server and device, is where we go on. */
async function reconcile(server) {
  const remote = server.version === version && server.attempt ? server : null;
  const { at } = player;
  const newer = remote && at && remote.attempt !== at.attempt && remote.attempt > at.attempt;
  const ahead =
    remote && at && remote.attempt === at.attempt && (remote.path || []).length > at.path.length;
  if (remote && (!at || newer || ahead)) {
    const last = Math.max(ahead ? at.seq : 0, remote.lanes?.[device] || 0);
    const path = remote.path || [];
    const base = remote.impact && {
      n: path.length,
      scene: remote.scene,
      impacts: remote.impact,
      values: remote.values,
    };
    const place = {
      attempt: remote.attempt,
      seq: last,
      path,
      base,
      scene: remote.scene || firstScene(),
      done: Boolean(remote.done),
    };
    if (!remote.from || remote.from.device === device) await move(place);
    else await log("view", place.scene, { from: remote.from }, { ...place, seq: last + 1 });
  }
  if (remote?.done && player.at?.attempt === remote.attempt)
    player.at = { ...player.at, done: true };
  if (!player.at) await restart();
}

// --- what waits, behind the chip ---

async function listQueue() {
  const rejected = await refused();
  const rows = [...rejected, ...(await unsent()).filter((event) => event.type !== "view")];
  const lines = queue.querySelector("[data-list]");
  lines.replaceChildren(
    ...rows.map((event) => {
      const line = document.createElement("li");
      const savedAt = lines.dataset.line.replace(
        "%t",
        new Date(event.ts * 1000).toLocaleTimeString("vi").slice(0, -3),
      );
      const title = document
        .querySelector(`template[data-scene="${CSS.escape(event.scene)}"]`)
        ?.content.querySelector("h1");
      const name = title ? title.textContent.split(" · ")[0] : document.title;
      line.textContent = `${name} – ${event.why || savedAt}`;
      return line;
    }),
  );
  queue.querySelector("[data-none]").hidden = rows.length > 0;
  queue.querySelector("[data-some]").hidden = rows.length === rejected.length;
  queue.querySelector("[data-bad]").hidden = !rejected.length;
}

function prepareQueue() {
  chip.onclick = async () => {
    if (state.signedOut) return signIn();
    await listQueue();
    return queue.showModal();
  };
  queue.querySelector("[data-send]").onclick = flush;
  queue.querySelector("[data-seen]").onclick = dropRefused;
}

// Not before what was answered has gone out: the result page is the server's.
document.addEventListener("click", async (event) => {
  const link = event.target.closest(`a[href="${main.dataset.result}"]`);
  if (!link || (!state.waiting && !player.preview)) return;
  event.preventDefault();
  if (player.preview) return;
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, 4000))]);
  const status = document.getElementById("heard");
  if (!state.waiting) location.assign(link.href);
  else if (status) status.textContent = chip.textContent.trim();
});
