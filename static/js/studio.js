// The Studio: pages are swapped in place, the outline is walked with arrows. Without this file every step is a page.

import { form } from "./studio_form.js";
import { leave, saver } from "./studio_save.js";

let root = document.getElementById("studio");
let stop = [];

/** Put a page of the Studio in the place of this one. */
function show(html, url, push) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const next = page.getElementById("studio");
  if (!next) return location.assign(url);
  for (const end of stop) end();
  root.replaceWith(next);
  root = next;
  document.title = page.title;
  if (push) history.pushState(null, "", url);
  begin(url);
}

async function go(url, options = {}, push = true, then = "") {
  if (!(await leave())) return;
  try {
    const answer = await fetch(url, { ...options, headers: { Accept: "text/html" } });
    const html = await answer.text();
    // what fetch answers has lost its place in the page
    show(html, answer.url + (new URL(url, location).hash || then), push);
  } catch {
    if (options.method !== "POST") location.assign(url);
  }
}

/** The cursor into the field that the address names. */
function aim(hash) {
  const id = decodeURIComponent((hash || "").slice(1));
  const found = id && document.getElementById(id);
  if (!found) return false;
  for (let at = found; at; at = at.parentElement) {
    if (at.tagName === "DETAILS") at.open = true;
    at.hidden = false;
    if (at.id === "form") break;
  }
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "center" });
  return true;
}

function tree() {
  const links = [...root.querySelectorAll("#tree a.sc")];
  for (const [n, link] of links.entries()) {
    link.tabIndex =
      link.hasAttribute("aria-current") || (!root.querySelector("#tree [aria-current]") && !n)
        ? 0
        : -1;
    link.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      if (event.altKey) return move(link, by);
      const next = links[n + by];
      if (next) next.focus();
    });
  }
}

/** Move a scene and stay with it. */
async function move(link, by) {
  const body = new FormData(root.querySelector("#act") || root.querySelector("form"));
  body.set("do", by < 0 ? "up" : "down");
  const key = link.dataset.key;
  const open = root.querySelector("#tree [aria-current]")?.href;
  if (!(await leave())) return;
  const url = new URL("lam/", link.href.split("?")[0]);
  await fetch(url, { method: "POST", body, redirect: "manual" });
  await go(open || location.href, {}, false);
  root.querySelector(`#tree a[data-key="${CSS.escape(key)}"]`)?.focus();
}

function phone() {
  const frame = root.querySelector("#phone");
  const [off, big] = [root.querySelector("#off"), root.querySelector("#big")];
  if (!frame) return;
  const set = () => {
    const inner = frame.contentWindow;
    if (!inner?.document?.documentElement) return;
    inner.document.documentElement.style.fontSize = big?.checked ? "150%" : "";
    inner.postMessage({ type: "mat-mang", on: Boolean(off?.checked) }, location.origin);
  };
  frame.addEventListener("load", set);
  for (const one of [off, big]) one?.addEventListener("change", set);
}

/** Say that I am here, hear who else is. */
function presence() {
  const line = root.querySelector("#others");
  const token = root.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const say = async () => {
    if (document.hidden || !token) return;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token,
      dirty: root.dataset.dirtyNow || "",
    });
    const answer = await fetch(root.dataset.here, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return;
    const { others } = await answer.json();
    line.hidden = !others.length;
    const words = others.length ? root.dataset.someone.replace("%n", others.join(", ")) : "";
    const seen = line.querySelector("span");
    if (seen.textContent !== words) seen.textContent = words;
  };
  say();
  const clock = setInterval(say, 30_000);
  stop.push(() => clearInterval(clock));
}

function begin(url) {
  stop = [];
  tree();
  phone();
  presence();
  const found = root.querySelector("#form");
  if (found) {
    const rows = form(found);
    if (found.dataset.auto !== undefined) stop.push(saver(root, found, { go, show, rows, tree }));
  }
  for (const close of root.querySelectorAll("[data-close]")) {
    close.hidden = false;
    close.addEventListener("click", () => close.closest(".note").remove());
  }
  const errors = root.querySelector("#errors");
  if (errors) errors.focus();
  else if (!aim(new URL(url, location).hash)) root.querySelector("[autofocus]")?.focus();
}

// The field in which the cursor stood last is the one that a comment speaks of.
document.addEventListener("focusin", ({ target }) => {
  const select = root.querySelector("#say-path");
  const name = target.closest("#form") && target.name;
  if (select && name && [...select.options].some((one) => one.value === name)) select.value = name;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.getAttribute("href") || link.href.baseVal || link.href, location);
  const here = url.pathname === location.pathname;
  if (here && url.hash && (link.dataset.path !== undefined || !url.search)) {
    if (aim(url.hash)) event.preventDefault();
    return;
  }
  if (
    url.origin === location.origin &&
    url.pathname.startsWith(`/quan-tri/tinh-huong/${root.dataset.page}/`)
  ) {
    event.preventDefault();
    go(url.href);
  }
});

document.addEventListener("submit", (event) => {
  const sent = event.target.closest("form[data-swap]");
  if (!sent) return;
  event.preventDefault();
  const body = new FormData(sent, event.submitter);
  if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
  go(sent.action, { method: "POST", body }, true, sent.dataset.swap);
});

addEventListener("popstate", () => go(location.href, {}, false));
begin(location.href);
