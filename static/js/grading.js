// The marking desk by keys. Everything works without this file.

const form = document.getElementById("sheet");
const score = document.getElementById("score");
const on = document.getElementById("keys-on");

function weigh() {
  let points = 0;
  let weights = 0;
  let missing = false;
  for (const one of form.querySelectorAll(".criterion")) {
    const chosen = one.querySelector("input:checked");
    const weight = Number(one.dataset.weight);
    weights += weight;
    missing ||= !chosen;
    points += weight * Number(chosen?.value || 0);
    one.querySelector("[data-level]").textContent = chosen?.parentElement.title || "";
  }
  // The server's own rule: two decimals, the rest cut off.
  const exact = Math.floor((points * 1000) / (4 * weights)) / 100;
  score.textContent = missing ? score.dataset.none : exact.toLocaleString("vi-VN");
}

/** Where the keys act: the criterion with the focus, else the first one without a level. */
function criterion() {
  const all = [...form.querySelectorAll(".criterion")];
  return (
    document.activeElement?.closest?.(".criterion") ||
    all.find((one) => !one.querySelector("input:checked")) ||
    all[0]
  );
}

function level(number) {
  const here = criterion();
  const choice = here?.querySelector(`input[value="${number}"]`);
  if (!choice) return;
  choice.checked = true;
  weigh();
  const next = here.nextElementSibling;
  const target = next?.matches?.(".criterion")
    ? next.querySelector("input:checked") || next.querySelector("input")
    : choice;
  target.focus();
}

if (form) {
  weigh();
  form.addEventListener("change", weigh);
  document.getElementById("keys").hidden = false;
  try {
    on.checked = localStorage.getItem("grading-keys") !== "off";
    on.addEventListener("change", () =>
      localStorage.setItem("grading-keys", on.checked ? "on" : "off"),
    );
  } catch {
    /* storage is off: the keys are on */
  }
  addEventListener("keydown", (event) => {
    if (!on.checked || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    } else if (!event.ctrlKey && !event.metaKey && /^[1-4]$/.test(event.key)) {
      if (event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
      event.preventDefault();
      level(event.key);
    }
  });
}
