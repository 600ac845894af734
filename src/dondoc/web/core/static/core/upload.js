// Sending files with drag and drop and progress. All go in one request, in the order shown, so that one batch
// holds them; how much of each has gone follows from how much of the whole has. Without this file: a plain form.

const form = document.querySelector("[data-upload]");
const drop = form.querySelector("[data-drop]");
const input = form.querySelector("#id_files");
const list = form.querySelector("[data-send-list]");
const send = form.querySelector("[data-send]");
const agree = form.querySelector("#id_no_secret");
const most = Number(form.dataset.most);
let files = [];

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;
}

function problem(text) {
  form.querySelector("[data-problem]")?.remove();
  if (!text) return;
  const box = document.createElement("p");
  box.className = "notice notice-bad";
  box.setAttribute("role", "alert");
  box.dataset.problem = "";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  list.before(box);
}

function draw() {
  list.replaceChildren(
    ...files.map((file, index) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.className = "clip";
      name.textContent = file.webkitRelativePath || file.name;
      name.title = file.name;
      const bar = document.createElement("progress");
      bar.max = Math.max(1, file.size);
      bar.value = 0;
      const state = document.createElement("span");
      state.className = "state muted";
      state.textContent = size(file.size);
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "btn btn-quiet btn-s";
      remove.textContent = "✕";
      remove.setAttribute("aria-label", `${form.dataset.wordsRemove}: ${file.name}`);
      remove.addEventListener("click", () => {
        files = files.filter((other) => other !== file);
        draw();
      });
      state.append(" ", remove);
      row.append(name, bar, state);
      row.dataset.index = String(index);
      return row;
    }),
  );
  list.hidden = files.length === 0;
  input.required = files.length === 0;
  ready();
}

function ready() {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  problem(total > most ? form.dataset.wordsMost : "");
  send.disabled = !agree.checked || files.length === 0 || total > most;
  input.disabled = !agree.checked;
}

function add(more) {
  const known = new Set(files.map((file) => `${file.name}/${file.size}/${file.lastModified}`));
  files = [...files, ...[...more].filter((file) => !known.has(`${file.name}/${file.size}/${file.lastModified}`))];
  draw();
}

function progress(loaded, whole) {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let left = (loaded / whole) * total;
  for (const [index, file] of files.entries()) {
    const row = list.children[index];
    row.querySelector("progress").value = Math.max(0, Math.min(file.size, left));
    if (left >= file.size && file.size) row.querySelector(".state").textContent = form.dataset.wordsSent;
    left -= file.size;
  }
}

function fail(text) {
  send.disabled = false;
  draw();
  problem(text);
}

agree.addEventListener("change", ready);
input.addEventListener("change", () => {
  add(input.files);
  input.value = "";
});

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    if (agree.checked) drop.classList.add("is-over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (agree.checked) add(event.dataTransfer.files);
  else agree.focus();
});
// A file dropped beside the box must not be opened by the browser in place of the page.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(form);
  data.delete("files");
  for (const file of files) data.append("files", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) progress(sent.loaded, sent.total);
  });
  request.addEventListener("load", () => {
    // a redirect has been followed: the answer is the batch's page; anything else is this page with its errors
    if (request.status < 300 && request.responseURL !== location.href) location.assign(request.responseURL);
    else {
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const errors = [...answer.querySelectorAll(".errorlist li")].map((line) => line.textContent);
      fail(errors.join(" ") || form.dataset.wordsFailed);
    }
  });
  request.addEventListener("error", () => fail(form.dataset.wordsFailed));
  send.disabled = true;
  request.send(data);
});

drop.classList.add("is-scripted");
draw();
