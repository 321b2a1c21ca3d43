// Forms, made comfortable. Everything works without this file.

// The error summary takes the focus, as screen readers need it to.
document.querySelector(".errors")?.focus();

// One press, one request: a second press while the first is on its way does nothing.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Word count under a long text; spoken only when a threshold is crossed.
const formatNumber = (number) => number.toLocaleString(document.documentElement.lang || "vi");

for (const counter of document.querySelectorAll("[data-count-for]")) {
  const text = document.getElementById(counter.dataset.countFor);
  const limit = Number(counter.dataset.most || 0);
  if (!text) continue;
  const shown = document.createElement("span");
  const spoken = Object.assign(document.createElement("span"), { className: "sr-only" });
  spoken.setAttribute("role", "status");
  counter.replaceChildren(shown, spoken);
  let lastThreshold = -1;
  const count = () => {
    const words = (text.value.trim().match(/\S+/g) || []).length;
    const line = (limit ? counter.dataset.of : counter.dataset.words)
      .replace("%n", formatNumber(words))
      .replace("%m", formatNumber(limit));
    shown.textContent = line;
    const threshold = limit ? Math.floor((4 * words) / limit) : Math.floor(words / 100);
    if (lastThreshold >= 0 && threshold !== lastThreshold) spoken.textContent = line;
    lastThreshold = threshold;
  };
  shown.setAttribute("aria-hidden", "true");
  text.addEventListener("input", count);
  count();
}

// Show the password while typing it.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}
