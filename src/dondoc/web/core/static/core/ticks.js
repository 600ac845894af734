// A long list of ticks: found by a few letters (with or without marks), ticked by group, counted.
// Without a script it is a plain list.

const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

function count(ticks) {
  const chosen = ticks.querySelectorAll("input[type=checkbox]:checked").length;
  ticks.querySelector("[data-ticks-count]").textContent = chosen ? `${chosen} ${ticks.dataset.ticksSaid}` : "";
}

function filter(ticks) {
  const words = bare(ticks.querySelector("[data-ticks-find]").value).split(/\s+/).filter(Boolean);
  for (const group of ticks.querySelectorAll("[data-ticks-group]")) {
    let shown = 0;
    for (const tick of group.querySelectorAll("[data-tick]")) {
      const text = bare(tick.textContent);
      tick.hidden = !words.every((word) => text.includes(word));
      shown += tick.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
  }
}

function tickShown(ticks, checked) {
  for (const tick of ticks.querySelectorAll("[data-tick]:not([hidden]) input")) {
    if (!tick.closest("[data-ticks-group]").hidden) tick.checked = checked;
  }
  count(ticks);
}

function begin(within) {
  for (const ticks of within.querySelectorAll("[data-ticks]")) {
    ticks.querySelector("[data-ticks-tools]").hidden = false;
    count(ticks);
  }
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-ticks-find]")) filter(event.target.closest("[data-ticks]"));
});
document.addEventListener("change", (event) => {
  const ticks = event.target.closest("[data-ticks]");
  if (ticks && event.target.matches("[type=checkbox]")) count(ticks);
});
document.addEventListener("keydown", (event) => {
  // Enter in the search box looks, it does not send the form
  if (event.key === "Enter" && event.target.matches("[data-ticks-find]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const ticks = event.target.closest("[data-ticks]");
  if (!ticks) return;
  if (event.target.closest("[data-ticks-all]")) tickShown(ticks, true);
  if (event.target.closest("[data-ticks-none]")) tickShown(ticks, false);
});
document.addEventListener("htmx:load", (event) => begin(event.target.parentElement ?? document));
begin(document);

// One tick for all of a name on the page: `data-tick-all` says which.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.tickAll;
  if (!name) return;
  for (const tick of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) {
    tick.checked = event.target.checked;
  }
});
