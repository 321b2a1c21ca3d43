// Saving one scene, and only it: 8 seconds after the last key, when the cursor leaves a field,
// before another page comes.

const PAUSE = 8_000;
const RETRY = 15_000;
let flush = async () => true;

/** Whether this page may be left: what was typed is saved, or there is nothing to save. */
export const mayLeave = () => flush();

/** Everything that is filled in, by its name. */
export function values(form) {
  const filled = {};
  for (const [name, value] of new FormData(form)) {
    if (value && !["csrfmiddlewaretoken", "base", "do"].includes(name)) filled[name] = value;
  }
  return filled;
}

export function startSaving(root, form, { visit, showPage, prepareOutline }) {
  let lastSaved = JSON.stringify(values(form));
  let timer = 0;
  let saving = null;
  const chip = root.querySelector("#save");
  const isDirty = () => JSON.stringify(values(form)) !== lastSaved;
  const showState = (name, time = "") => {
    const words = root.dataset[name].replace("%t", time);
    if (chip.textContent !== words) chip.textContent = words;
    chip.className = name;
    root.dataset.dirtyNow = name === "saved" ? "" : "1";
  };

  function saveLater(wait = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      save();
    }, wait);
  }

  function markErrors(errors) {
    for (const old of form.querySelectorAll(".form-field.bad")) {
      old.classList.remove("bad");
      old.querySelector(".error")?.remove();
    }
    for (const [path, text] of Object.entries(errors)) {
      const field = document.getElementById(`f-${path}`);
      const box = field?.closest(".form-field");
      if (!box) continue;
      for (let element = box; element !== form; element = element.parentElement)
        if (element.tagName === "DETAILS") element.open = true;
      box.classList.add("bad");
      let hint = box.querySelector(".form-hint");
      if (!hint) {
        hint = Object.assign(document.createElement("p"), {
          className: "form-hint",
          id: `h-${path}`,
        });
        box.append(hint);
        field.setAttribute("aria-describedby", hint.id);
      }
      hint.prepend(
        Object.assign(document.createElement("b"), { className: "error", textContent: text }),
        " ",
      );
    }
    return Object.keys(errors)[0];
  }

  async function send(sent) {
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

  function takeSaved(answer, sent) {
    lastSaved = sent;
    form.elements.base.value = answer.base;
    for (const [path, key] of Object.entries(answer.made)) {
      const field = document.getElementById(`f-${path}`);
      if (field && !field.value) field.value = key;
    }
    if (Object.keys(answer.made).length && JSON.stringify(values(form)) !== sent)
      lastSaved = withNewKeys(sent, answer.made);
    const focused = document.activeElement?.dataset?.key;
    for (const [name, html] of Object.entries(answer.html))
      root.querySelector(`#${name}`).innerHTML = html;
    prepareOutline();
    if (focused) root.querySelector(`#tree a[data-key="${CSS.escape(focused)}"]`)?.focus();
    root.querySelector("#standing").textContent = answer.standing;
    markErrors({});
    showState("saved", answer.saved);
    const frame = root.querySelector("#phone");
    if (frame) frame.contentWindow.location.reload();
  }

  const withNewKeys = (sent, newKeys) => {
    const savedValues = JSON.parse(sent);
    for (const [path, key] of Object.entries(newKeys)) savedValues[`${path}`] ??= key;
    const current = values(form);
    // in the order of the form
    return JSON.stringify(
      Object.fromEntries(
        Object.keys(current)
          .filter((name) => name in savedValues)
          .map((name) => [name, savedValues[name]]),
      ),
    );
  };

  async function saveNow(jump) {
    clearTimeout(timer);
    timer = 0;
    if (!isDirty()) return true;
    const sent = JSON.stringify(values(form));
    showState("saving");
    const answer = await send(sent);
    if (!answer) {
      showState("offline");
      saveLater(RETRY);
      return false;
    }
    if (answer.status === 409) {
      flush = async () => true;
      root.dataset.dirtyNow = "";
      showPage(await answer.text(), location.href, false);
      return false;
    }
    if (answer.status === 422) {
      const { errors } = await answer.json();
      const first = errors && markErrors(errors);
      showState("bad");
      if (jump && first) document.getElementById(`f-${first}`)?.focus();
      return false;
    }
    if (!answer.ok) {
      showState("dirty");
      saveLater(RETRY);
      return false;
    }
    const saved = await answer.json();
    takeSaved(saved, sent);
    if (saved.go) {
      flush = async () => true;
      await visit(saved.go);
      return false;
    }
    return true;
  }

  const save = (jump = false) => {
    saving ??= saveNow(jump === true).finally(() => {
      saving = null;
      // what was typed while the last save was on its way
      if (!timer && isDirty()) saveLater();
    });
    return saving;
  };

  const onInput = ({ target }) => {
    if (target.matches?.("[data-targets]") && target.value === "+") return save();
    if (!isDirty()) return;
    showState("dirty");
    saveLater();
  };
  const onFocusOut = ({ target }) =>
    target.matches("input,select,textarea") && isDirty() && saveLater(600);
  const onKeyDown = (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save(true);
  };
  const onSubmit = (event) => {
    event.preventDefault();
    save(true);
  };
  const onBeforeUnload = (event) => isDirty() && event.preventDefault();

  form.addEventListener("input", onInput);
  form.addEventListener("focusout", onFocusOut);
  form.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", onKeyDown);
  addEventListener("beforeunload", onBeforeUnload);
  addEventListener("online", save);
  flush = async () => {
    if (saving) await saving;
    return !isDirty() || save(true);
  };
  return () => {
    clearTimeout(timer);
    document.removeEventListener("keydown", onKeyDown);
    removeEventListener("beforeunload", onBeforeUnload);
    removeEventListener("online", save);
    flush = async () => true;
  };
}
