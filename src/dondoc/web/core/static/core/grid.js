// A grid of numbers: what is copied in Excel and pasted into a cell fills the cells below and beside it; Enter
// and the arrows go from cell to cell; what found no cell is told. Without a script there is a field to paste into.

const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input[data-cell]")]);

function placeOf(grid, cell) {
  const rows = rowsOf(grid);
  const row = rows.findIndex((cells) => cells.includes(cell));
  return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
}

document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("input[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const grid = cell.closest("[data-grid]");
  const { rows, row, column } = placeOf(grid, cell);
  let left = 0;
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const into = rows[row + down]?.[column + right];
      if (!into) {
        left += value.trim() ? 1 : 0;
        return;
      }
      into.value = value.trim();
      into.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  const told = grid.closest("form")?.querySelector("[data-grid-told]");
  if (told) told.textContent = left ? told.dataset.gridTold.replace("{n}", left) : "";
});

document.addEventListener("keydown", (event) => {
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
