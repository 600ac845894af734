// What every page does with a script: theme, rail, search key, toasts, asking before what cannot be undone.
// Every page works without it.

const root = document.documentElement;

function setTheme(theme) {
  root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-theme-form]")) {
    event.preventDefault();
    setTheme(event.submitter.value);
    const other = form.querySelector(event.submitter.value === "dark" ? ".to-light" : ".to-dark");
    other.focus();
  } else if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
    event.preventDefault();
  }
});

// --- rail on a phone ---
const rail = document.querySelector("[data-rail]");
const opener = document.querySelector("[data-rail-open]");

function showRail(open) {
  rail.classList.toggle("is-open", open);
  opener.setAttribute("aria-expanded", String(open));
  if (open) rail.querySelector("a")?.focus();
}

if (rail && opener) {
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    showRail(!rail.classList.contains("is-open"));
  });
  document.addEventListener("click", (event) => {
    if (rail.classList.contains("is-open") && !rail.contains(event.target) && !opener.contains(event.target)) {
      showRail(false);
    }
  });
}

// --- keys ---
export function typing(target) {
  return target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "Escape") {
    if (rail?.classList.contains("is-open")) {
      showRail(false);
      opener.focus();
    }
    for (const menu of document.querySelectorAll("[data-dropdown][open]")) menu.open = false;
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-dropdown][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
  if (event.target.closest("[data-print]")) window.print();
});

// --- toasts: the good news goes by itself, a problem stays until it is closed ---
const toasts = document.getElementById("toasts");
const STAY = 8000;

function watch(toast) {
  if (toast.matches(".toast-error, .toast-warning") || toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  setTimeout(function leave() {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAY);
    else toast.remove();
  }, STAY);
}

function say(text) {
  const toast = document.createElement("div");
  toast.className = "toast toast-error";
  toast.dataset.toast = "";
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-s";
  close.dataset.toastClose = "";
  close.textContent = "✕";
  toast.append(words, close);
  toasts.append(toast);
}

if (toasts) {
  toasts.querySelectorAll("[data-toast]").forEach(watch);
  new MutationObserver(() => {
    toasts.querySelectorAll("[data-toast]").forEach(watch);
    while (toasts.children.length > (document.body.matches(".review-page") ? 2 : 4)) toasts.firstElementChild.remove();
  }).observe(toasts, { childList: true, subtree: true });
}

// a way back that has been taken is no longer offered
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) event.detail.elt.closest?.("[data-toast]")?.remove();
});
document.addEventListener("htmx:responseError", () => say(document.body.dataset.error));
document.addEventListener("htmx:sendError", () => say(document.body.dataset.offline));

// --- filters answer as soon as a choice is made; typing waits for Enter ---
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-auto]") && event.target.matches("select, [type=checkbox], [type=date]")) form.requestSubmit();
});

// --- meetings of the level that is chosen beside them: the groups are called as the levels are ---
function meetingsOfLevel(select) {
  const level = select.form?.querySelector("select[name$=level]");
  const groups = [...select.querySelectorAll("optgroup")];
  if (!level) return;
  const named = new Set([...level.options].filter((one) => one.value).map((one) => one.text));
  const chosen = level.value && level.selectedOptions[0].text;
  for (const group of groups) {
    group.hidden = group.disabled = named.has(group.label) && Boolean(chosen) && group.label !== chosen;
    if (group.hidden && group.contains(select.selectedOptions[0])) select.value = "";
  }
}
document.querySelectorAll("[data-of-level]").forEach(meetingsOfLevel);
document.addEventListener("change", (event) => {
  if (event.target.matches("select[name$=level]")) event.target.form?.querySelectorAll("[data-of-level]").forEach(meetingsOfLevel);
});
