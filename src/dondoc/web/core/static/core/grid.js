// A grid of numbers: what is copied in Excel and pasted into a cell fills the cells below and beside it; Enter
// and the arrows go from cell to cell; what found no cell is told; Ctrl+Z takes a paste back. Without a script there
// is a field to paste into.

const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input[data-cell]")]);

function placeOf(grid, cell) {
  const rows = rowsOf(grid);
  const row = rows.findIndex((cells) => cells.includes(cell));
  return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
}

// Excel puts a cell that holds a line break or a tab between quotes, and doubles the quotes in it
const CELL = /"((?:[^"]|"")*[\n\t](?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;

function copied(text) {
  const rows = [[]];
  CELL.lastIndex = 0;
  for (;;) {
    const [plain, quoted] = CELL.exec(text);
    const words = quoted === undefined ? plain : quoted.replaceAll('""', '"');
    rows.at(-1).push(words.replace(/\s*\n\s*/g, " ").trim());
    const end = text[CELL.lastIndex];
    if (end === undefined) return rows;
    if (end === "\n") rows.push([]);
    CELL.lastIndex += 1;
  }
}

let pasted = []; // of the last paste, until something else is typed: each cell with what stood in it

function put(cell, value) {
  cell.value = value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("input[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const grid = cell.closest("[data-grid]");
  const { rows, row, column } = placeOf(grid, cell);
  const before = [];
  let left = 0;
  copied(text.replace(/\r/g, "").replace(/\n$/, "")).forEach((values, down) => {
    values.forEach((value, right) => {
      const into = rows[row + down]?.[column + right];
      if (!into) {
        left += value ? 1 : 0;
        return;
      }
      before.push([into, into.value]);
      put(into, value);
    });
  });
  pasted = before;
  tell(grid, left);
});

function tell(grid, left) {
  const told = grid.closest("form")?.querySelector("[data-grid-told]");
  if (told) told.textContent = left ? told.dataset.gridTold.replace("{n}", left) : "";
}

document.addEventListener("input", (event) => {
  if (event.isTrusted) pasted = [];
});

document.addEventListener("keydown", (event) => {
  if (event.key?.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && pasted.length) {
    event.preventDefault();
    for (const [cell, value] of pasted) put(cell, value);
    tell(pasted[0][0].closest("[data-grid]"), 0);
    pasted = [];
    return;
  }
  const cell = event.target.closest?.("input[data-cell]");
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (!cell || !step || event.ctrlKey || event.metaKey || event.altKey) return;
  const { rows, row, column } = placeOf(cell.closest("[data-grid]"), cell);
  event.preventDefault();
  const next = rows[row + step]?.[column];
  if (next) {
    next.focus();
    next.select();
  }
});
