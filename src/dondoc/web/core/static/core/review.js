// The review screen by keyboard: one fact is "now"; keys decide on it; the text follows the list and back.
// Without this file every button is a plain form. Only the item decided on is drawn anew.

import { typing } from "./app.js";

const review = document.querySelector("[data-review]");
const list = review.querySelector("[data-list]");
const pane = review.querySelector("[data-text-pane]");
const bulk = document.querySelector("[data-bulk]");
const help = document.getElementById("help");
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const factAddress = review.dataset.factAddress; // …/0/
let now = null; // the number of the current fact
let last = null; // the number of the fact decided on last
const pending = new Set(); // the facts whose decision has been sent and not yet answered
let quiet = null; // the fact begun with while the head of the page asks for something: nothing scrolls to it
let opening = null; // the form asked for and not yet there: { pk, typed }

document.documentElement.classList.add("scripted");

const item = (pk) => document.getElementById(`fact-${pk}`);
const items = () => [...list.querySelectorAll(".fact")].filter((row) => row.offsetParent !== null);
const address = (pk, verb) => factAddress.replace("/0/", `/${pk}/`) + { accept: "nhan/", reject: "loai/", correct: "sua/", merge: "gop/", reopen: "mo-lai/", suggest: "goi-y/", why: "vi-sao/" }[verb];
const words = (pk) => pane.querySelectorAll(`.lit[data-facts~="${pk}"]`);

// --- the current fact ---

function scroll(element, block) {
  element?.scrollIntoView({ block, behavior: still ? "auto" : "smooth" });
}

// All of an item, or its beginning with the buttons where it is taller than its pane.
function showAll(row) {
  const pane = list.scrollHeight > list.clientHeight ? list.clientHeight : window.innerHeight / 2;
  scroll(row, row.offsetHeight > pane ? "start" : "nearest");
}

function go(pk, { text = true, focus = true, list = true } = {}) {
  const row = item(pk);
  if (!row) return;
  if (now !== pk) {
    item(now)?.classList.remove("is-now");
    for (const piece of pane.querySelectorAll(".lit.is-now")) piece.classList.remove("is-now");
  }
  now = pk;
  row.classList.add("is-now");
  const pieces = words(pk);
  for (const piece of pieces) piece.classList.add("is-now");
  if (focus && !row.contains(document.activeElement)) row.focus({ preventScroll: true });
  quiet = list ? null : pk;
  if (list) scroll(row, "nearest");
  if (text) scroll(pieces[0] ?? document.getElementById(`w${pk}`), "center");
  if (list) history.replaceState(null, "", `#fact-${pk}`); // while the page loads, it would scroll there
  document.dispatchEvent(new CustomEvent("fact-now", { detail: { pk } })); // picture.js shows its page
  suggest(row, pk);
}

let waiting = null;
function suggest(row, pk) {
  clearTimeout(waiting);
  const more = document.getElementById(`more-${pk}`);
  if (row.dataset.state !== "proposed" || more.childElementCount) return;
  waiting = setTimeout(() => {
    if (now === pk && !more.childElementCount) htmx.ajax("GET", address(pk, "suggest"), { source: more, target: more, swap: "innerHTML" });
  }, 120);
}

function step(by) {
  const rows = items();
  const at = rows.findIndex((row) => row.dataset.fact === String(now));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  if (next) go(Number(next.dataset.fact));
}

function nextOpen() {
  const rows = items();
  const at = rows.findIndex((row) => row.dataset.fact === String(now));
  const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
  const open = after.find((row) => row.dataset.state === "proposed");
  if (open) go(Number(open.dataset.fact));
}

// --- decisions ---
// Each request has its fact as its source: htmx keeps one queue a source, and in a common one a quick reviewer's
// decision would push another out.

function decide(pk, verb, values = {}) {
  const row = item(pk);
  if (!row || (verb === "reopen") === (row.dataset.state === "proposed")) return;
  clearTimeout(waiting);
  last = pk;
  pending.add(pk);
  htmx.ajax("POST", address(pk, verb), { source: row, target: row, swap: "outerHTML", values });
}

function open(pk, verb) {
  const row = item(pk);
  if (row?.dataset.state !== "proposed" || pending.has(pk)) return;
  clearTimeout(waiting);
  const mine = (opening = { pk, typed: "" });
  const over = () => opening === mine && (opening = null);
  htmx.ajax("GET", address(pk, verb), { source: row, target: document.getElementById(`more-${pk}`), swap: "innerHTML" }).then(over, over);
}

// A form is on its way: what is typed is meant for it, never a decision on the fact.
function typeAhead(event) {
  if (event.key.length === 1) opening.typed += event.key;
  else if (event.key === "Backspace") opening.typed = opening.typed.slice(0, -1);
  else return;
  event.preventDefault();
}

function giveTyped(more, field) {
  if (opening?.pk !== Number(more.id.slice(5))) return;
  const { typed } = opening;
  opening = null;
  if (!typed || !field.matches("textarea, [type=text], [type=search], :not([type])")) return;
  field.value = typed;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Why it was read so; asked again, the answer goes.
function why(pk) {
  const more = document.getElementById(`more-${pk}`);
  if (!more || more.querySelector("[data-fact-form]")) return;
  if (more.querySelector("[data-why]")) return closeForm();
  clearTimeout(waiting);
  htmx.ajax("GET", address(pk, "why"), { source: more, target: more, swap: "innerHTML" });
}

function choose(button) {
  const pk = Number(button.closest("[data-suggestions]").dataset.suggestions);
  const verb = button.dataset.choose === "row" ? "merge" : "accept";
  decide(pk, verb, { [button.dataset.choose]: button.dataset.value });
}

function picks() {
  return [...list.querySelectorAll(".pick:checked")].map((box) => box.value);
}

function many(values) {
  const file = document.querySelector("#bulk [name=file]")?.value ?? "";
  htmx.ajax("POST", review.dataset.many, { source: list, target: list, swap: "innerHTML", values: { file, ...values } });
}

function acceptMany() {
  const picked = picks();
  if (picked.length) many({ action: "accept", pick: picked });
  else if (item(now)) many({ action: "accept-kind", of: item(now).dataset.kind });
}

function showPicks() {
  const number = picks().length;
  bulk.classList.toggle("has-picks", number > 0);
}

// --- what the server answered ---

document.body.addEventListener("facts-changed", (event) => {
  const states = { ...event.detail };
  delete states.elt;
  for (const [pk, state] of Object.entries(states)) {
    for (const piece of words(pk)) {
      if (piece.dataset.facts.split(" ")[0] !== pk) continue; // another fact's words, this one only lies around
      piece.classList.remove("s-proposed", "s-confirmed", "s-rejected");
      piece.classList.add(`s-${state}`);
    }
  }
});

// Suggestions that come late never take the place of a form somebody is typing in; a form nobody waits for any
// more is not shown.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { target, pathInfo, requestConfig } = event.detail;
  if (requestConfig.verb !== "get" || !target.id.startsWith("more-")) return;
  const given = /\/(goi-y|vi-sao)\/$/.test(pathInfo.requestPath)
    ? !target.querySelector("[data-fact-form]")
    : opening?.pk === Number(target.id.slice(5));
  if (!given) event.detail.shouldSwap = false;
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (target?.id?.startsWith("more-")) {
    if (target.querySelector("[data-fact-form]")) pending.delete(Number(target.id.slice(5))); // it was not taken
    number(target);
    const wrong = target.querySelector(".errorlist")?.closest(".field");
    const field = (wrong ?? target.querySelector("[data-fact-form]"))?.querySelector("input:not([type=hidden]), textarea, select");
    field?.focus();
    field?.select?.();
    if (field) giveTyped(target, field);
    if (field) scroll(target.closest(".fact"), "start");
    else if (quiet !== Number(target.id.slice(5))) showAll(target.closest(".fact"));
    return;
  }
  showPicks();
  if (target === list) {
    if (now !== null) go(item(now) ? now : Number(items()[0]?.dataset.fact), { text: false });
    return;
  }
  const pk = Number(target?.dataset?.fact);
  if (!pending.delete(pk)) return; // one answer settles in several places; the first is enough
  if (now !== pk) return; // the reviewer has gone on already
  if (item(pk)?.dataset.state === "proposed") go(pk, { text: false });
  else nextOpen();
});

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest("[data-fact-form]");
  if (form && event.target === form) pending.add((last = Number(form.dataset.factForm)));
});

document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  const row = event.detail.target;
  if (row?.id?.startsWith("fact-")) go(Number(row.id.slice(5)), { text: false }); // undone from a toast
});

function number(more) {
  more.querySelectorAll("[data-choose]").forEach((button, index) => {
    const key = button.querySelector("kbd");
    if (key && index < 9) key.textContent = index + 1;
  });
}

// --- mouse and touch ---

review.addEventListener("click", (event) => {
  const lit = event.target.closest(".lit");
  if (lit) {
    event.preventDefault();
    const around = lit.dataset.facts.split(" ").map(Number);
    const at = around.indexOf(now);
    go(around[(at + 1) % around.length], { text: false }); // again: the fact around it
    return;
  }
  const tab = event.target.closest("[data-tab]");
  if (tab) {
    event.preventDefault();
    const group = document.getElementById(`group-${tab.dataset.tab}`);
    scroll(group, "start");
    const first = group.querySelector('.fact[data-state="proposed"]') ?? group.querySelector(".fact");
    if (first) go(Number(first.dataset.fact));
    return;
  }
  const chosen = event.target.closest("[data-choose]");
  if (chosen) return choose(chosen);
  if (event.target.closest("[data-cancel]")) {
    event.preventDefault();
    return closeForm();
  }
  const kind = event.target.closest("[data-accept-kind]");
  if (kind) {
    event.preventDefault();
    return many({ action: "accept-kind", of: kind.dataset.acceptKind });
  }
  const all = event.target.closest("[data-many-action]");
  if (all) {
    event.preventDefault();
    const reason = document.querySelector("#bulk ~ * [name=reason], [form=bulk][name=reason]")?.value ?? "";
    return many({ action: all.dataset.manyAction, pick: picks(), reason });
  }
  const row = event.target.closest(".fact");
  if (!row || event.target.closest(".fact-form")) return;
  const pk = Number(row.dataset.fact);
  const button = event.target.closest("[data-do]");
  if (button) {
    event.preventDefault();
    if (now !== pk) go(pk);
    const verb = button.dataset.do;
    if (verb === "why") why(pk);
    else if (verb === "correct" || verb === "merge") open(pk, verb);
    else decide(pk, verb);
  } else if (!event.target.closest(".pick")) {
    if (event.target.closest(".what")) event.preventDefault();
    go(pk);
  }
});

list.addEventListener("change", (event) => {
  if (event.target.matches(".pick")) showPicks();
});

document.querySelector("[data-hide-done]")?.addEventListener("change", (event) => {
  review.classList.toggle("hide-done", event.target.checked);
});

document.querySelector("[data-help-open]")?.addEventListener("click", () => help.showModal());

function closeForm() {
  opening = null;
  const form = list.querySelector("[data-fact-form], [data-why]");
  if (!form) return;
  const pk = Number(form.dataset.factForm ?? form.dataset.why);
  form.remove();
  go(pk, { text: false });
}

// --- keys ---

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  n: nextOpen,
  a: () => decide(now, "accept"),
  e: () => open(now, "correct"),
  m: () => open(now, "merge"),
  v: () => why(now),
  r: () => decide(now, "reject"),
  u: () => decide(item(now)?.dataset.state === "proposed" ? last : now, "reopen"),
  x: () => {
    const box = item(now)?.querySelector(".pick");
    if (box) {
      box.checked = !box.checked;
      showPicks();
    }
  },
  A: acceptMany,
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return closeForm();
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (opening && !typing(event.target)) return typeAhead(event);
  if (typing(event.target) && !event.target.matches("[type=checkbox]")) return;
  if (/^(ArrowDown|ArrowUp)$/.test(event.key) && !list.contains(event.target)) return;
  if (/^[1-9]$/.test(event.key)) {
    const button = item(now)?.querySelectorAll("[data-choose]")[Number(event.key) - 1];
    if (button) {
      event.preventDefault();
      choose(button);
    }
    return;
  }
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// --- where to begin: the fact in the address, else the first open one ---

const asked = location.hash.match(/^#fact-(\d+)$/);
if (asked && item(asked[1])) go(Number(asked[1]));
else {
  const first = list.querySelector('.fact[data-state="proposed"]') ?? list.querySelector(".fact");
  const calm = document.querySelector("[data-heading-asked]"); // number and day are asked for: that stays in view
  if (first) go(Number(first.dataset.fact), { list: !calm, text: !calm });
}
showPicks();
