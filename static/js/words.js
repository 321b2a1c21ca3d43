// What the page says in words, and the elements that are made of them.

const ICONS = ["check", "x", "triangle-alert", "timer"];
const NUMBERS = new Intl.NumberFormat("vi-VN");

export const say = (name, ...values) =>
  values.reduce(
    (text, [mark, value]) => text.replace(mark, value),
    document.getElementById("words").dataset[name],
  );
export const formatNumber = (number) => NUMBERS.format(number);

/** An element: make("p", "meta", "words", icon…). */
export function make(tag, css, ...inside) {
  const element = document.createElement(tag);
  if (css) element.className = css;
  element.append(...inside.filter((part) => part !== ""));
  return element;
}

export const icon = (name) =>
  document.getElementById("icons").content.children[ICONS.indexOf(name)].cloneNode(true);

export const announce = (text) => {
  document.getElementById("heard").textContent = text;
};

/** What `read` of a step returns where something is missing: words, and the field to go to. */
export const missing = (form, trouble, name) => ({
  trouble: say(trouble),
  field: form.querySelector(name),
});

/** What was given beside what was wanted; one of them alone where they are the same. */
export function compareWords(finding, given, wanted, givenWord, wantedWord) {
  if (finding.right) return make("p", "given", given);
  const answer = given ? make("s", "", given) : say("nothing");
  return make(
    "dl",
    "given",
    make("div", "", make("dt", "", say(givenWord)), make("dd", "", answer)),
    make("div", "", make("dt", "", say(wantedWord)), make("dd", "", make("b", "", wanted))),
  );
}
