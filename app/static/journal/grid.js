/** The table: which cell is where, which one is current, which are selected. One cell at a time takes Tab. */
import { root } from "./settings.js";

export const pane = root?.querySelector(".grid-pane");
const table = pane?.querySelector("table.grid");
const head = table?.querySelector("tr.columns");
// In the week grid the heading of the names spans two rows and is not in this one.
const shift = head?.cells[0].classList.contains("name") ? 0 : 1;
const rows = table ? [...table.tBodies[0].rows] : [];

let current = null;
let anchor = null;
let selected = [];
const watchers = [];

export const currentCell = () => current;
export const cellOf = (node) => node.closest?.("td.cell");
export const headerOf = (cell) => head.cells[cell.cellIndex - shift];
/** Where the cells of a heading stand in their rows. */
export const indexOf = (header) => header.cellIndex + shift;

/** Call `watcher(cell, previous)` whenever another cell becomes current. */
export function onMove(watcher) {
  watchers.push(watcher);
}

/** Make a cell current; `extend` keeps the selection's other end, `focus: false` leaves the keyboard where it is. */
export function go(cell, { extend = false, focus = true } = {}) {
  if (!cell) return;
  const previous = current;
  if (previous && previous !== cell) previous.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  anchor = extend && anchor?.cellIndex === cell.cellIndex ? anchor : cell;
  paintSelection();
  if (previous !== cell) watchers.forEach((watcher) => watcher(cell, previous));
  if (focus) cell.focus(); // last: on a phone the cell is shown by a watcher
}

/** The cell `down` rows and `right` columns away that can be gone to, or undefined at the edge. */
export function neighbour(cell, down, right) {
  if (down) return rows[rowOf(cell) + down]?.cells[cell.cellIndex];
  let next = cell;
  do next = right > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !next.classList.contains("cell"));
  return next?.matches("td") ? next : undefined;
}

/** The next cell of the column that belongs to a pupil of that day, or undefined at the end. */
export function nextPupil(cell, step) {
  let next = cell;
  do next = neighbour(next, step, 0);
  while (next?.classList.contains("out"));
  return next;
}

/** First or last cell of the row. */
export function edge(cell, last) {
  const cells = cell.parentElement.querySelectorAll("td.cell");
  return cells[last ? cells.length - 1 : 0];
}

/** The cells of a column from top to bottom. */
export function column(cell) {
  return rows.map((row) => row.cells[cell.cellIndex]);
}

/** The column's cells between the two ends of the selection, at least the current one. */
export function selection() {
  if (!current) return [];
  const [first, last] = [rowOf(anchor), rowOf(current)].sort((a, b) => a - b);
  return column(current).slice(first, last + 1);
}

export function clearSelection() {
  anchor = current;
  paintSelection();
}

function paintSelection() {
  selected.forEach((cell) => cell.removeAttribute("aria-selected"));
  selected = anchor === current ? [] : selection();
  selected.forEach((cell) => cell.setAttribute("aria-selected", "true"));
}

const rowOf = (cell) => cell.parentElement.sectionRowIndex;

/** Show the column of `cell`: marked on a wide screen, the only one on a phone. */
export function showColumn(index) {
  table.querySelectorAll("tr:not(.days) > .on").forEach((cell) => cell.classList.remove("on"));
  head.cells[index - shift].classList.add("on");
  rows.forEach((row) => row.cells[index].classList.add("on"));
}

/** The heading that is shown now and its place in a row of cells. */
export function shownColumn() {
  const header = head.querySelector(".on") ?? head.querySelector("[data-lesson]");
  return indexOf(header);
}

export const rowsOfPupils = () => rows;

/** Bring the shown column into the middle of the pane, clear of the names. */
export function scrollToShown() {
  const header = head.querySelector(".on");
  const names = rows[0]?.cells[0].offsetWidth ?? 0;
  if (header) pane.scrollLeft = header.offsetLeft - names - (pane.clientWidth - names) / 2;
}
