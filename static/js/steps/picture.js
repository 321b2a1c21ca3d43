import { register } from "../kinds.js";
import { PICKING } from "../picking.js";
import { make } from "../words.js";

function prepare(form) {
  const frame = form.querySelector(".spots");
  if (!frame.children.length) return;
  [...form.querySelectorAll("[data-at]")].forEach((row, position) => {
    const [left, top, width, height] = row.dataset.at.split(" ").map(Number);
    const box = row.querySelector("input");
    const label = row.querySelector("[data-nr]");
    label.hidden = false;
    label.textContent = `${position + 1}. `;
    const button = make("button", "spot", String(position + 1));
    button.type = "button";
    button.style.left = `${left + width / 2}%`;
    button.style.top = `${top + height / 2}%`;
    button.setAttribute(
      "aria-label",
      `${position + 1}. ${row.querySelector("[data-label]").textContent}`,
    );
    const show = () => button.setAttribute("aria-pressed", String(box.checked));
    button.onclick = () => {
      box.checked = !box.checked;
      show();
    };
    box.addEventListener("change", show);
    show();
    frame.append(button);
  });
}

register("picture", { ...PICKING, prepare });
