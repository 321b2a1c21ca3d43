// The code of a meeting: counted down, fetched anew before it is old, with the people who have come since.
const EVERY = 8000;
const stale = document.getElementById("code-stale");
const over = document.getElementById("code-over");

let changes = 0;
let asked = 0;
let timer = 0;

const now = () => document.getElementById("code-now");

function begin() {
  changes = performance.now() + Number(now().dataset.left) * 1000;
}

function say() {
  const words = now().querySelector("[data-words]");
  const left = Math.max(0, Math.ceil((changes - performance.now()) / 1000));
  words.textContent = words.dataset.words.replace("%n", left);
}

async function renew() {
  asked = performance.now();
  let answer;
  try {
    answer = await fetch(now().dataset.src, { credentials: "same-origin", redirect: "error" });
    if (answer.status >= 400 && answer.status < 500) return end();
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["code-now", "arrivals"]) {
      document.getElementById(id)?.replaceWith(page.getElementById(id));
    }
    now().hidden = false;
    stale.hidden = true;
    begin();
  } catch {
    // An old code would only be refused: better none, and the reason.
    if (performance.now() >= changes) {
      now().hidden = true;
      stale.hidden = false;
    }
  }
}

function end() {
  clearInterval(timer);
  now().hidden = true;
  stale.hidden = true;
  over.hidden = false;
}

let busy = false;
async function tick() {
  say();
  const due = performance.now() >= changes ? 2000 : EVERY;
  if (busy || document.hidden || performance.now() - asked < due) return;
  busy = true;
  await renew();
  busy = false;
}

begin();
asked = performance.now();
timer = setInterval(tick, 1000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) asked = -EVERY;
});

const full = document.querySelector("[data-fullscreen]");
if (full && document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
