// The live class: one link (socket, else HTTP), one state folded from the log, one page that shows
// it. What was sent is kept in memory until the server has given it a number.
const root = document.querySelector("[data-live]");
const text = (name) => root.dataset[`t${name[0].toUpperCase()}${name.slice(1)}`];
const find = (selector, from = root) => from.querySelector(selector);
const findAll = (selector, from = root) => [...from.querySelectorAll(selector)];
const me = Number(root.dataset.me);
const leads = root.dataset.role === "staff";
const token = find("[name=csrfmiddlewaretoken]").value;
const CHAT_SHOWN = 100;
// Why the server closes a socket, as in lms/teaching/live/protocol.py; 1012 is the restart of a
// server.
const CLOSED = {
  signedOut: 4401,
  notMember: 4403,
  slow: 4408,
  replaced: 4409,
  ended: 4410,
  restart: 1012,
};

// --- state: the same fold as lms/teaching/live/fold.py ---
let state = { state: root.dataset.phase, chat: [], hands: [] };
let epoch = "";
let seq = 0;
const people = new Map();
let count = 0;
const outbox = new Map(); // cid → envelope

function apply(event) {
  const { type, d: data } = event;
  if (type === "chat.post") {
    const line = {
      seq: event.seq,
      by: event.by,
      name: event.name,
      at: event.at,
      text: data.text || "",
      deleted: !!data.deleted,
    };
    state.chat = [...state.chat, line].slice(-CHAT_SHOWN);
  } else if (type === "chat.delete") {
    state.chat = state.chat.map((line) =>
      line.seq === data.seq ? { ...line, text: "", deleted: true } : line,
    );
  } else if (type === "hand.raise") {
    state.hands = [
      ...state.hands.filter((hand) => hand.user !== data.user),
      { user: data.user, name: event.name, seq: event.seq, called: false },
    ];
  } else if (type === "hand.call") {
    state.hands = state.hands.map((hand) => ({ ...hand, called: hand.user === data.user }));
  } else if (type === "hand.lower") {
    state.hands = state.hands.filter((hand) => hand.user !== data.user);
  } else if (type === "session.open") {
    state.state = "open";
  } else if (type === "session.end") {
    state.state = "ended";
    state.hands = [];
  }
}

function takeEvents(events) {
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

function onWelcome(frame) {
  if (frame.snapshot) {
    state = frame.snapshot;
    seq = frame.head;
    draw();
  } else if (epoch === frame.epoch) takeEvents(frame.e || []);
  epoch = frame.epoch;
  if (frame.presence) takePresence(frame.presence);
  for (const envelope of outbox.values()) link.send(envelope);
  draw();
}

function takePresence(data) {
  count = data.n;
  people.clear();
  for (const [id, name, role] of data.who || []) people.set(id, { name, role });
  drawPeople();
}

function onFrame(frame) {
  if (frame.type === "welcome") onWelcome(frame);
  else if (frame.type === "batch") takeEvents(frame.e);
  else if (frame.type === "ack") {
    if (frame.dup || frame.seq <= seq) outbox.delete(frame.cid);
    drawWaiting();
  } else if (frame.type === "err") onRefusal(frame);
  else if (frame.type === "presence.state") takePresence(frame.d);
  else if (frame.type === "presence.diff") {
    count = frame.d.n;
    for (const [id, name, role] of frame.d.in) people.set(id, { name, role });
    for (const id of frame.d.out) people.delete(id);
    drawPeople();
  } else if (frame.seq) takeEvents([frame]);
}

function onRefusal(frame) {
  const lost = outbox.get(frame.cid);
  if (frame.code === "rate" && lost)
    setTimeout(() => outbox.has(frame.cid) && link.send(lost), 10500);
  else outbox.delete(frame.cid);
  showRefusal(
    frame.message || { rate: text("rate"), too_big: text("big") }[frame.code] || text("forbidden"),
  );
  if (lost && lost.type === "chat.post" && !field.value && !outbox.has(frame.cid))
    field.value = lost.d.text;
  draw();
}

// --- the page ---
const log = find("[data-log]");
const field = find("#text");
const timeOfDay = (at) =>
  new Date(at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
const copyTemplate = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function draw() {
  root.dataset.phase = state.state;
  for (const element of findAll("[data-when]"))
    element.hidden = element.dataset.when !== state.state;
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  drawLines();
  drawHands();
  drawWaiting();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function drawLines() {
  const shown = new Map(findAll("[data-seq]", log).map((li) => [Number(li.dataset.seq), li]));
  const wanted = new Set(state.chat.map((line) => line.seq));
  for (const [number, li] of shown) if (!wanted.has(number)) li.remove();
  for (const line of state.chat) {
    let li = shown.get(line.seq);
    if (!li) {
      li = lineElement(line);
      li.dataset.seq = line.seq;
      log.append(li);
    }
    if (line.deleted) showDeleted(li);
  }
  find("[data-silence]").hidden = !!(state.chat.length || outbox.size);
}

function lineElement(line) {
  const li = copyTemplate("t-line");
  find("b", li).textContent = line.name;
  find(".said", li).textContent = line.text;
  find("time", li).textContent = line.at ? timeOfDay(line.at) : "";
  li.classList.toggle("mine", line.by === me);
  const button = find("button", li);
  if (line.seq && (leads || line.by === me)) {
    button.value = line.seq;
    find(".sr-only", button).textContent = ` ${line.name}`;
  } else button.remove();
  return li;
}

function showDeleted(li) {
  find(".said", li).hidden = true;
  find(".said", li).textContent = "";
  find("[data-gone]", li).hidden = false;
  const button = find("button", li);
  if (button) {
    if (button === document.activeElement) log.focus();
    button.remove();
  }
}

function drawWaiting() {
  for (const li of findAll(".wait", log)) li.remove();
  for (const envelope of outbox.values()) {
    if (envelope.type !== "chat.post") continue;
    const li = lineElement({ name: people.get(me)?.name || "", by: me, text: envelope.d.text });
    li.classList.add("wait");
    find("[data-mark]", li).textContent = text("sending");
    log.append(li);
  }
}

function drawHands() {
  const list = find("[data-hands]");
  // The button with the focus is made anew with the others: afterwards the focus is where it was.
  const focusedButton = list.contains(document.activeElement)
    ? [document.activeElement.value, document.activeElement.getAttribute("form")]
    : null;
  list.replaceChildren(
    ...state.hands.map((hand) => {
      const li = copyTemplate("t-hand");
      find("b", li).textContent = hand.name;
      find("[data-called]", li).hidden = !hand.called;
      for (const button of findAll("button", li)) {
        button.value = hand.user;
        find(".sr-only", button).textContent = ` ${hand.name}`;
      }
      return li;
    }),
  );
  if (focusedButton) {
    const [value, owner] = focusedButton;
    (find(`[value="${value}"][form="${owner}"]`, list) || field).focus();
  }
  find("[data-hand-count]").textContent = state.hands.length || "";
  find("[data-no-hands]").hidden = state.hands.length > 0;
  if (leads) return;
  const isRaised = state.hands.some((hand) => hand.user === me);
  const [raise, lower] = [find("[data-raise]"), find("[data-lower]")];
  const focused = [raise, lower].includes(document.activeElement);
  raise.hidden = isRaised;
  lower.hidden = !isRaised;
  if (focused) (isRaised ? lower : raise).focus();
}

function drawPeople() {
  find("[data-count]").textContent = count;
  find("[data-people]").replaceChildren(
    ...[...people.values()].map((person) => {
      const li = document.createElement("li");
      li.textContent = person.name;
      li.classList.toggle("staff", person.role === "staff");
      return li;
    }),
  );
}

function showRefusal(message) {
  const note = find("[data-refusal]");
  note.hidden = !message;
  find("p", note).textContent = message;
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
    const sentences =
      news.lines.length > 1
        ? [`${text("new")} ${news.lines.length}`]
        : news.lines.map((event) => `${event.name}: ${event.d.text}`);
    if (news.hands) sentences.push(`${text("raised")} ${state.hands.length}`);
    find("[data-announce]").textContent = sentences.join(". ");
    Object.assign(news, { lines: [], hands: 0, timer: 0 });
  }, 4000);
}

// --- sending ---
const newId = () =>
  crypto.randomUUID?.() ||
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
  );

function sendEvent(type, data) {
  const envelope = { v: 1, type, cid: newId(), d: data };
  outbox.set(envelope.cid, envelope);
  showRefusal("");
  link.send(envelope);
  draw();
}

root.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = new FormData(event.target, event.submitter);
  const data = {};
  if (fields.has("text")) data.text = fields.get("text").trim();
  for (const key of ["user", "seq"]) if (fields.has(key)) data[key] = Number(fields.get(key));
  if (data.text === "") return;
  sendEvent(fields.get("type"), data);
  if ("text" in data) {
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

// --- the link: a socket; where it never opens, the same frames over HTTP ---
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
      if (!this.ticket) this.ticket = (await fetchJson(root.dataset.ticketUrl)).ticket;
    } catch (error) {
      return this.lost(error.gone ? CLOSED.notMember : 0);
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
    find("[data-offline]").hidden = true;
  },

  lost(code) {
    if (!this.ready && code !== CLOSED.signedOut) this.failed++;
    this.ready = false;
    this.socket = null;
    if (code === CLOSED.ended) {
      state.state = "ended";
      state.hands = [];
      this.stopped = true;
      return draw();
    }
    if (code === CLOSED.notMember || code === CLOSED.replaced) {
      this.stopped = true;
      return showRefusal(text(code === CLOSED.replaced ? "other" : "out"));
    }
    this.banner ||= setTimeout(() => {
      if (!this.ready) find("[data-offline]").hidden = false;
    }, 3000);
    this.began ||= Date.now();
    const wait = this.pauseAfter(code);
    this.tries++;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), wait);
  },

  /**
   * Milliseconds until the next try: spread by chance, so that not all devices of a class come at
   * once.
   */
  pauseAfter(code) {
    if (code === CLOSED.slow) return 0;
    if (code === CLOSED.restart) return 200 + Math.random() * 1300;
    const longest = Date.now() - this.began < 60000 ? 5000 : 30000;
    return Math.random() * Math.min(longest, 300 * 2 ** this.tries);
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
      onFrame(await fetchJson(root.dataset.events, envelope));
    } catch (error) {
      if (error.gone) this.lost(CLOSED.notMember);
    }
  },

  // Two seconds between polls; every minute the socket is tried again.
  async poll() {
    try {
      const frame = await fetchJson(`${root.dataset.events}?after=${seq}&epoch=${epoch}`);
      this.up();
      this.failed = 3;
      onWelcome(frame);
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
      this.lost(error.gone ? CLOSED.notMember : 0);
    }
  },
};

async function fetchJson(url, envelope) {
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
