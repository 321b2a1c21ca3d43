import { findingsOf, register, stringsIn } from "../kinds.js";
import { make, missing, say } from "../words.js";

function judge(_, scene, response) {
  const ticked = new Set(stringsIn(response.ticked));
  const findings = findingsOf(scene, (item) => ticked.has(item.key));
  return { percent: String(response.text || "").trim() ? 100 : 0, findings };
}

function prepare(form, previous) {
  const area = form.elements.text;
  if (previous?.text) area.value = previous.text;
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

/** The good answer is shown once something was written, and compared with before it is sent. */
function read(data, form) {
  const text = data.get("text").trim();
  if (!text) return missing(form, "write", "textarea");
  const compare = form.querySelector("[data-compare]");
  if (compare?.hidden) return { compare };
  return { answer: { response: { text, ticked: data.getAll("ticked") } } };
}

const quote = (name, text, css = "") =>
  make(
    "figure",
    `quote ${css}`,
    make("figcaption", "meta", say(name)),
    make("blockquote", "", text),
  );

function quotes(scene, response) {
  const own = quote("yours", response.text);
  return scene.model ? [own, quote("good", scene.model, "quote--success")] : [own];
}

const describe = (_scene, _response, finding) => [say(finding.right ? "said" : "unsaid"), ""];

register("reason", { title: "reason", judge, prepare, read, quotes, describe });
