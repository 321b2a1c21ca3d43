import { findingsOf, items, percentOf, register, stringsIn } from "../kinds.js";
import { announce, compareWords, say } from "../words.js";

function judge(_, scene, response) {
  const keys = items(scene).map((item) => item.key);
  const given = [...new Set(stringsIn(response.order))].filter((key) => keys.includes(key));
  const place = (key) => (given.includes(key) ? given.indexOf(key) : keys.length);
  let pairs = 0;
  // Pairs that stand in the right order, of all pairs.
  for (const [position, key] of keys.entries()) {
    pairs += keys.slice(position + 1).filter((later) => place(key) < place(later)).length;
  }
  const findings = findingsOf(scene, (item, position) => place(item.key) === position);
  return { percent: percentOf(pairs, (keys.length * (keys.length - 1)) / 2), findings };
}

/** Buttons and numbers that move a row at once. */
function prepare(form) {
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

function read(_data, form) {
  const order = [...form.querySelectorAll(".sort>li")].map((row) => row.dataset.key);
  return { answer: { response: { order } } };
}

function describe(scene, response, finding) {
  const given = String(response.order.indexOf(finding.key) + 1);
  const wanted = String(scene.items.findIndex((item) => item.key === finding.key) + 1);
  return ["", compareWords(finding, given, wanted, "put", "place")];
}

register("order", { isAlwaysMixed: true, title: "order", judge, prepare, read, describe });
