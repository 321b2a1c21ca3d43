// Rows of a form: add, take away, move; what belongs to the kind of step; how many words.

const NAMES = [
  "name",
  "id",
  "for",
  "data-list",
  "data-row",
  "data-path",
  "aria-describedby",
  "value",
];

/** Every name inside `row` that begins with the path `from` begins with `to` instead. */
function rename(row, from, to) {
  const spots = [row, ...row.querySelectorAll("*")];
  for (const one of spots) {
    for (const name of NAMES) {
      const text = one.getAttribute(name);
      if (text === null || (name === "value" && one.name !== "do")) continue;
      const at = text.search(new RegExp(`(^|[:-])${from.replace(/[.@]/g, "\\$&")}(\\.|$)`));
      if (at < 0) continue;
      const start = text.indexOf(from, at);
      one.setAttribute(name, text.slice(0, start) + to + text.slice(start + from.length));
    }
  }
}

const rowsOf = (list) => [...list.children].filter((one) => one.dataset.row !== undefined);

/** Rows are numbered as they stand. */
function number(list) {
  const path = list.dataset.list;
  const rows = rowsOf(list);
  // by way of names that nobody has, so that two rows never share one
  for (const [n, row] of rows.entries()) {
    const to = `${path}.${1000 + n}`;
    if (row.dataset.row !== to) rename(row, row.dataset.row, to);
  }
  for (const [n, row] of rows.entries()) {
    rename(row, `${path}.${1000 + n}`, `${path}.${n}`);
    const legend = row.querySelector("legend");
    const letter = list.dataset.sheet === "choice" && n < 26 ? String.fromCharCode(65 + n) : n + 1;
    legend.textContent = `${legend.dataset.title} ${letter}`;
  }
}

function steps(root, step) {
  for (const one of root.querySelectorAll("[data-steps]"))
    one.hidden = !one.dataset.steps.split(" ").includes(step);
}

function count(root) {
  for (const spot of root.querySelectorAll("[data-count]")) {
    const text = document.getElementById(spot.closest("label").htmlFor);
    const write = () => {
      const words = (text.value.trim().match(/\S+/g) || []).length;
      spot.textContent = `${words}/${spot.dataset.count}`;
      spot.classList.toggle("over", words > Number(spot.dataset.count));
    };
    text.addEventListener("input", write);
    write();
  }
}

/** As tall as what is written in it. */
function grow(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}

export function form(found) {
  const changed = () => found.dispatchEvent(new Event("input", { bubbles: true }));
  const step = found.querySelector("#f-step");
  step?.addEventListener("change", () => steps(found, step.value));
  count(found);
  for (const area of found.querySelectorAll("textarea")) grow(area);
  found.addEventListener("input", ({ target }) => target.tagName === "TEXTAREA" && grow(target));
  found.addEventListener(
    "toggle",
    ({ target }) => target.querySelectorAll?.("textarea").forEach(grow),
    true,
  );

  function add(list) {
    const rows = rowsOf(list);
    if (rows.length >= Number(list.dataset.most)) return;
    const made = document
      .querySelector(`template[data-of="${list.dataset.sheet}"]`)
      .content.cloneNode(true).firstElementChild;
    rename(made, "@", `${list.dataset.list}.${rows.length}`);
    list.insertBefore(made, list.querySelector(":scope > .add"));
    number(list);
    if (step) steps(made, step.value);
    made.querySelector("input:not([type=hidden]),select,textarea")?.focus();
  }

  found.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const list = button.closest("[data-list]");
    if (!list) return;
    event.preventDefault();
    if (button.dataset.add !== undefined) add(list);
    else if (button.dataset.gone !== undefined) {
      const near =
        row.nextElementSibling?.dataset.row !== undefined
          ? row.nextElementSibling
          : row.previousElementSibling;
      row.remove();
      number(list);
      (near?.dataset.row !== undefined
        ? near.querySelector("button[data-gone]")
        : list.querySelector(":scope > .add button")
      )?.focus();
      changed();
    } else {
      const rows = rowsOf(list);
      const other = rows[rows.indexOf(row) + Number(button.dataset.move)];
      if (!other) return;
      if (Number(button.dataset.move) < 0) other.before(row);
      else other.after(row);
      number(list);
      button.focus();
      changed();
    }
  });
}
