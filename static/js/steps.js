// The kinds of steps on the page: each is a plain form that is made handier here, read, and marked.

import { kind, means } from "./play.js";

const words = document.getElementById("words").dataset;
const icons = [...document.getElementById("icons").content.children];
const ICONS = ["check", "x", "triangle-alert", "timer"];
const NUMBERS = new Intl.NumberFormat("vi-VN");

export const say = (name, ...values) =>
  values.reduce((text, [mark, value]) => text.replace(mark, value), words[name]);
export const formatNumber = (number) => NUMBERS.format(number);

/** An element: make("p", "meta", "words", icon…). */
export function make(tag, css, ...inside) {
  const element = document.createElement(tag);
  if (css) element.className = css;
  element.append(...inside.filter((part) => part !== ""));
  return element;
}

export const icon = (name) => icons[ICONS.indexOf(name)].cloneNode(true);
const announce = (text) => {
  document.getElementById("heard").textContent = text;
};

// --- made handier ---

/** Make a form handy; `previous`: an answer that is filled in from the start. */
export function prepare(form, scene, previous) {
  if (previous) fill(form, previous);
  PREPARE[kind(scene)]?.(form, scene);
}

function fill(form, previous) {
  for (const [key, value] of Object.entries(previous.fields || {})) {
    if (form.elements[`field-${key}`]) form.elements[`field-${key}`].value = value;
  }
  if (previous.text) form.elements.text.value = previous.text;
}

function prepareSorting(form) {
  const list = form.querySelector(".sort");
  const rows = () => [...list.children];
  const number = () =>
    rows().forEach((row, position) => {
      row.querySelector("select").value = String(position + 1);
      row.querySelector("[data-move='-1']").setAttribute("aria-disabled", String(position === 0));
      row
        .querySelector("[data-move='1']")
        .setAttribute("aria-disabled", String(position === rows().length - 1));
    });
  const put = (row, place, focused) => {
    const others = rows().filter((other) => other !== row);
    if (place < 0 || place > others.length) return;
    others[place] ? others[place].before(row) : list.append(row);
    number();
    focused.focus();
    const label = row.querySelector("[data-label]").textContent;
    announce(`${say("moved", ["%n", place + 1], ["%of", rows().length])} ${label}`);
  };
  for (const row of rows()) {
    row.querySelector(".moves").hidden = false;
    const select = row.querySelector("select");
    select.options[0].remove();
    select.onchange = () => put(row, Number(select.value) - 1, select);
    for (const button of row.querySelectorAll("[data-move]")) {
      button.onclick = () => put(row, rows().indexOf(row) + Number(button.dataset.move), button);
    }
  }
  number();
}

function prepareWriting(form) {
  const area = form.elements.text;
  const note = form.querySelector("[data-count]");
  const showCount = () => {
    const typed = area.value.trim();
    note.textContent = say("words", ["%n", typed ? typed.split(/\s+/).length : 0]);
  };
  area.addEventListener("input", showCount);
  showCount();
  const compare = form.querySelector("[data-compare]");
  if (compare) compare.hidden = true;
}

function prepareSpots(form) {
  const frame = form.querySelector(".spots");
  if (!frame.children.length) return;
  [...form.querySelectorAll("[data-at]")].forEach((row, position) => {
    const [left, top, width, height] = row.dataset.at.split(" ").map(Number);
    const box = row.querySelector("input");
    const label = row.querySelector("[data-nr]");
    label.hidden = false;
    label.textContent = `${position + 1}. `;
    const button = make("button", "spot", String(position + 1));
    button.type = "button";
    button.style.left = `${left + width / 2}%`;
    button.style.top = `${top + height / 2}%`;
    button.setAttribute(
      "aria-label",
      `${position + 1}. ${row.querySelector("[data-label]").textContent}`,
    );
    const show = () => button.setAttribute("aria-pressed", String(box.checked));
    button.onclick = () => {
      box.checked = !box.checked;
      show();
    };
    box.addEventListener("change", show);
    show();
    frame.append(button);
  });
}

const PREPARE = { order: prepareSorting, reason: prepareWriting, picture: prepareSpots };

// --- read ---

/**
 * What stands in the form: {answer} or, where something is missing, {trouble: words, field: what to
 * go to}.
 */
export function read(form, scene) {
  const data = new FormData(form);
  return READ[kind(scene)](data, form);
}

const missing = (form, trouble, name) => ({
  trouble: say(trouble),
  field: form.querySelector(name),
});

const READ = {
  choose: (data, form) =>
    data.get("choice")
      ? { answer: { choice: data.get("choice") } }
      : missing(form, "choose", "input"),
  several: readTicks,
  spot: readTicks,
  picture: readTicks,
  order: (_, form) => ({
    answer: {
      response: { order: [...form.querySelectorAll(".sort>li")].map((row) => row.dataset.key) },
    },
  }),
  form: (data, form) => {
    const fields = {};
    for (const [name, value] of data) fields[name.slice("field-".length)] = value.trim();
    if (Object.values(fields).some(Boolean)) return { answer: { response: { fields } } };
    return missing(form, "fill", ".field :is(input,select,textarea)");
  },
  reason: (data, form) => {
    const text = data.get("text").trim();
    if (!text) return missing(form, "write", "textarea");
    const compare = form.querySelector("[data-compare]");
    if (compare?.hidden) return { compare };
    return { answer: { response: { text, ticked: data.getAll("ticked") } } };
  },
  judge: (data, form) => {
    const [best, worst] = [data.get("best"), data.get("worst")];
    return best && worst && best !== worst
      ? { answer: { response: { best, worst } } }
      : missing(form, "rate", "input");
  },
};

function readTicks(data, form) {
  const picked = data.getAll("picked");
  return picked.length ? { answer: { response: { picked } } } : missing(form, "several", "input");
}

/** What stands in a form when time is up, whether it is whole or not. */
export function readLate(form, scene) {
  const { answer } = read(form, scene);
  return answer || { response: {} };
}

// --- marked ---

const label = (form, key) =>
  form.querySelector(`[data-label="${CSS.escape(key)}"]`)?.textContent || key;

/** The answer item by item, as templates/learner/lessons/_lines.html says it. */
export function lines(form, scene, response, findings) {
  const step = kind(scene);
  const title = make(
    "h3",
    "",
    say(step in { form: 1, order: 1, judge: 1, reason: 1 } ? step : "one"),
  );
  const list = make(
    "ul",
    "lines",
    ...findings.map((finding) => row(form, scene, response, finding)),
  );
  const parts = findings.length ? [title, list] : [];
  if (step === "reason") {
    parts.unshift(quote("yours", response.text));
    if (scene.model) parts.splice(1, 0, quote("good", scene.model, "quote--success"));
  }
  return parts;
}

const quote = (name, text, css = "") =>
  make(
    "figure",
    `quote ${css}`,
    make("figcaption", "meta", say(name)),
    make("blockquote", "", text),
  );

function row(form, scene, response, finding) {
  const [verdict, detail] = DESCRIBE[kind(scene)](scene, response, finding);
  const heading = make(
    "p",
    "",
    make("b", "", label(form, finding.key)),
    " ",
    make("span", "meta", verdict),
  );
  const body = make(
    "div",
    "",
    heading,
    detail,
    finding.text ? make("p", "meta", finding.text) : "",
  );
  const leftOut = finding.right && finding.chosen === false ? " left" : "";
  return make(
    "li",
    (finding.right ? "good" : "bad") + leftOut,
    icon(finding.right ? "check" : "x"),
    body,
  );
}

function compareWords(finding, given, wanted, givenWord, wantedWord) {
  if (finding.right) return make("p", "given", given);
  const answer = given ? make("s", "", given) : say("nothing");
  return make(
    "dl",
    "given",
    make("div", "", make("dt", "", say(givenWord)), make("dd", "", answer)),
    make("div", "", make("dt", "", say(wantedWord)), make("dd", "", make("b", "", wanted))),
  );
}

const ticked = (_scene, _response, finding) => {
  if (finding.chosen) return [say(finding.right ? "hit" : "extra"), ""];
  return [say(finding.right ? "left" : "missed"), ""];
};

const DESCRIBE = {
  several: ticked,
  spot: ticked,
  picture: ticked,
  order: (scene, response, finding) => {
    const given = response.order.indexOf(finding.key) + 1;
    return [
      "",
      compareWords(
        finding,
        String(given),
        String(scene.items.findIndex((item) => item.key === finding.key) + 1),
        "put",
        "place",
      ),
    ];
  },
  form: (scene, response, finding) => {
    const { model = "" } = scene.fields.find((field) => field.key === finding.key);
    return ["", compareWords(finding, response.fields[finding.key] || "", model, "wrote", "model")];
  },
  reason: (_scene, _response, finding) => [say(finding.right ? "said" : "unsaid"), ""],
  judge: (scene, response, finding) => {
    const ratings = means(scene);
    const given =
      { [response.worst]: say("worst"), [response.best]: say("best") }[finding.key] || "";
    const [top, bottom] = [
      Math.max(...Object.values(ratings)),
      Math.min(...Object.values(ratings)),
    ];
    let panel = "";
    if (ratings[finding.key] === top) panel = say("topped");
    else if (ratings[finding.key] === bottom) panel = say("bottomed");
    return [[given, panel].filter(Boolean).join(" · "), ""];
  },
};

/**
 * The form again for practice, with what is wrong said at each field; the first wrong one is gone
 * to.
 */
export function flag(form, findings) {
  for (const finding of findings.filter((finding) => !finding.right)) {
    const field = form.querySelector(`[data-field="${CSS.escape(finding.key)}"]`);
    if (!field) continue;
    const error = field.querySelector(".error");
    error.textContent = finding.text;
    error.hidden = false;
    field.classList.add("bad");
    field.querySelector("input,select,textarea").setAttribute("aria-invalid", "true");
  }
  form.querySelector(".field.bad :is(input,select,textarea)")?.focus();
}
