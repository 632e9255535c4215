/** Without a keyboard: one lesson at a time, buttons for the codes, a swipe to the next lesson. */
import * as editor from "./editor.js";
import { enter } from "./book.js";
import { fieldOf } from "./fields.js";
import * as grid from "./grid.js";
import { showCard } from "./lessons.js";
import { lateness } from "./reasons.js";
import { codes, root } from "./settings.js";
import { tell } from "./sign.js";

const SWIPE = 60; // pixels
const narrow = matchMedia("(max-width: 600px)");
const which = root?.querySelector(".palette .which");
let from = null;

/** Show the column of a heading or cell. */
export function showColumn(index) {
  grid.showColumn(index);
  const header = grid.pane.querySelector("tr.columns .on");
  which.textContent = header.dataset.label;
  if (header.dataset.lesson) showCard(header.dataset.lesson);
}

/** Go to the neighbour column, with the same pupil. */
export function turn(step) {
  const shown = grid.currentCell() ?? grid.rowsOfPupils()[0].cells[grid.shownColumn()];
  const next = grid.neighbour(shown, 0, step);
  if (next) grid.go(next);
}

/** A code of the palette: written into the current cell, or added to what is being typed there; then the next pupil. */
export function code(text) {
  const cell = grid.currentCell();
  const field = fieldOf(cell);
  if (field.locked) return tell(field.locked);
  if (editor.isEditing()) {
    editor.input.value += text;
    editor.commit();
  } else enter([[field, text === codes.late ? text + lateness(cell) : text]]);
  grid.go(grid.nextPupil(cell, 1) ?? cell);
}

/** «/»: the next code becomes the second mark of the same lesson. */
export function second() {
  const cell = grid.currentCell();
  const field = fieldOf(cell);
  if (field.locked) return tell(field.locked);
  if (!field.text) return;
  editor.open(cell, `${field.text}/`);
}

function onSwipe(event) {
  const [touch] = event.changedTouches;
  if (event.type === "touchstart") from = touch;
  else if (narrow.matches && from) {
    const [x, y] = [touch.clientX - from.clientX, touch.clientY - from.clientY];
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
  }
}

/** Begin to watch. */
export function start() {
  grid.onMove((cell, previous) => {
    if (cell.cellIndex !== previous?.cellIndex) showColumn(cell.cellIndex);
  });
  grid.pane.addEventListener("touchstart", onSwipe, { passive: true });
  grid.pane.addEventListener("touchend", onSwipe, { passive: true });
  root.querySelector(".palette").addEventListener("mousedown", (event) => event.preventDefault());
}
