// The kinds of steps: each file in steps/ registers one, with what it does on the device.
//
// judge(scenario, scene, response): {percent, findings}, as cms/scenarios/steps/<kind>.py judges
// read(data, form): {answer}, or {trouble, field} where something is missing
// describe(scene, response, finding): [words beside the label, what stands below it]
// prepare(form, previous): makes the form handy, with an earlier answer in it   (if it can)
// title: the name of the words above the answer         (else those of "one by one")
// quotes(scene, response): texts that stand above it    (if any)
// flag(form, findings): shows what is wrong in the form, for practice      (if it can)
// isChoice: the answer is one of the choices, nothing is judged
// isAlwaysMixed: the items stand in their right order, so they are shown in another

const KINDS = {};
const DEFAULT = "choose";

export function register(name, kind) {
  KINDS[name] = kind;
}

export function kindOf(scene) {
  const kind = KINDS[scene.step || DEFAULT];
  if (!kind) throw new Error(`no kind of step ${scene.step}`);
  return kind;
}

/**
 * The device cannot judge this answer as the server does (a pattern of its own kind): ask the
 * server.
 */
export class Unsure extends Error {}

export const items = (scene) => scene.items || [];
export const percentOf = (count, total) => (total ? Math.floor((100 * count) / total) : 100);
export const stringsIn = (value) =>
  Array.isArray(value) ? value.filter((element) => typeof element === "string") : [];

/** A finding for each item; `isRight(item, position)`. */
export const findingsOf = (scene, isRight) =>
  items(scene).map((item, position) => ({
    key: item.key,
    right: isRight(item, position),
    text: item.why || "",
  }));
