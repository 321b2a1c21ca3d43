// The register by keyboard: ↑ ↓ change the person, 1–4 choose, the figures follow, unsaved entries are announced.
import { say } from "./app.js";

const form = document.getElementById("register");
const rows = [...form.querySelectorAll("tbody tr")].map((row) => [
  ...row.querySelectorAll(".seg input"),
]);
const keys = document.getElementById("keys");
const keysOn = keys?.querySelector("input");

const chosen = (radios) => radios.find((radio) => radio.checked);
const before = rows.map((radios) => (chosen(radios)?.defaultChecked ? chosen(radios).value : ""));

/** Entries that differ from what the page came with. */
const changes = () =>
  rows.filter((radios, i) => (chosen(radios)?.value ?? "") !== before[i]).length;

const kind = { present: "present", late: "late", excused: "away", unexcused: "away" };
const figures = Object.fromEntries(
  [...document.querySelectorAll("[data-count]")].map((b) => [b.dataset.count, b]),
);

function rowOf(radio) {
  return rows.find((radios) => radios.includes(radio)) ?? [];
}

const counted = new Map(
  rows.map((radios) => [
    radios,
    radios[0]?.closest("tr").querySelector(".tag.cham") ? "" : (chosen(radios)?.value ?? ""),
  ]),
);

form.addEventListener("change", ({ target }) => {
  const radios = rowOf(target);
  const from = kind[counted.get(radios)] ?? "unknown";
  const to = kind[target.value];
  counted.set(radios, target.value);
  for (const [name, by] of [
    [from, -1],
    [to, 1],
  ]) {
    if (figures[name]) figures[name].textContent = Number(figures[name].textContent) + by;
  }
  const open = changes();
  say(open ? form.dataset.unsaved.replace("%n", open) : "", "wait");
});

form.addEventListener("keydown", (event) => {
  if (
    event.target.type !== "radio" ||
    !keysOn?.checked ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey
  )
    return;
  const at = rows.findIndex((radios) => radios.includes(event.target));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const next = rows[at + step];
    (next && (chosen(next) ?? next[0]))?.focus();
    return;
  }
  const picked = rows[at][Number(event.key) - 1];
  if (picked && /^[1-4]$/.test(event.key)) {
    event.preventDefault();
    picked.focus();
    if (!picked.checked) picked.click();
  }
});

let sent = false;
form.addEventListener("submit", () => {
  sent = true;
});
addEventListener("beforeunload", (event) => {
  if (!sent && changes()) event.preventDefault();
});

// Shortcuts can be switched off (WCAG 2.1.4); the choice stays on this device.
if (keysOn) {
  keys.hidden = false;
  try {
    keysOn.checked = localStorage.getItem("register-keys") !== "off";
    keysOn.addEventListener("change", () =>
      localStorage.setItem("register-keys", keysOn.checked ? "on" : "off"),
    );
  } catch {
    /* storage is off: shortcuts stay on */
  }
}
