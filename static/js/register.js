// The register by keyboard: ↑ ↓ change the person, digits choose, the figures follow, unsaved
// entries are announced. Which figure counts an entry is written beside it by the server.
import { showInChip } from "./app.js";

const form = document.getElementById("register");
const rows = [...form.querySelectorAll("tbody tr")].map((row) => [
  ...row.querySelectorAll(".segments input"),
]);
const keys = document.getElementById("keys");
const keysSwitch = keys?.querySelector("input");

const chosenOf = (radios) => radios.find((radio) => radio.checked);
const initial = rows.map((radios) =>
  chosenOf(radios)?.defaultChecked ? chosenOf(radios).value : "",
);

/** Entries that differ from what the page came with. */
const countChanges = () =>
  rows.filter((radios, index) => (chosenOf(radios)?.value ?? "") !== initial[index]).length;

const figures = Object.fromEntries(
  [...document.querySelectorAll("[data-count]")].map((figure) => [figure.dataset.count, figure]),
);

function rowOf(radio) {
  return rows.find((radios) => radios.includes(radio)) ?? [];
}

// An entry without a figure of this page counts as unknown, never as present.
const figureOf = ({ dataset }) =>
  Object.hasOwn(figures, dataset.figure ?? "") ? dataset.figure : "unknown";
const countedFigures = new Map(
  rows.map((radios) => [radios, radios.length ? figureOf(radios[0].closest("tr")) : "unknown"]),
);

form.addEventListener("change", ({ target }) => {
  const radios = rowOf(target);
  const from = countedFigures.get(radios);
  if (!from) return;
  const to = figureOf(target);
  countedFigures.set(radios, to);
  for (const [name, change] of [
    [from, -1],
    [to, 1],
  ]) {
    figures[name].textContent = Number(figures[name].textContent) + change;
  }
  const unsaved = countChanges();
  showInChip(unsaved ? form.dataset.unsaved.replace("%n", unsaved) : "", "wait");
});

form.addEventListener("keydown", (event) => {
  if (
    event.target.type !== "radio" ||
    !keysSwitch?.checked ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const index = rows.findIndex((radios) => radios.includes(event.target));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const next = rows[index + step];
    (next && (chosenOf(next) ?? next[0]))?.focus();
    return;
  }
  const picked = /^[1-9]$/.test(event.key) && rows[index][Number(event.key) - 1];
  if (picked) {
    event.preventDefault();
    picked.focus();
    if (!picked.checked) picked.click();
  }
});

let isSent = false;
form.addEventListener("submit", () => {
  isSent = true;
});
addEventListener("beforeunload", (event) => {
  if (!isSent && countChanges()) event.preventDefault();
});

// Shortcuts can be switched off (WCAG 2.1.4); the choice stays on this device.
if (keysSwitch) {
  keys.hidden = false;
  try {
    keysSwitch.checked = localStorage.getItem("register-keys") !== "off";
    keysSwitch.addEventListener("change", () =>
      localStorage.setItem("register-keys", keysSwitch.checked ? "on" : "off"),
    );
  } catch {
    /* storage is off: shortcuts stay on */
  }
}
