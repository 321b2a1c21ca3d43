// The Studio: pages are swapped in place, the outline is walked with arrows. Without this file
// every step is a page.

import { prepareForm } from "./studio_form.js";
import { mayLeave, startSaving } from "./studio_save.js";

let root = document.getElementById("studio");
let cleanups = [];

/** Put a page of the Studio in the place of this one. */
function showPage(html, url, push) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = page.getElementById("studio");
  if (!next) return location.assign(url);
  for (const cleanUp of cleanups) cleanUp();
  root.replaceWith(next);
  root = next;
  document.title = page.title;
  if (push) history.pushState(null, "", url);
  start(url);
}

async function visit(url, options = {}, push = true, fallbackHash = "") {
  if (!(await mayLeave())) return;
  try {
    const answer = await fetch(url, { ...options, headers: { Accept: "text/html" } });
    const html = await answer.text();
    // what fetch answers has lost its place in the page
    showPage(html, answer.url + (new URL(url, location).hash || fallbackHash), push);
  } catch {
    if (options.method !== "POST") location.assign(url);
  }
}

/** The cursor into the field that the address names. */
function focusField(hash) {
  const id = decodeURIComponent((hash || "").slice(1));
  const target = id && document.getElementById(id);
  if (!target) return false;
  for (let element = target; element; element = element.parentElement) {
    if (element.tagName === "DETAILS") element.open = true;
    element.hidden = false;
    if (element.id === "form") break;
  }
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
  return true;
}

function prepareOutline() {
  const links = [...root.querySelectorAll("#tree a.scene-link")];
  for (const [position, link] of links.entries()) {
    link.tabIndex =
      link.hasAttribute("aria-current") ||
      (!root.querySelector("#tree [aria-current]") && !position)
        ? 0
        : -1;
    link.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      if (event.altKey) return moveScene(link, step);
      const next = links[position + step];
      if (next) next.focus();
    });
  }
}

/** Move a scene and stay with it. */
async function moveScene(link, step) {
  const body = new FormData(root.querySelector("#act") || root.querySelector("form"));
  body.set("do", step < 0 ? "up" : "down");
  const key = link.dataset.key;
  const open = root.querySelector("#tree [aria-current]")?.href;
  if (!(await mayLeave())) return;
  const url = new URL("lam/", link.href.split("?")[0]);
  await fetch(url, { method: "POST", body, redirect: "manual" });
  await visit(open || location.href, {}, false);
  root.querySelector(`#tree a[data-key="${CSS.escape(key)}"]`)?.focus();
}

function preparePhone() {
  const frame = root.querySelector("#phone");
  const [offline, largeText] = [root.querySelector("#off"), root.querySelector("#big")];
  if (!frame) return;
  const apply = () => {
    const preview = frame.contentWindow;
    if (!preview?.document?.documentElement) return;
    preview.document.documentElement.style.fontSize = largeText?.checked ? "150%" : "";
    preview.postMessage({ type: "mat-mang", on: Boolean(offline?.checked) }, location.origin);
  };
  frame.addEventListener("load", apply);
  for (const box of [offline, largeText]) box?.addEventListener("change", apply);
}

/** Say that I am here, hear who else is. */
function announcePresence() {
  const notice = root.querySelector("#others");
  const token = root.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const announce = async () => {
    if (document.hidden || !token) return;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token,
      dirty: root.dataset.dirtyNow || "",
    });
    const answer = await fetch(root.dataset.here, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return;
    const { others } = await answer.json();
    notice.hidden = !others.length;
    const words = others.length ? root.dataset.someone.replace("%n", others.join(", ")) : "";
    const label = notice.querySelector("span");
    if (label.textContent !== words) label.textContent = words;
  };
  announce();
  const timer = setInterval(announce, 30_000);
  cleanups.push(() => clearInterval(timer));
}

function start(url) {
  cleanups = [];
  prepareOutline();
  preparePhone();
  announcePresence();
  const form = root.querySelector("#form");
  if (form) {
    prepareForm(form);
    if (form.dataset.auto !== undefined)
      cleanups.push(startSaving(root, form, { visit, showPage, prepareOutline }));
  }
  for (const close of root.querySelectorAll("[data-close]")) {
    close.hidden = false;
    close.addEventListener("click", () => close.closest(".note").remove());
  }
  const errors = root.querySelector("#errors");
  if (errors) errors.focus();
  else if (!focusField(new URL(url, location).hash)) root.querySelector("[autofocus]")?.focus();
}

// The field in which the cursor stood last is the one that a comment speaks of.
document.addEventListener("focusin", ({ target }) => {
  const select = root.querySelector("#say-path");
  const name = target.closest("#form") && target.name;
  if (select && name && [...select.options].some((option) => option.value === name))
    select.value = name;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.getAttribute("href") || link.href.baseVal || link.href, location);
  const isSamePage = url.pathname === location.pathname;
  if (isSamePage && url.hash && (link.dataset.path !== undefined || !url.search)) {
    if (focusField(url.hash)) event.preventDefault();
    return;
  }
  if (
    url.origin === location.origin &&
    url.pathname.startsWith(`/quan-tri/tinh-huong/${root.dataset.page}/`)
  ) {
    event.preventDefault();
    visit(url.href);
  }
});

document.addEventListener("submit", (event) => {
  const sent = event.target.closest("form[data-swap]");
  if (!sent) return;
  event.preventDefault();
  const body = new FormData(sent, event.submitter);
  if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
  visit(sent.action, { method: "POST", body }, true, sent.dataset.swap);
});

addEventListener("popstate", () => visit(location.href, {}, false));
start(location.href);
