// A draft that is never lost. Each field is kept on this machine as it is typed and sent a moment later with the
// revision it was typed over; what another has typed meanwhile is never overwritten, the server keeps both.

const form = document.querySelector("[data-draft]");
const PAUSE = 700;
const AGAIN = 5000;

if (form) {
  const fields = new Map([...form.querySelectorAll("[data-key]")].map((field) => [field.dataset.key, field]));
  const state = form.querySelector("[data-draft-state]");
  const prefix = `dondoc:draft:${form.dataset.user}:${form.dataset.draft}:`;
  const pending = new Map(); // key → {text, base}
  let timer = 0;
  let sending = null;

  const say = (words, bad = false) => {
    state.textContent = words;
    state.classList.toggle("bad", bad);
  };

  // what stands on this machine, cell by cell, so that two windows do not wipe out one another's
  const keep = (key, typed) => {
    try {
      if (typed) localStorage.setItem(prefix + key, JSON.stringify(typed));
      else localStorage.removeItem(prefix + key);
    } catch {
      // a browser without storage: what is typed is still sent
    }
  };
  const kept = (key) => {
    try {
      return JSON.parse(localStorage.getItem(prefix + key) ?? "null");
    } catch {
      return null;
    }
  };

  const typed = (field) => {
    const key = field.dataset.key;
    const base = pending.get(key)?.base ?? Number(field.dataset.base);
    pending.set(key, { text: field.value, base });
    keep(key, pending.get(key));
    field.classList.add("is-unsaved");
    say(form.dataset.waiting);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  const settle = (key, text, revision) => {
    const field = fields.get(key);
    field.dataset.base = revision;
    const hidden = form.elements[`b-${key}`];
    if (hidden) hidden.value = revision;
    if (pending.get(key)?.text === text) {
      pending.delete(key);
      keep(key, null);
      field.classList.remove("is-unsaved");
    } else if (pending.has(key)) {
      pending.get(key).base = revision; // typed on while the earlier text was under way
      keep(key, pending.get(key));
    }
  };

  const clash = (key, other) => {
    const field = fields.get(key);
    pending.delete(key); // the server has it beside the other one
    keep(key, null);
    const words = document.createElement("p");
    words.className = "clash small";
    words.setAttribute("role", "alert");
    words.textContent = `${other.by} ${form.dataset.clash} ${other.text || form.dataset.empty}`;
    field.after(words);
  };

  async function send() {
    const cells = [...pending].map(([key, one]) => ({ key, ...one }));
    say(form.dataset.saving);
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: JSON.stringify({ cells }),
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        redirect: "manual",
        keepalive: true,
      });
    } catch {
      say(form.dataset.offline, true);
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      say(form.dataset.ended, true);
      return false;
    }
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({}));
      say(told.message ?? document.body.dataset.error, true);
      return answer.status < 500 ? null : false;
    }
    const { revisions, clashes, warnings } = await answer.json();
    for (const one of cells) {
      if (one.key in revisions) settle(one.key, one.text, revisions[one.key]);
      else if (one.key in clashes) clash(one.key, clashes[one.key]);
    }
    for (const told of form.querySelectorAll("[data-warning]")) {
      const words = warnings[told.dataset.warning] ?? "";
      if (told.textContent !== words) told.textContent = words;
    }
    say(pending.size ? form.dataset.waiting : form.dataset.saved);
    return true;
  }

  async function save() {
    clearTimeout(timer);
    if (sending) await sending;
    if (!pending.size) return true;
    sending = send();
    const done = await sending;
    sending = null;
    if (done === false) timer = setTimeout(save, AGAIN);
    else if (done && pending.size) timer = setTimeout(save, PAUSE);
    return done;
  }

  form.addEventListener("input", (event) => {
    if (event.target.dataset.key) typed(event.target);
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", () => pending.size && send());

  // the draft's own button, and whatever is done after it, first send what is still here
  document.addEventListener("submit", async (event) => {
    const target = event.target;
    if (event.submitter?.hasAttribute("formaction") || (target !== form && !target.matches("[data-after-draft]"))) return;
    if (target === form || pending.size) {
      event.preventDefault();
      const done = await save();
      if (target !== form && done && !pending.size) target.submit();
    }
  });

  // what could not be sent the last time is put back and sent now, over the revision it was typed over
  let back = 0;
  for (const [key, field] of fields) {
    const one = kept(key);
    if (field.value !== field.defaultValue) typed(field); // typed while the page was still loading this script
    else if (!one) continue;
    else if (one.text === field.value) keep(key, null);
    else {
      field.value = one.text;
      field.classList.add("is-unsaved");
      pending.set(key, one);
      back += 1;
    }
  }
  if (back) {
    save().then((done) => done && say(form.dataset.kept));
  }
}
