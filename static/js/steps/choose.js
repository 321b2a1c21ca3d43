import { register } from "../kinds.js";
import { missing } from "../words.js";

register("choose", {
  isChoice: true,
  judge: () => ({ percent: 100, findings: [] }),
  read: (data, form) =>
    data.get("choice")
      ? { answer: { choice: data.get("choice") } }
      : missing(form, "choose", "input"),
  describe: () => ["", ""],
});
