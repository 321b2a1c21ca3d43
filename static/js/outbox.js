// The outbox: what the learner did is on this device before the screen changes, and is kept until
// the server has it.

const BATCH_EVENTS = 50;
const BATCH_BYTES = 46000;
const LONGEST_WAIT_MS = 300000;

let db = null;
let owner = ""; // the learner whose events these are
let signedOut = false;
let notify = () => {};
let endpoint = "/hoc/dong-bo/";
let timer = 0;
let waitMs = 1000;

/** A UUIDv7: sortable by time of making. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let position = 5; position >= 0; position--) {
    bytes[position] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const resultOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Open the store. `listen({waiting, review, signedOut})` is called whenever that changes. */
export async function openOutbox(listen, url) {
  notify = listen;
  endpoint = url || endpoint;
  const request = indexedDB.open("vv", 1);
  request.onupgradeneeded = () => {
    const events = request.result.createObjectStore("events", { keyPath: "id" });
    events.createIndex("mine", ["learner", "state"]);
    request.result.createObjectStore("kv");
  };
  db = await resultOf(request);
  addEventListener("online", () => flush());
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  if (!(await get("device"))) await set("device", uuid7());
}

export const get = (key) => resultOf(db.transaction("kv").objectStore("kv").get(key));

export const set = (key, value) =>
  resultOf(
    db.transaction("kv", "readwrite", { durability: "strict" }).objectStore("kv").put(value, key),
  );

/** Say whose events are sent from here on. */
export async function useLearner(id) {
  owner = id;
  if (id) await set("who", id);
}

/** One transaction: the event and the place it leads to. Resolves when both are on the disk. */
export function record(event, key, cursor) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(["events", "kv"], "readwrite", { durability: "strict" });
    transaction.objectStore("events").add({ ...event, state: 0 });
    transaction.objectStore("kv").put(cursor, key);
    transaction.oncomplete = () => {
      count();
      flush();
      resolve();
    };
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** The events of the learner that the server does not have yet, oldest first. */
export const unsent = async () =>
  db && owner ? (await pending(0)).sort((a, b) => a.ts - b.ts) : [];

const pending = (state) =>
  resultOf(db.transaction("events").objectStore("events").index("mine").getAll([owner, state]));

/** The events of the learner that the server could not take. */
export const refused = async () => (db && owner ? pending(1) : []);

/** Forget the refused events: they were looked at, and the server has its copy of them. */
export async function dropRefused() {
  const rows = await refused();
  const store = db.transaction("events", "readwrite").objectStore("events");
  for (const { id } of rows) store.delete(id);
  await count();
}

async function count() {
  notify({ waiting: (await pending(0)).length, review: (await pending(1)).length, signedOut });
}

/** Send what waits. One tab at a time; a call while one sends changes nothing. */
export function flush() {
  clearTimeout(timer);
  if (!db || !owner) return Promise.resolve();
  if (!navigator.locks) return drain();
  return navigator.locks.request("vv-outbox", { ifAvailable: true }, (lock) =>
    lock ? drain() : retry(2000),
  );
}

function retry(ms) {
  clearTimeout(timer);
  timer = setTimeout(flush, ms * (0.7 + Math.random() * 0.6));
}

async function drain() {
  let limit = BATCH_EVENTS;
  for (;;) {
    const batch = await nextBatch(limit);
    if (!batch.length) {
      await count();
      return;
    }
    const answer = await send(batch);
    const result = answer?.ok && (await answer.json().catch(() => null));
    if (result) {
      waitMs = 1000;
      signedOut = false;
      await settle(batch, result.results);
      await count();
    } else if (answer && answer.status === 413 && batch.length > 1) {
      limit = Math.ceil(batch.length / 2);
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
  const retryMs = Number(answer?.headers.get("Retry-After")) * 1000;
  retry(retryMs || waitMs);
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
}

async function nextBatch(limit) {
  const rows = await pending(0);
  rows.sort((a, b) => (a.attempt === b.attempt ? a.seq - b.seq : a.attempt < b.attempt ? -1 : 1));
  const batch = [];
  let size = 100;
  for (const row of rows.slice(0, limit)) {
    size += JSON.stringify(row).length * 1.5;
    if (batch.length && size > BATCH_BYTES) break;
    batch.push(row);
  }
  return batch;
}

const CSRF_COOKIE = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/;
const token = () => CSRF_COOKIE.exec(document.cookie)?.[1] || "";

async function send(batch) {
  const abort = new AbortController();
  const timeout = setTimeout(() => abort.abort(), 20000);
  const events = batch.map(({ state, ...event }) => event);
  try {
    return await fetch(endpoint, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      redirect: "error",
      signal: abort.signal,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ v: 1, now: Date.now() / 1000, events }),
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timeout);
  }
}

/**
 * ok and dup: the server has it. quarantine: kept here too, to be looked at. hold: another
 * person's, stays.
 */
function settle(batch, results) {
  return new Promise((resolve) => {
    const transaction = db.transaction("events", "readwrite", { durability: "strict" });
    const store = transaction.objectStore("events");
    const eventsById = new Map(batch.map((event) => [event.id, event]));
    for (const { id, s: status, why } of results) {
      const event = eventsById.get(id);
      if (!event) continue;
      if (status === "ok" || status === "dup") store.delete(id);
      else store.put({ ...event, state: status === "hold" ? 2 : 1, why });
    }
    transaction.oncomplete = resolve;
    transaction.onabort = resolve;
  });
}
