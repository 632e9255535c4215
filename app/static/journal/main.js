/** Brings a journal page or a week grid to life. */
import { asked, events, queue } from "./book.js";
import * as editor from "./editor.js";
import { fieldOf } from "./fields.js";
import * as fill from "./fill.js";
import { goneForDay } from "./gone.js";
import * as grid from "./grid.js";
import { showKeys } from "./help.js";
import { showHistory } from "./history.js";
import * as keys from "./keys.js";
import * as lessons from "./lessons.js";
import * as news from "./news.js";
import * as keep from "./offline/keep.js";
import * as paste from "./paste.js";
import * as phone from "./phone.js";
import * as proposals from "./proposals.js";
import * as question from "./question.js";
import * as reasons from "./reasons.js";
import { root } from "./settings.js";
import * as sign from "./sign.js";
import * as week from "./week.js";

const BUTTONS = {
  undo: keys.takeBack,
  "fill-down": () => fill.down(),
  "fill-empty": () => fill.down(true),
  gone: goneForDay,
  proposals: proposals.preview,
  "take-known": reasons.takeAll,
  paste: () => paste.preview(),
  history: () => showHistory(lessons.lastField ?? fieldOf(grid.currentCell())),
  print: () => print(),
  keys: showKeys,
  "previous-lesson": () => phone.turn(-1),
  "next-lesson": () => phone.turn(1),
  clear: keys.clear,
  second: phone.second,
  type: () => keys.open()?.select(),
};

function onButton({ target }) {
  const button = target.closest("[data-do], [data-code]");
  if (!button) return;
  const { do: name, code } = button.dataset;
  if (code) return phone.code(code);
  editor.commit();
  BUTTONS[name]();
}

function onPress(event) {
  const cell = grid.cellOf(event.target);
  if (!cell || event.target === editor.input) return;
  event.preventDefault(); // the focus is set here, and no text is selected by dragging
  editor.commit();
  grid.go(cell, { extend: event.shiftKey });
}

function onLeave(event) {
  // What waits or came back is kept on the computer and shown by the next page.
  if (queue.loose || (asked.size && !queue.lasting) || editor.isDirty() || lessons.isDirty()) event.preventDefault();
}

function watchGrid() {
  grid.pane.addEventListener("mousedown", onPress);
  grid.pane.addEventListener("dblclick", (event) => grid.cellOf(event.target) && !editor.isEditing() && keys.open());
  grid.pane.addEventListener("keydown", keys.onKey);
  grid.pane.addEventListener("copy", (event) => !editor.isEditing() && fill.copy(event));
  grid.pane.addEventListener("paste", paste.onPaste);
  grid.pane.addEventListener("focusin", () => {
    lessons.forgetField();
    sign.describe(fieldOf(grid.currentCell()));
  });
  grid.onMove((cell, previous) => {
    for (const [one, on] of [[previous, false], [cell, true]]) {
      if (!one) continue;
      one.parentElement.cells[0].classList.toggle("current", on);
      grid.headerOf(one).classList.toggle("current", on);
    }
    describe(cell, previous);
  });
}

/** The line over the grid is read with the cell when it says more than where that is. */
function describe(cell, previous) {
  const field = fieldOf(cell);
  sign.describe(field);
  previous?.removeAttribute("aria-describedby");
  cell.setAttribute("aria-readonly", Boolean(field.locked));
  if (field.note || field.locked || cell.dataset.flag) cell.setAttribute("aria-describedby", "about");
}

/** A line of the sign's list was chosen, or a lesson field took the keyboard. */
function watchLeads() {
  events.addEventListener("lead", ({ detail: { element } }) => (grid.cellOf(element) ? grid.go(element) : element.focus()));
  events.addEventListener("lesson", ({ detail: header }) => phone.showColumn(grid.indexOf(header)));
}

/** How much stands over the grid, so that grid and lessons end where the window does. */
function measure() {
  root.style.setProperty("--above", `${grid.pane.getBoundingClientRect().top + scrollY}px`);
}

function start() {
  [sign, question, paste, lessons, phone, week, news, keep, reasons].forEach((part) => part.start());
  watchGrid();
  watchLeads();
  root.addEventListener("click", onButton);
  addEventListener("beforeunload", onLeave);
  addEventListener("resize", measure);
  measure();
  grid.scrollToShown();
  grid.go(grid.rowsOfPupils()[0].cells[grid.shownColumn()], { focus: !matchMedia("(max-width: 600px)").matches });
}

if (grid.pane) start();
else week.start();
