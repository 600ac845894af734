// A document's page: words that are lit up open their card beside the text; j and k walk through them.

import { typing } from "./app.js";

const text = document.querySelector("[data-text]");
const card = document.querySelector("[data-card]");
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
let now = new URLSearchParams(location.search).get("fact");

function mark(pk) {
  for (const piece of text.querySelectorAll(".lit.is-now")) piece.classList.remove("is-now");
  for (const piece of text.querySelectorAll(`.lit[data-facts~="${pk}"]`)) piece.classList.add("is-now");
}

function show(pk, { scroll = false } = {}) {
  now = String(pk);
  mark(now);
  htmx.ajax("GET", `/du-kien/${now}/`, { target: card, swap: "innerHTML" });
  const url = new URL(location.href);
  url.searchParams.set("fact", now);
  url.hash = "";
  history.replaceState(null, "", url);
  const words = document.getElementById(`w${now}`);
  if (scroll) words?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}

if (text && card) {
  if (now) mark(now);
  text.addEventListener("click", (event) => {
    const lit = event.target.closest(".lit");
    if (!lit || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const around = lit.dataset.facts.split(" ");
    show(around[(around.indexOf(now) + 1) % around.length]); // again: the fact around it
  });
  card.addEventListener("click", (event) => {
    if (!event.target.closest("[data-card-close]")) return;
    event.preventDefault();
    card.replaceChildren();
    now = null;
    mark("");
  });
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !/^[jk]$/.test(event.key)) return;
    const order = [...text.querySelectorAll('.lit[id^="w"]')].filter((lit) => lit.offsetParent !== null).map((lit) => lit.id.slice(1));
    if (!order.length) return;
    event.preventDefault();
    const at = order.indexOf(now);
    show(order[Math.min(order.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))], { scroll: true });
  });
}
