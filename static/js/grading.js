// The marking desk by keys. Everything works without this file.

const form = document.getElementById("sheet");
const score = document.getElementById("score");
const keysSwitch = document.getElementById("keys-on");

function showScore() {
  let points = 0;
  let weights = 0;
  let missing = false;
  for (const criterion of form.querySelectorAll(".criterion")) {
    const chosen = criterion.querySelector("input:checked");
    const weight = Number(criterion.dataset.weight);
    weights += weight;
    missing ||= !chosen;
    points += weight * Number(chosen?.value || 0);
    criterion.querySelector("[data-level]").textContent = chosen?.parentElement.title || "";
  }
  // The server's own rule: two decimals, the rest cut off.
  const mark = Math.floor((points * 1000) / (4 * weights)) / 100;
  score.textContent = missing ? score.dataset.none : mark.toLocaleString("vi-VN");
}

/** Where the keys act: the criterion with the focus, else the first one without a level. */
function currentCriterion() {
  const criteria = [...form.querySelectorAll(".criterion")];
  return (
    document.activeElement?.closest?.(".criterion") ||
    criteria.find((criterion) => !criterion.querySelector("input:checked")) ||
    criteria[0]
  );
}

function chooseLevel(number) {
  const current = currentCriterion();
  const choice = current?.querySelector(`input[value="${number}"]`);
  if (!choice) return;
  choice.checked = true;
  showScore();
  const next = current.nextElementSibling;
  const target = next?.matches?.(".criterion")
    ? next.querySelector("input:checked") || next.querySelector("input")
    : choice;
  target.focus();
}

if (form) {
  showScore();
  form.addEventListener("change", showScore);
  document.getElementById("keys").hidden = false;
  try {
    keysSwitch.checked = localStorage.getItem("grading-keys") !== "off";
    keysSwitch.addEventListener("change", () =>
      localStorage.setItem("grading-keys", keysSwitch.checked ? "on" : "off"),
    );
  } catch {
    /* storage is off: the keys are on */
  }
  addEventListener("keydown", (event) => {
    if (!keysSwitch.checked || event.altKey || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    } else if (!event.ctrlKey && !event.metaKey && /^[1-4]$/.test(event.key)) {
      if (event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
      event.preventDefault();
      chooseLevel(event.key);
    }
  });
}
