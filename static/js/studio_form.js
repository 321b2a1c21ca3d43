// Rows of a form: add, take away, move; what belongs to the kind of step; how many words.

const ATTRIBUTES = [
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
function renamePaths(row, from, to) {
  const elements = [row, ...row.querySelectorAll("*")];
  for (const element of elements) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value === null || (name === "value" && element.name !== "do")) continue;
      const index = value.search(new RegExp(`(^|[:-])${from.replace(/[.@]/g, "\\$&")}(\\.|$)`));
      if (index < 0) continue;
      const start = value.indexOf(from, index);
      element.setAttribute(name, value.slice(0, start) + to + value.slice(start + from.length));
    }
  }
}

const rowsOf = (list) => [...list.children].filter((child) => child.dataset.row !== undefined);

/** Rows are numbered as they stand. */
function numberRows(list) {
  const path = list.dataset.list;
  const rows = rowsOf(list);
  // by way of names that nobody has, so that two rows never share one
  for (const [position, row] of rows.entries()) {
    const name = `${path}.${1000 + position}`;
    if (row.dataset.row !== name) renamePaths(row, row.dataset.row, name);
  }
  for (const [position, row] of rows.entries()) {
    renamePaths(row, `${path}.${1000 + position}`, `${path}.${position}`);
    const legend = row.querySelector("legend");
    const letter =
      list.dataset.sheet === "choice" && position < 26
        ? String.fromCharCode(65 + position)
        : position + 1;
    legend.textContent = `${legend.dataset.title} ${letter}`;
  }
}

function showPartsOf(root, step) {
  for (const part of root.querySelectorAll("[data-steps]"))
    part.hidden = !part.dataset.steps.split(" ").includes(step);
}

function prepareCounters(root) {
  for (const counter of root.querySelectorAll("[data-count]")) {
    const text = document.getElementById(counter.closest("label").htmlFor);
    const showCount = () => {
      const words = (text.value.trim().match(/\S+/g) || []).length;
      counter.textContent = `${words}/${counter.dataset.count}`;
      counter.classList.toggle("over", words > Number(counter.dataset.count));
    };
    text.addEventListener("input", showCount);
    showCount();
  }
}

/** As tall as what is written in it. */
function fitHeight(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 4}px`;
}

export function prepareForm(form) {
  const notifyChange = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const step = form.querySelector("#f-step");
  step?.addEventListener("change", () => showPartsOf(form, step.value));
  prepareCounters(form);
  for (const area of form.querySelectorAll("textarea")) fitHeight(area);
  form.addEventListener(
    "input",
    ({ target }) => target.tagName === "TEXTAREA" && fitHeight(target),
  );
  form.addEventListener(
    "toggle",
    ({ target }) => target.querySelectorAll?.("textarea").forEach(fitHeight),
    true,
  );

  function addRow(list) {
    const rows = rowsOf(list);
    if (rows.length >= Number(list.dataset.most)) return;
    const row = document
      .querySelector(`template[data-of="${list.dataset.sheet}"]`)
      .content.cloneNode(true).firstElementChild;
    renamePaths(row, "@", `${list.dataset.list}.${rows.length}`);
    list.insertBefore(row, list.querySelector(":scope > .add"));
    numberRows(list);
    if (step) showPartsOf(row, step.value);
    row.querySelector("input:not([type=hidden]),select,textarea")?.focus();
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const list = button.closest("[data-list]");
    if (!list) return;
    event.preventDefault();
    if (button.dataset.add !== undefined) addRow(list);
    else if (button.dataset.gone !== undefined) {
      const neighbour =
        row.nextElementSibling?.dataset.row !== undefined
          ? row.nextElementSibling
          : row.previousElementSibling;
      row.remove();
      numberRows(list);
      (neighbour?.dataset.row !== undefined
        ? neighbour.querySelector("button[data-gone]")
        : list.querySelector(":scope > .add button")
      )?.focus();
      notifyChange();
    } else {
      const rows = rowsOf(list);
      const other = rows[rows.indexOf(row) + Number(button.dataset.move)];
      if (!other) return;
      if (Number(button.dataset.move) < 0) other.before(row);
      else other.after(row);
      numberRows(list);
      button.focus();
      notifyChange();
    }
  });
}
