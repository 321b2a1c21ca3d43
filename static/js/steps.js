// The kinds of steps on the page: each is a plain form that is made handier here, read, and marked.

import { kind, means } from "./play.js";

const words = document.getElementById("words").dataset;
const icons = [...document.getElementById("icons").content.children];
const ICONS = ["check", "x", "triangle-alert", "timer"];
const NUMBERS = new Intl.NumberFormat("vi-VN");

export const say = (name, ...values) =>
  values.reduce((text, [mark, value]) => text.replace(mark, value), words[name]);
export const count = (number) => NUMBERS.format(number);

/** An element: make("p", "meta", "words", icon…). */
export function make(tag, css, ...inside) {
  const made = document.createElement(tag);
  if (css) made.className = css;
  made.append(...inside.filter((one) => one !== ""));
  return made;
}

export const icon = (name) => icons[ICONS.indexOf(name)].cloneNode(true);
const heard = (text) => {
  document.getElementById("heard").textContent = text;
};

// --- made handier --------------------------------------------------------------------------------------------------

/** Make a form handy; `kept`: an answer that stands in it from the start. */
export function prepare(form, scene, kept) {
  if (kept) fill(form, kept);
  READY[kind(scene)]?.(form, scene);
}

function fill(form, kept) {
  for (const [key, value] of Object.entries(kept.fields || {})) {
    if (form.elements[`field-${key}`]) form.elements[`field-${key}`].value = value;
  }
  if (kept.text) form.elements.text.value = kept.text;
}

function sorting(form) {
  const list = form.querySelector(".sort");
  const rows = () => [...list.children];
  const number = () =>
    rows().forEach((row, n) => {
      row.querySelector("select").value = String(n + 1);
      row.querySelector("[data-move='-1']").setAttribute("aria-disabled", String(n === 0));
      row
        .querySelector("[data-move='1']")
        .setAttribute("aria-disabled", String(n === rows().length - 1));
    });
  const put = (row, place, focused) => {
    const others = rows().filter((one) => one !== row);
    if (place < 0 || place > others.length) return;
    others[place] ? others[place].before(row) : list.append(row);
    number();
    focused.focus();
    heard(
      `${say("moved", ["%n", place + 1], ["%of", rows().length])} ${row.querySelector("[data-label]").textContent}`,
    );
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

function counting(form) {
  const area = form.elements.text;
  const note = form.querySelector("[data-count]");
  const tell = () => {
    const written = area.value.trim();
    note.textContent = say("words", ["%n", written ? written.split(/\s+/).length : 0]);
  };
  area.addEventListener("input", tell);
  tell();
  const compare = form.querySelector("[data-compare]");
  if (compare) compare.hidden = true;
}

function pointing(form) {
  const frame = form.querySelector(".spots");
  if (!frame.children.length) return;
  [...form.querySelectorAll("[data-at]")].forEach((row, n) => {
    const [x, y, w, h] = row.dataset.at.split(" ").map(Number);
    const box = row.querySelector("input");
    const number = row.querySelector("[data-nr]");
    number.hidden = false;
    number.textContent = `${n + 1}. `;
    const button = make("button", "spot", String(n + 1));
    button.type = "button";
    button.style.left = `${x + w / 2}%`;
    button.style.top = `${y + h / 2}%`;
    button.setAttribute("aria-label", `${n + 1}. ${row.querySelector("[data-label]").textContent}`);
    const tell = () => button.setAttribute("aria-pressed", String(box.checked));
    button.onclick = () => {
      box.checked = !box.checked;
      tell();
    };
    box.addEventListener("change", tell);
    tell();
    frame.append(button);
  });
}

const READY = { order: sorting, reason: counting, picture: pointing };

// --- read ----------------------------------------------------------------------------------------------------------

/** What stands in the form: {answer} or, where something is missing, {trouble: words, field: what to go to}. */
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
  several: ticks,
  spot: ticks,
  picture: ticks,
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

function ticks(data, form) {
  const picked = data.getAll("picked");
  return picked.length ? { answer: { response: { picked } } } : missing(form, "several", "input");
}

/** What stands in a form when time is up, whether it is whole or not. */
export function readLate(form, scene) {
  const { answer } = read(form, scene);
  return answer || { response: {} };
}

// --- marked --------------------------------------------------------------------------------------------------------

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
  const list = make("ul", "lines", ...findings.map((one) => row(form, scene, response, one)));
  const parts = findings.length ? [title, list] : [];
  if (step === "reason") {
    parts.unshift(quote("yours", response.text));
    if (scene.model) parts.splice(1, 0, quote("good", scene.model, "ma"));
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

function row(form, scene, response, one) {
  const [verdict, detail] = TELL[kind(scene)](scene, response, one);
  const head = make(
    "p",
    "",
    make("b", "", label(form, one.key)),
    " ",
    make("span", "meta", verdict),
  );
  const body = make("div", "", head, detail, one.text ? make("p", "meta", one.text) : "");
  const left = one.right && one.chosen === false ? " left" : "";
  return make("li", (one.right ? "good" : "bad") + left, icon(one.right ? "check" : "x"), body);
}

function beside(one, given, wanted, put, place) {
  if (one.right) return make("p", "put", given);
  const written = given ? make("s", "", given) : say("nothing");
  return make(
    "dl",
    "put",
    make("div", "", make("dt", "", say(put)), make("dd", "", written)),
    make("div", "", make("dt", "", say(place)), make("dd", "", make("b", "", wanted))),
  );
}

const ticked = (_scene, _response, one) => {
  if (one.chosen) return [say(one.right ? "hit" : "extra"), ""];
  return [say(one.right ? "left" : "missed"), ""];
};

const TELL = {
  several: ticked,
  spot: ticked,
  picture: ticked,
  order: (scene, response, one) => {
    const given = response.order.indexOf(one.key) + 1;
    return [
      "",
      beside(
        one,
        String(given),
        String(scene.items.findIndex((each) => each.key === one.key) + 1),
        "put",
        "place",
      ),
    ];
  },
  form: (scene, response, one) => {
    const { model = "" } = scene.fields.find((each) => each.key === one.key);
    return ["", beside(one, response.fields[one.key] || "", model, "wrote", "model")];
  },
  reason: (_scene, _response, one) => [say(one.right ? "said" : "unsaid"), ""],
  judge: (scene, response, one) => {
    const all = means(scene);
    const mine = { [response.worst]: say("worst"), [response.best]: say("best") }[one.key] || "";
    const [top, low] = [Math.max(...Object.values(all)), Math.min(...Object.values(all))];
    let theirs = "";
    if (all[one.key] === top) theirs = say("topped");
    else if (all[one.key] === low) theirs = say("bottomed");
    return [[mine, theirs].filter(Boolean).join(" · "), ""];
  },
};

/** The form again for practice, with what is wrong said at each field; the first wrong one is gone to. */
export function flag(form, findings) {
  for (const one of findings.filter((each) => !each.right)) {
    const field = form.querySelector(`[data-field="${CSS.escape(one.key)}"]`);
    if (!field) continue;
    const said = field.querySelector(".err");
    said.textContent = one.text;
    said.hidden = false;
    field.classList.add("bad");
    field.querySelector("input,select,textarea").setAttribute("aria-invalid", "true");
  }
  form.querySelector(".field.bad :is(input,select,textarea)")?.focus();
}
