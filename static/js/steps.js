// The form of a step on the page: made handy, read, and told item by item.

import { kindOf } from "./kinds.js";
import { icon, make, say } from "./words.js";

/** Make a form handy; `previous`: an answer that is filled in from the start. */
export function prepare(form, scene, previous) {
  kindOf(scene).prepare?.(form, previous);
}

/**
 * What stands in the form: {answer} or, where something is missing, {trouble: words, field: what to
 * go to}.
 */
export function read(form, scene) {
  return kindOf(scene).read(new FormData(form), form);
}

/** What stands in a form when time is up, whether it is whole or not. */
export function readLate(form, scene) {
  const { answer } = read(form, scene);
  return answer || { response: {} };
}

const label = (form, key) =>
  form.querySelector(`[data-label="${CSS.escape(key)}"]`)?.textContent || key;

/** The answer item by item, as templates/learner/lessons/_lines.html says it. */
export function lines(form, scene, response, findings) {
  const kind = kindOf(scene);
  const parts = kind.quotes?.(scene, response) || [];
  if (!findings.length) return parts;
  const title = make("h3", "", say(kind.title || "one"));
  const rows = findings.map((finding) => row(form, scene, response, finding));
  return [...parts, title, make("ul", "lines", ...rows)];
}

function row(form, scene, response, finding) {
  const [verdict, detail] = kindOf(scene).describe(scene, response, finding);
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
