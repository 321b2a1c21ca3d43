// Keeps the draft of a long text while it is typed. Without this file the button "keep the draft" does it.

const form = document.getElementById("work");
const text = form?.querySelector("textarea");
const kept = document.getElementById("kept");
let last = text?.value;
let timer = 0;
let leaving = false;

async function keep() {
  const value = text.value;
  if (value === last || leaving) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("action", "draft");
  body.set("text", value);
  try {
    const answer = await fetch(location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json"))
      throw new Error(answer.status);
    last = value;
    kept.textContent = form.dataset.saved.replace("%t", (await answer.json()).saved);
  } catch {
    kept.textContent = form.dataset.failed;
    later(15000);
  }
}

function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(keep, ms);
}

if (text) {
  text.addEventListener("input", () => later(1500));
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
}
