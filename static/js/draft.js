// Keeps the draft of a long text while it is typed. Without this file the button "keep the draft"
// does it.

const form = document.getElementById("work");
const text = form?.querySelector("textarea");
const status = document.getElementById("kept");
let lastSaved = text?.value;
let timer = 0;
let isLeaving = false;

async function saveDraft() {
  const value = text.value;
  if (value === lastSaved || isLeaving) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("action", "draft");
  body.set("text", value);
  try {
    const response = await fetch(location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    if (!response.ok || !response.headers.get("Content-Type")?.includes("json"))
      throw new Error(response.status);
    lastSaved = value;
    status.textContent = form.dataset.saved.replace("%t", (await response.json()).saved);
  } catch {
    status.textContent = form.dataset.failed;
    saveLater(15000);
  }
}

function saveLater(ms) {
  clearTimeout(timer);
  timer = setTimeout(saveDraft, ms);
}

if (text) {
  text.addEventListener("input", () => saveLater(1500));
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveDraft());
  form.addEventListener("submit", () => {
    isLeaving = true;
    clearTimeout(timer);
  });
}
