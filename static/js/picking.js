// Steps in which items are picked: several of a list, lines of papers, spots of a picture.

import { findingsOf, items, stringsIn } from "./kinds.js";
import { missing, say } from "./words.js";

export const PICKING = {
  judge(_, scene, response) {
    const chosen = new Set(stringsIn(response.picked));
    const right = items(scene).filter((item) => item.right);
    const hits = right.filter((item) => chosen.has(item.key)).length;
    const wrong = items(scene).filter((item) => !item.right && chosen.has(item.key)).length;
    const findings = findingsOf(scene, (item) => Boolean(item.right) === chosen.has(item.key));
    for (const finding of findings) finding.chosen = chosen.has(finding.key);
    let percent = wrong ? 0 : 100;
    if (right.length) percent = Math.max(0, Math.floor((100 * (hits - wrong)) / right.length));
    return { percent, findings };
  },

  read(data, form) {
    const picked = data.getAll("picked");
    return picked.length ? { answer: { response: { picked } } } : missing(form, "several", "input");
  },

  describe(_scene, _response, finding) {
    if (finding.chosen) return [say(finding.right ? "hit" : "extra"), ""];
    return [say(finding.right ? "left" : "missed"), ""];
  },
};
