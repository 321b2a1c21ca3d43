// The code of a meeting: counted down, fetched anew before it is old, with the people who have come
// since.
const PAUSE_MS = 8000;
const stale = document.getElementById("code-stale");
const over = document.getElementById("code-over");

let expiresAt = 0;
let askedAt = 0;
let timer = 0;

const panel = () => document.getElementById("code-now");

function startCountdown() {
  expiresAt = performance.now() + Number(panel().dataset.left) * 1000;
}

function showCountdown() {
  const words = panel().querySelector("[data-words]");
  const left = Math.max(0, Math.ceil((expiresAt - performance.now()) / 1000));
  words.textContent = words.dataset.words.replace("%n", left);
}

async function fetchCode() {
  askedAt = performance.now();
  let response;
  try {
    response = await fetch(panel().dataset.src, { credentials: "same-origin", redirect: "error" });
    if (response.status >= 400 && response.status < 500) return showOver();
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of ["code-now", "arrivals"]) {
      document.getElementById(id)?.replaceWith(page.getElementById(id));
    }
    panel().hidden = false;
    stale.hidden = true;
    startCountdown();
  } catch {
    // An old code would only be refused: better none, and the reason.
    if (performance.now() >= expiresAt) {
      panel().hidden = true;
      stale.hidden = false;
    }
  }
}

function showOver() {
  clearInterval(timer);
  panel().hidden = true;
  stale.hidden = true;
  over.hidden = false;
}

let isFetching = false;
async function tick() {
  showCountdown();
  const pause = performance.now() >= expiresAt ? 2000 : PAUSE_MS;
  if (isFetching || document.hidden || performance.now() - askedAt < pause) return;
  isFetching = true;
  await fetchCode();
  isFetching = false;
}

startCountdown();
askedAt = performance.now();
timer = setInterval(tick, 1000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) askedAt = -PAUSE_MS;
});

const fullscreenButton = document.querySelector("[data-fullscreen]");
if (fullscreenButton && document.fullscreenEnabled) {
  fullscreenButton.hidden = false;
  fullscreenButton.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
