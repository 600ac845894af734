// The picture of a page beside its text: it follows the fact that is looked at, turns pages, and is enlarged.
// Without this file the arrows are links to the page with another picture.

import { typing } from "./app.js";

const panel = document.querySelector("[data-picture]");
const pane = panel.querySelector("[data-picture-pane]");
const sheet = pane.querySelector(".page-image");
const image = pane.querySelector("[data-picture-image]");
const marks = pane.querySelector("[data-picture-marks]");
const failed = pane.querySelector("[data-picture-failed]");
const places = JSON.parse(panel.dataset.places); // { sizes: {page: [w, h]}, facts: {fact: [[page, x, y, w, h, value?]]} }
const last = Number(panel.dataset.last);
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const ZOOMS = 4; // steps in app.css
let page = Number(panel.querySelector("[data-picture-page]").textContent);
let fact = null;

if (window.matchMedia("(max-width: 62rem)").matches) panel.open = false; // there the text needs the room

const address = (number) => panel.dataset.address.replace(/\/0\/$/, `/${number}/`);

function show(number) {
  const wanted = Math.max(1, Math.min(last, number));
  if (wanted !== page) {
    page = wanted;
    failed.hidden = true;
    const size = places.sizes[page];
    if (size) [image.width, image.height] = size;
    else for (const name of ["width", "height"]) image.removeAttribute(name);
    image.src = address(page);
    image.alt = panel.dataset.alt.replace("/0/", page);
    panel.querySelector("[data-picture-page]").textContent = page;
    panel.querySelector("[data-picture-whole]").href = address(page);
    for (const arrow of panel.querySelectorAll("[data-picture-step]")) {
      const to = page + Number(arrow.dataset.pictureStep);
      if (to < 1 || to > last) arrow.setAttribute("aria-disabled", "true");
      else arrow.removeAttribute("aria-disabled");
    }
    pane.scrollTop = 0;
  }
  mark();
}

function mark() {
  const size = places.sizes[page];
  const lines = (places.facts[fact] ?? []).filter((line) => line[0] === page && line.length > 1);
  marks.replaceChildren();
  if (!size) return;
  marks.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
  for (const [, x, y, width, height, value] of lines) {
    const box = document.createElementNS(marks.namespaceURI, "rect");
    for (const [name, number] of Object.entries({ x, y, width, height })) box.setAttribute(name, number);
    if (value) box.classList.add("v");
    marks.append(box);
  }
  center();
}

// The lines of the fact in the middle of the pane.
function center() {
  const box = marks.querySelector(".v") ?? marks.firstElementChild;
  if (!box || !panel.open) return;
  const at = box.getBoundingClientRect();
  const around = pane.getBoundingClientRect();
  pane.scrollBy({
    top: at.top + at.height / 2 - around.top - around.height / 2,
    left: at.left + Math.min(at.width, around.width) / 2 - around.left - around.width / 2,
    behavior: still ? "auto" : "smooth",
  });
}

function zoom(by) {
  const now = Number(sheet.dataset.zoom);
  const middle = (pane.scrollTop + pane.clientHeight / 2) / pane.scrollHeight;
  sheet.dataset.zoom = Math.max(0, Math.min(ZOOMS, now + by));
  if (marks.childElementCount) center();
  else pane.scrollTop = middle * pane.scrollHeight - pane.clientHeight / 2;
}

document.addEventListener("fact-now", (event) => {
  fact = event.detail.pk;
  const first = places.facts[fact]?.[0];
  show(first ? first[0] : page);
});

panel.addEventListener("click", (event) => {
  const arrow = event.target.closest("[data-picture-step]");
  if (arrow) {
    event.preventDefault();
    show(page + Number(arrow.dataset.pictureStep));
  }
  const glass = event.target.closest("[data-picture-zoom]");
  if (glass) zoom(Number(glass.dataset.pictureZoom));
});

document.querySelector("[data-text]")?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-page]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  panel.open = true;
  show(Number(link.dataset.page));
});

panel.addEventListener("toggle", () => panel.open && center());
image.addEventListener("load", center);
image.addEventListener("error", () => (failed.hidden = false));
if (image.complete && image.src && !image.naturalWidth && panel.open) failed.hidden = false;

const KEYS = {
  i: () => (panel.open = !panel.open),
  "[": () => show(page - 1),
  "]": () => show(page + 1),
  "+": () => zoom(1),
  "-": () => zoom(-1),
};

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
