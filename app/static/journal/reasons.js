/**
 * What is known of the absences of the shown lesson: a paper, a parent's report, an earlier lesson of the day [T1].
 * It stands greyed in its empty cell, where Space takes it, and in a line over the grid.
 */
import { enter, events } from "./book.js";
import { fieldOf, pupilName } from "./fields.js";
import * as grid from "./grid.js";
import { root, say } from "./settings.js";
import { tell } from "./sign.js";

const PAUSE = 300; // ms: whoever runs through the columns asks for the last one only
const line = root?.querySelector(".known");
const list = line?.querySelector("ul");
const asked = new Map(); // lesson → promise of the reasons by pupil
let shown = null;
let timer = 0;

/** The reasons by pupil that the server knows; none without a connection. */
function known(lesson) {
  if (!asked.has(lesson)) asked.set(lesson, ask(lesson));
  return asked.get(lesson);
}

async function ask(lesson) {
  try {
    const response = await fetch(`${line.dataset.url}?lesson=${lesson}`, { redirect: "error", headers: { Accept: "application/json" } });
    if (response.ok) return await response.json();
  } catch {
    // no connection: nothing is proposed
  }
  asked.delete(lesson);
  return {};
}

async function look(header) {
  shown = header;
  const { lesson } = header.dataset;
  const pupils = lesson ? await known(lesson) : {};
  if (shown === header) show(header, pupils);
}

function show(header, pupils) {
  clear();
  const offers = rows(header).filter(({ row }) => pupils[row.dataset.pupil]).map(({ row, cell }) => ({ cell, reasons: pupils[row.dataset.pupil] }));
  for (const { cell, reasons } of offers) cell.dataset.offer = reasons[0].letter;
  list.replaceChildren(...offers.map(surer).filter(({ reasons }) => reasons.length).map(item));
  line.hidden = !list.children.length;
}

const rows = (header) => grid.rowsOfPupils().map((row) => ({ row, cell: row.cells[grid.indexOf(header)] }));

/** The reasons that may still be taken: all for an empty cell, the surer ones for an absence, none beside a mark. */
function surer({ cell, reasons }) {
  const { text, locked } = fieldOf(cell);
  if (locked || /\d/.test(text)) return { cell, reasons: [] };
  const entered = text ? reasons.findIndex(({ letter }) => text.replace("→", "") === letter) : -1;
  return { cell, reasons: entered < 0 ? reasons : reasons.slice(0, entered) };
}

function item({ cell, reasons }) {
  const one = document.createElement("li");
  one.append(pupilName(cell), ...reasons.map(({ letter, text }) => button(cell, letter, text)));
  return one;
}

function button(cell, letter, text) {
  const one = document.createElement("button");
  Object.assign(one, { type: "button", className: "btn btn-default btn-sm", textContent: `${letter} ${text}` });
  one.onclick = () => {
    enter([[fieldOf(cell), letter]]);
    grid.go(cell); // the keyboard goes back to the grid: the button is about to vanish
  };
  return one;
}

function clear() {
  for (const cell of grid.pane.querySelectorAll("[data-offer]")) delete cell.dataset.offer;
}

/** «О» typed during the lesson means as late as it is now; the minutes may be typed over. */
export function lateness(cell) {
  const { date, starts, ends } = grid.headerOf(cell).dataset;
  const now = new Date();
  const minutes = starts ? Math.floor((now - new Date(`${date}T${starts}`)) / 60_000) : 0;
  return minutes > 0 && now < new Date(`${date}T${ends}`) ? String(minutes) : "";
}

/** Take the proposal of a cell; false when there is none. */
export function take(cell) {
  const { offer } = cell.dataset;
  const field = fieldOf(cell);
  if (!offer || field.locked || field.text) return false;
  enter([[field, offer]]);
  return true;
}

/** Take every first proposal of the shown lesson as one step; what was entered stays. */
export function takeAll() {
  const fields = [...grid.pane.querySelectorAll("[data-offer]")].map((cell) => [fieldOf(cell), cell.dataset.offer]);
  const empty = fields.filter(([field]) => !field.locked && !field.text);
  if (empty.length) enter(empty);
  grid.go(grid.currentCell());
  tell(say("filled", { n: empty.length, kept: fields.length - empty.length }));
}

/** Begin to watch the shown column. */
export function start() {
  if (!line || !grid.pane.querySelector("th[data-lesson]")) return;
  grid.onMove((cell, previous) => {
    if (cell.cellIndex === previous?.cellIndex) return;
    clear();
    line.hidden = true;
    clearTimeout(timer);
    const header = grid.headerOf(cell);
    if (!header.closest("[data-locked]")) timer = setTimeout(look, PAUSE, header);
  });
  events.addEventListener("changed", () => shown && !line.hidden && look(shown));
}
