// The outbox: what the learner did is on this device before the screen changes, and is kept until the server has it.

const MOST = 50;
const BYTES = 46000;
const LONGEST_WAIT = 300000;

let db = null;
let who = "";
let signedOut = false;
let tell = () => {};
let url = "/hoc/dong-bo/";
let timer = 0;
let wait = 1000;

/** A UUIDv7: sortable by time of making. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let n = 5; n >= 0; n--) {
    bytes[n] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const done = (request) =>
  new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

/** Open the store. `listen({waiting, review, signedOut})` is called whenever that changes. */
export async function open(listen, syncUrl) {
  tell = listen;
  url = syncUrl || url;
  const request = indexedDB.open("vv", 1);
  request.onupgradeneeded = () => {
    const events = request.result.createObjectStore("events", { keyPath: "id" });
    events.createIndex("mine", ["learner", "state"]);
    request.result.createObjectStore("kv");
  };
  db = await done(request);
  addEventListener("online", () => flush());
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  if (!(await get("device"))) await set("device", uuid7());
}

export const get = (key) => done(db.transaction("kv").objectStore("kv").get(key));

export const set = (key, value) =>
  done(
    db.transaction("kv", "readwrite", { durability: "strict" }).objectStore("kv").put(value, key),
  );

/** Whose events are sent from here on. */
export async function learner(id) {
  who = id;
  if (id) await set("who", id);
}

/** One transaction: the event and the place it leads to. Resolves when both are on the disk. */
export function record(event, key, cursor) {
  return new Promise((yes, no) => {
    const both = db.transaction(["events", "kv"], "readwrite", { durability: "strict" });
    both.objectStore("events").add({ ...event, state: 0 });
    both.objectStore("kv").put(cursor, key);
    both.oncomplete = () => {
      count();
      flush();
      yes();
    };
    both.onerror = () => no(both.error);
    both.onabort = () => no(both.error);
  });
}

/** What waits here of the person who learns: oldest first. */
export const waiting = async () =>
  db && who ? (await pending(0)).sort((a, b) => a.ts - b.ts) : [];

const pending = (state) =>
  done(db.transaction("events").objectStore("events").index("mine").getAll([who, state]));

/** What the server could not take. */
export const refused = async () => (db && who ? pending(1) : []);

/** They were looked at, and the server has its copy of them. */
export async function seen() {
  const rows = await refused();
  const store = db.transaction("events", "readwrite").objectStore("events");
  for (const { id } of rows) store.delete(id);
  await count();
}

async function count() {
  tell({ waiting: (await pending(0)).length, review: (await pending(1)).length, signedOut });
}

/** Send what waits. One tab at a time; a call while one sends changes nothing. */
export function flush() {
  clearTimeout(timer);
  if (!db || !who) return Promise.resolve();
  if (!navigator.locks) return drain();
  return navigator.locks.request("vv-outbox", { ifAvailable: true }, (lock) =>
    lock ? drain() : again(2000),
  );
}

function again(ms) {
  clearTimeout(timer);
  timer = setTimeout(flush, ms * (0.7 + Math.random() * 0.6));
}

async function drain() {
  let most = MOST;
  for (;;) {
    const batch = await next(most);
    if (!batch.length) {
      await count();
      return;
    }
    const answer = await send(batch);
    const fine = answer?.ok && (await answer.json().catch(() => null));
    if (fine) {
      wait = 1000;
      signedOut = false;
      await settle(batch, fine.results);
      await count();
    } else if (answer && answer.status === 413 && batch.length > 1) {
      most = Math.ceil(batch.length / 2);
    } else {
      await hold(answer);
      return;
    }
  }
}

/** Not taken: keep everything, say so, and try again later. */
async function hold(answer) {
  signedOut = answer?.status === 401;
  await count();
  if (signedOut) return;
  const asked = Number(answer?.headers.get("Retry-After")) * 1000;
  again(asked || wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

async function next(most) {
  const rows = await pending(0);
  rows.sort((a, b) => (a.attempt === b.attempt ? a.seq - b.seq : a.attempt < b.attempt ? -1 : 1));
  const batch = [];
  let size = 100;
  for (const row of rows.slice(0, most)) {
    size += JSON.stringify(row).length * 1.5;
    if (batch.length && size > BYTES) break;
    batch.push(row);
  }
  return batch;
}

const token = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] || "";

async function send(batch) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), 20000);
  const events = batch.map(({ state, ...event }) => event);
  try {
    return await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      redirect: "error",
      signal: stop.signal,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ v: 1, now: Date.now() / 1000, events }),
    });
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

/** ok and dup: the server has it. quarantine: kept here too, to be looked at. hold: another person's, stays. */
function settle(batch, results) {
  return new Promise((yes) => {
    const tx = db.transaction("events", "readwrite", { durability: "strict" });
    const store = tx.objectStore("events");
    const known = new Map(batch.map((event) => [event.id, event]));
    for (const { id, s, why } of results) {
      const event = known.get(id);
      if (!event) continue;
      if (s === "ok" || s === "dup") store.delete(id);
      else store.put({ ...event, state: s === "hold" ? 2 : 1, why });
    }
    tx.oncomplete = yes;
    tx.onabort = yes;
  });
}
