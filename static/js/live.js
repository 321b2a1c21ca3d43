// The live room: one link (socket, else HTTP), one state folded from the log, one page that shows it.
// What was sent is kept in memory until the server has given it a number.
const root = document.querySelector("[data-live]");
const text = (name) => root.dataset[`t${name[0].toUpperCase()}${name.slice(1)}`];
const one = (selector, from = root) => from.querySelector(selector);
const all = (selector, from = root) => [...from.querySelectorAll(selector)];
const me = Number(root.dataset.me);
const leads = root.dataset.role === "staff";
const token = one("[name=csrfmiddlewaretoken]").value;
const CHAT_SHOWN = 100;

// --- state: the same fold as lms/teaching/live/fold.py ---------------------------------------------------------------
let state = { state: root.dataset.phase, chat: [], hands: [] };
let epoch = "";
let seq = 0;
const people = new Map();
let count = 0;
const outbox = new Map(); // cid → envelope

function apply(event) {
  const { type, d } = event;
  if (type === "chat.post") {
    const line = {
      seq: event.seq,
      by: event.by,
      name: event.name,
      at: event.at,
      text: d.text || "",
      deleted: !!d.deleted,
    };
    state.chat = [...state.chat, line].slice(-CHAT_SHOWN);
  } else if (type === "chat.delete") {
    state.chat = state.chat.map((line) =>
      line.seq === d.seq ? { ...line, text: "", deleted: true } : line,
    );
  } else if (type === "hand.raise") {
    state.hands = [
      ...state.hands.filter((h) => h.user !== d.user),
      { user: d.user, name: event.name, seq: event.seq, called: false },
    ];
  } else if (type === "hand.call") {
    state.hands = state.hands.map((h) => ({ ...h, called: h.user === d.user }));
  } else if (type === "hand.lower") {
    state.hands = state.hands.filter((h) => h.user !== d.user);
  } else if (type === "session.open") {
    state.state = "open";
  } else if (type === "session.end") {
    state.state = "ended";
    state.hands = [];
  }
}

function take(events) {
  const fresh = [];
  for (const event of events) {
    if (event.seq <= seq) continue;
    if (event.seq !== seq + 1) {
      link.again();
      break;
    }
    apply(event);
    seq = event.seq;
    outbox.delete(event.cid);
    fresh.push(event);
  }
  if (fresh.length) {
    draw();
    announce(fresh);
  }
}

function welcome(frame) {
  if (frame.snapshot) {
    state = frame.snapshot;
    seq = frame.head;
    draw();
  } else if (epoch === frame.epoch) take(frame.e || []);
  epoch = frame.epoch;
  if (frame.presence) whoIsHere(frame.presence);
  for (const envelope of outbox.values()) link.send(envelope);
  draw();
}

function whoIsHere(d) {
  count = d.n;
  people.clear();
  for (const [id, name, role] of d.who || []) people.set(id, { name, role });
  drawPeople();
}

function onFrame(frame) {
  if (frame.type === "welcome") welcome(frame);
  else if (frame.type === "batch") take(frame.e);
  else if (frame.type === "ack") {
    if (frame.dup || frame.seq <= seq) outbox.delete(frame.cid);
    drawWaiting();
  } else if (frame.type === "err") refused(frame);
  else if (frame.type === "presence.state") whoIsHere(frame.d);
  else if (frame.type === "presence.diff") {
    count = frame.d.n;
    for (const [id, name, role] of frame.d.in) people.set(id, { name, role });
    for (const id of frame.d.out) people.delete(id);
    drawPeople();
  } else if (frame.seq) take([frame]);
}

function refused(frame) {
  const lost = outbox.get(frame.cid);
  if (frame.code === "rate" && lost)
    setTimeout(() => outbox.has(frame.cid) && link.send(lost), 10500);
  else outbox.delete(frame.cid);
  say(
    frame.message || { rate: text("rate"), too_big: text("big") }[frame.code] || text("forbidden"),
  );
  if (lost && lost.type === "chat.post" && !field.value && !outbox.has(frame.cid))
    field.value = lost.d.text;
  draw();
}

// --- the page --------------------------------------------------------------------------------------------------------
const log = one("[data-log]");
const field = one("#text");
const clockOf = (at) =>
  new Date(at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function draw() {
  root.dataset.phase = state.state;
  for (const part of all("[data-when]")) part.hidden = part.dataset.when !== state.state;
  const down = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  drawLines();
  drawHands();
  drawWaiting();
  if (down) log.scrollTop = log.scrollHeight;
}

function drawLines() {
  const shown = new Map(all("[data-seq]", log).map((li) => [Number(li.dataset.seq), li]));
  const wanted = new Set(state.chat.map((line) => line.seq));
  for (const [number, li] of shown) if (!wanted.has(number)) li.remove();
  for (const line of state.chat) {
    let li = shown.get(line.seq);
    if (!li) {
      li = lineOf(line);
      li.dataset.seq = line.seq;
      log.append(li);
    }
    if (line.deleted) strike(li);
  }
  one("[data-silence]").hidden = !!(state.chat.length || outbox.size);
}

function lineOf(line) {
  const li = copy("t-line");
  one("b", li).textContent = line.name;
  one(".said", li).textContent = line.text;
  one("time", li).textContent = line.at ? clockOf(line.at) : "";
  li.classList.toggle("mine", line.by === me);
  const button = one("button", li);
  if (line.seq && (leads || line.by === me)) {
    button.value = line.seq;
    one(".sr", button).textContent = ` ${line.name}`;
  } else button.remove();
  return li;
}

function strike(li) {
  one(".said", li).hidden = true;
  one(".said", li).textContent = "";
  one("[data-gone]", li).hidden = false;
  const button = one("button", li);
  if (button) {
    if (button === document.activeElement) log.focus();
    button.remove();
  }
}

function drawWaiting() {
  for (const li of all(".wait", log)) li.remove();
  for (const envelope of outbox.values()) {
    if (envelope.type !== "chat.post") continue;
    const li = lineOf({ name: people.get(me)?.name || "", by: me, text: envelope.d.text });
    li.classList.add("wait");
    one("[data-mark]", li).textContent = text("sending");
    log.append(li);
  }
}

function drawHands() {
  const list = one("[data-hands]");
  const held = list.contains(document.activeElement)
    ? [document.activeElement.value, document.activeElement.getAttribute("form")]
    : null;
  list.replaceChildren(
    ...state.hands.map((hand) => {
      const li = copy("t-hand");
      one("b", li).textContent = hand.name;
      one("[data-called]", li).hidden = !hand.called;
      for (const button of all("button", li)) {
        button.value = hand.user;
        one(".sr", button).textContent = ` ${hand.name}`;
      }
      return li;
    }),
  );
  if (held) (one(`[value="${held[0]}"][form="${held[1]}"]`, list) || field).focus();
  one("[data-hand-count]").textContent = state.hands.length || "";
  one("[data-no-hands]").hidden = state.hands.length > 0;
  if (leads) return;
  const up = state.hands.some((hand) => hand.user === me);
  const [raise, lower] = [one("[data-raise]"), one("[data-lower]")];
  const focused = [raise, lower].includes(document.activeElement);
  raise.hidden = up;
  lower.hidden = !up;
  if (focused) (up ? lower : raise).focus();
}

function drawPeople() {
  one("[data-count]").textContent = count;
  one("[data-people]").replaceChildren(
    ...[...people.values()].map((person) => {
      const li = document.createElement("li");
      li.textContent = person.name;
      li.classList.toggle("staff", person.role === "staff");
      return li;
    }),
  );
}

function say(message) {
  const note = one("[data-refusal]");
  note.hidden = !message;
  one("p", note).textContent = message;
}

// Screen readers hear of news at most every four seconds, however many lines there are.
const news = { lines: [], hands: 0, timer: 0 };
function announce(events) {
  news.lines.push(
    ...events.filter((event) => event.type === "chat.post" && event.by !== me && event.d.text),
  );
  if (leads) news.hands += events.filter((event) => event.type === "hand.raise").length;
  if (news.timer || !(news.lines.length || news.hands)) return;
  news.timer = setTimeout(() => {
    const said =
      news.lines.length > 1
        ? [`${text("new")} ${news.lines.length}`]
        : news.lines.map((event) => `${event.name}: ${event.d.text}`);
    if (news.hands) said.push(`${text("raised")} ${state.hands.length}`);
    one("[data-announce]").textContent = said.join(". ");
    Object.assign(news, { lines: [], hands: 0, timer: 0 });
  }, 4000);
}

// --- sending ---------------------------------------------------------------------------------------------------------
const newId = () =>
  crypto.randomUUID?.() ||
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
  );

function post(type, d) {
  const envelope = { v: 1, type, cid: newId(), d };
  outbox.set(envelope.cid, envelope);
  say("");
  link.send(envelope);
  draw();
}

root.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target, event.submitter);
  const d = {};
  if (given.has("text")) d.text = given.get("text").trim();
  for (const key of ["user", "seq"]) if (given.has(key)) d[key] = Number(given.get(key));
  if (d.text === "") return;
  post(given.get("type"), d);
  if ("text" in d) {
    field.value = "";
    field.focus();
    log.scrollTop = log.scrollHeight;
  }
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
addEventListener("beforeunload", (event) => {
  if (outbox.size) {
    event.preventDefault();
    event.returnValue = text("unsent");
  }
});

// --- the link: a socket; where it never opens, the same frames over HTTP ---------------------------------------------
const link = {
  socket: null,
  ready: false,
  tries: 0,
  failed: 0,
  began: Date.now(),
  ticket: root.dataset.ticket,
  heard: 0,
  stopped: false,
  http: false,
  timer: 0,

  async open() {
    if (this.stopped) return;
    this.http = this.failed >= 3;
    if (this.http) return this.poll();
    try {
      if (!this.ticket) this.ticket = (await ask(root.dataset.ticketUrl)).ticket;
    } catch (error) {
      return this.lost(error.gone ? 4403 : 0);
    }
    const at = new URL(
      `${root.dataset.socket}?ticket=${encodeURIComponent(this.ticket)}`,
      location.href,
    );
    at.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.ticket = "";
    const socket = new WebSocket(at);
    this.socket = socket;
    socket.onopen = () =>
      socket.send(JSON.stringify({ v: 1, type: "hello", d: { epoch, last_seq: seq } }));
    socket.onmessage = (message) => {
      if (socket !== this.socket) return;
      this.heard = Date.now();
      const frame = JSON.parse(message.data);
      if (frame.type === "welcome") this.up();
      onFrame(frame);
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.lost(event.code);
    };
  },

  up() {
    Object.assign(this, { ready: true, tries: 0, failed: 0, began: 0 });
    clearTimeout(this.banner);
    this.banner = 0;
    one("[data-offline]").hidden = true;
  },

  lost(code) {
    if (!this.ready && code !== 4401) this.failed++;
    this.ready = false;
    this.socket = null;
    if (code === 4410) {
      state.state = "ended";
      state.hands = [];
      this.stopped = true;
      return draw();
    }
    if (code === 4403 || code === 4409) {
      this.stopped = true;
      return say(text(code === 4409 ? "other" : "out"));
    }
    this.banner ||= setTimeout(() => {
      if (!this.ready) one("[data-offline]").hidden = false;
    }, 3000);
    this.began ||= Date.now();
    const cap = Date.now() - this.began < 60000 ? 5000 : 30000;
    const wait =
      code === 4408
        ? 0
        : code === 1012
          ? 200 + Math.random() * 1300
          : Math.random() * Math.min(cap, 300 * 2 ** this.tries);
    this.tries++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), wait);
  },

  again() {
    if (this.socket) this.socket.close();
  },

  send(envelope) {
    if (this.stopped)
      this.put(envelope).then(() => {
        if (!outbox.delete(envelope.cid)) return;
        location.reload();
      });
    else if (this.http) this.put(envelope);
    else if (this.ready) this.socket.send(JSON.stringify(envelope));
  },

  async put(envelope) {
    try {
      onFrame(await ask(root.dataset.events, envelope));
    } catch (error) {
      if (error.gone) this.lost(4403);
    }
  },

  // Two seconds between polls; every minute the socket is tried again.
  async poll() {
    try {
      const frame = await ask(`${root.dataset.events}?after=${seq}&epoch=${epoch}`);
      this.up();
      this.failed = 3;
      welcome(frame);
      if (state.state === "ended") {
        this.stopped = true;
        return;
      }
      this.polls = (this.polls || 0) + 1;
      if (this.polls % 30 === 0) {
        this.failed = 2;
        this.http = false;
        this.ready = false;
      }
      this.timer = setTimeout(() => this.open(), 2000);
    } catch (error) {
      this.lost(error.gone ? 4403 : 0);
    }
  },
};

async function ask(url, envelope) {
  const headers = { Accept: "application/json" };
  const options = envelope
    ? {
        method: "POST",
        body: JSON.stringify(envelope),
        headers: { ...headers, "Content-Type": "application/json", "X-CSRFToken": token },
      }
    : { headers };
  const answer = await fetch(url, options);
  if (answer.redirected || answer.status === 404)
    throw Object.assign(new Error("gone"), { gone: true });
  if (answer.status >= 500) throw new Error("down");
  return answer.json();
}

setInterval(() => {
  if (!link.ready || link.http) return;
  if (Date.now() - link.heard > 45000) link.again();
  else link.socket.send(JSON.stringify({ v: 1, type: "presence.beat", d: {} }));
}, 30000);
// A phone that wakes up asks at once.
addEventListener("online", () => {
  if (!link.ready) {
    clearTimeout(link.timer);
    link.open();
  }
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
log.scrollTop = log.scrollHeight;
if (root.dataset.phase !== "ended" || leads) link.open();
