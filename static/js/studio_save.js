// Saving one scene, and only it: 8 seconds after the last key, when the cursor leaves a field, before another page comes.

const PAUSE = 8_000;
const RETRY = 15_000;
let flush = async () => true;

/** Whether this page may be left: what was typed is saved, or there is nothing to save. */
export const leave = () => flush();

/** Everything that is filled in, by its name. */
export function values(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (value && !["csrfmiddlewaretoken", "base", "do"].includes(name)) found[name] = value;
  }
  return found;
}

export function saver(root, form, { go, show, tree }) {
  let last = JSON.stringify(values(form));
  let timer = 0;
  let running = null;
  const chip = root.querySelector("#save");
  const dirty = () => JSON.stringify(values(form)) !== last;
  const say = (name, time = "") => {
    const words = root.dataset[name].replace("%t", time);
    if (chip.textContent !== words) chip.textContent = words;
    chip.className = name;
    root.dataset.dirtyNow = name === "saved" ? "" : "1";
  };

  function later(wait = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      save();
    }, wait);
  }

  function mark(errors) {
    for (const old of form.querySelectorAll(".f.bad")) {
      old.classList.remove("bad");
      old.querySelector(".err")?.remove();
    }
    for (const [path, text] of Object.entries(errors)) {
      const field = document.getElementById(`f-${path}`);
      const box = field?.closest(".f");
      if (!box) continue;
      for (let at = box; at !== form; at = at.parentElement)
        if (at.tagName === "DETAILS") at.open = true;
      box.classList.add("bad");
      let hint = box.querySelector(".h");
      if (!hint) {
        hint = Object.assign(document.createElement("p"), { className: "h", id: `h-${path}` });
        box.append(hint);
        field.setAttribute("aria-describedby", hint.id);
      }
      hint.prepend(
        Object.assign(document.createElement("b"), { className: "err", textContent: text }),
        " ",
      );
    }
    return Object.keys(errors)[0];
  }

  async function post(sent) {
    const headers = {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
    };
    const body = JSON.stringify({ base: form.elements.base.value, values: JSON.parse(sent) });
    try {
      return await fetch(form.action, { method: "POST", headers, body });
    } catch {
      return null;
    }
  }

  function saved(answer, sent) {
    last = sent;
    form.elements.base.value = answer.base;
    for (const [path, key] of Object.entries(answer.made)) {
      const field = document.getElementById(`f-${path}`);
      if (field && !field.value) field.value = key;
    }
    if (Object.keys(answer.made).length && JSON.stringify(values(form)) !== sent)
      last = settle(sent, answer.made);
    const focused = document.activeElement?.dataset?.key;
    for (const [name, html] of Object.entries(answer.html))
      root.querySelector(`#${name}`).innerHTML = html;
    tree();
    if (focused) root.querySelector(`#tree a[data-key="${CSS.escape(focused)}"]`)?.focus();
    root.querySelector("#standing").textContent = answer.standing;
    mark({});
    say("saved", answer.saved);
    const frame = root.querySelector("#phone");
    if (frame) frame.contentWindow.location.reload();
  }

  const settle = (sent, made) => {
    const known = JSON.parse(sent);
    for (const [path, key] of Object.entries(made)) known[`${path}`] ??= key;
    const now = values(form);
    // in the order of the form
    return JSON.stringify(
      Object.fromEntries(
        Object.keys(now)
          .filter((name) => name in known)
          .map((name) => [name, known[name]]),
      ),
    );
  };

  async function work(jump) {
    clearTimeout(timer);
    timer = 0;
    if (!dirty()) return true;
    const sent = JSON.stringify(values(form));
    say("saving");
    const answer = await post(sent);
    if (!answer) {
      say("offline");
      later(RETRY);
      return false;
    }
    if (answer.status === 409) {
      flush = async () => true;
      root.dataset.dirtyNow = "";
      show(await answer.text(), location.href, false);
      return false;
    }
    if (answer.status === 422) {
      const { errors } = await answer.json();
      const first = errors && mark(errors);
      say("bad");
      if (jump && first) document.getElementById(`f-${first}`)?.focus();
      return false;
    }
    if (!answer.ok) {
      say("dirty");
      later(RETRY);
      return false;
    }
    const told = await answer.json();
    saved(told, sent);
    if (told.go) {
      flush = async () => true;
      await go(told.go);
      return false;
    }
    return true;
  }

  const save = (jump = false) => {
    running ??= work(jump === true).finally(() => {
      running = null;
      // what was typed while the last save was on its way
      if (!timer && dirty()) later();
    });
    return running;
  };

  const typed = ({ target }) => {
    if (target.matches?.("[data-targets]") && target.value === "+") return save();
    if (!dirty()) return;
    say("dirty");
    later();
  };
  const left = ({ target }) => target.matches("input,select,textarea") && dirty() && later(600);
  const pressed = (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save(true);
  };
  const asked = (event) => {
    event.preventDefault();
    save(true);
  };
  const closing = (event) => dirty() && event.preventDefault();

  form.addEventListener("input", typed);
  form.addEventListener("focusout", left);
  form.addEventListener("submit", asked);
  document.addEventListener("keydown", pressed);
  addEventListener("beforeunload", closing);
  addEventListener("online", save);
  flush = async () => {
    if (running) await running;
    return !dirty() || save(true);
  };
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", pressed);
    removeEventListener("beforeunload", closing);
    removeEventListener("online", save);
    flush = async () => true;
  };
}
