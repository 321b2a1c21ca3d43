import { findingsOf, items, register } from "../kinds.js";
import { missing, say } from "../words.js";

/** What the panel thinks of each item: the mean of its ratings. */
function means(scene) {
  const mean = (panel) =>
    panel?.length ? panel.reduce((sum, rating) => sum + rating, 0) / panel.length : 0;
  return Object.fromEntries(items(scene).map((item) => [item.key, mean(item.panel)]));
}

function judge(_, scene, response) {
  const { best: top = "", worst: bottom = "" } = response;
  const ratings = means(scene);
  if (top === bottom || !(top in ratings) || !(bottom in ratings))
    return { percent: 0, findings: findingsOf(scene, () => false) };
  const high = Math.max(...Object.values(ratings));
  const low = Math.min(...Object.values(ratings));
  const findings = findingsOf(
    scene,
    ({ key }) => !((key === top && ratings[key] < high) || (key === bottom && ratings[key] > low)),
  );
  if (high === low) return { percent: 100, findings };
  const share = (ratings[top] - low + high - ratings[bottom]) / (2 * (high - low));
  return { percent: Math.trunc(100 * share + 1e-9), findings };
}

function read(data, form) {
  const [best, worst] = [data.get("best"), data.get("worst")];
  return best && worst && best !== worst
    ? { answer: { response: { best, worst } } }
    : missing(form, "rate", "input");
}

function describe(scene, response, finding) {
  const ratings = means(scene);
  const given = { [response.worst]: say("worst"), [response.best]: say("best") }[finding.key] || "";
  let panel = "";
  if (ratings[finding.key] === Math.max(...Object.values(ratings))) panel = say("topped");
  else if (ratings[finding.key] === Math.min(...Object.values(ratings))) panel = say("bottomed");
  return [[given, panel].filter(Boolean).join(" · "), ""];
}

register("judge", { title: "judge", judge, read, describe });
