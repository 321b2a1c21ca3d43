// What every page has: the chip of the connection, notes that can be closed, the sheet of all
// pages.

const root = document.documentElement;
const chip = document.getElementById("chip");

/**
 * Put words into the chip of the header: kind is "", "wait" or "fail"; no words hide it. Other
 * modules use it too.
 */
export function showInChip(words, kind = "") {
  if (!chip || chip.textContent.trim() === words) return;
  chip.querySelector("span").textContent = words;
  chip.classList.remove("wait", "fail");
  if (kind) chip.classList.add(kind);
  chip.classList.toggle("on", Boolean(words));
}

if (chip?.dataset.offline) {
  const showConnection = () => showInChip(navigator.onLine ? "" : chip.dataset.offline, "wait");
  addEventListener("online", showConnection);
  addEventListener("offline", showConnection);
  if (!navigator.onLine) showConnection();
}

// Pages that do not know the person (lesson packs) read the theme from here.
try {
  if (root.dataset.known) localStorage.setItem("theme", root.dataset.theme || "");
} catch {
  /* storage is off */
}

for (const button of document.querySelectorAll("[data-close]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const note = button.closest(".note");
    note.remove();
    document.getElementById("main")?.focus();
  });
}

// Details that behave like menus close on Escape and on a click outside.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
