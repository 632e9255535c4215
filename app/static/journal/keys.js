/** What each key does in the grid. */
import { asked, giveUp, refused, undo } from "./book.js";
import { typed } from "./codes.js";
import * as editor from "./editor.js";
import { fieldOf } from "./fields.js";
import * as fill from "./fill.js";
import { goneForDay } from "./gone.js";
import * as grid from "./grid.js";
import { showHistory } from "./history.js";
import { showKeys } from "./help.js";
import { topicOf } from "./lessons.js";
import { answerFirst } from "./question.js";
import { take } from "./reasons.js";
import { tell } from "./sign.js";
import { say } from "./settings.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const WITH_CTRL = {
  KeyZ: () => takeBack(),
  KeyD: (event) => fill.down(event.shiftKey),
  Enter: () => answerFirst(),
  Home: () => move(grid.column(grid.currentCell())[0]),
  End: () => move(grid.column(grid.currentCell()).at(-1)),
};
const PLAIN = {
  Enter: (event) => step(event),
  Tab: (event) => step(event),
  F1: () => showKeys(),
  F2: () => open(),
  Delete: () => clear(),
  Backspace: () => clear(),
  Escape: () => putBack(),
  Home: () => move(grid.edge(grid.currentCell(), false)),
  End: () => move(grid.edge(grid.currentCell(), true)),
  ContextMenu: () => showHistory(fieldOf(grid.currentCell())),
};

/** One listener for the whole grid. */
export function onKey(event) {
  if (!grid.currentCell() || event.isComposing) return;
  const done = event.ctrlKey || event.metaKey ? withCtrl(event) : plain(event);
  if (done !== false) event.preventDefault();
}

function withCtrl(event) {
  const act = WITH_CTRL[event.code] ?? (event.code === "NumpadEnter" ? WITH_CTRL.Enter : undefined);
  if (!act || event.altKey || inText(event, "Home", "End")) return false;
  if (event.code === "KeyZ" && editor.isEditing()) return putBack();
  editor.commit();
  return act(event);
}

function plain(event) {
  if (event.altKey) return event.code === "KeyY" ? goneForDay() : false;
  if (event.shiftKey && event.key === "F10") return PLAIN.ContextMenu();
  if (event.key in ARROWS) return arrow(event);
  if (inText(event, "Home", "End", "Delete", "Backspace")) return false;
  if (event.key in PLAIN) return PLAIN[event.key](event);
  if (editor.isEditing()) return editor.type(event);
  if (event.code === "Space") return void (take(grid.currentCell()) && move(grid.nextPupil(grid.currentCell(), 1)));
  const text = typed(event, "");
  if (text) open(text);
  return text !== "";
}

/** While a cell is typed in, keys that work inside a text stay with the text. */
function inText(event, ...keys) {
  return editor.isEditing() && keys.includes(event.key);
}

function arrow(event) {
  const [down, right] = ARROWS[event.key];
  if (editor.isEditing() && !editor.isFresh() && right) return false;
  move(grid.neighbour(grid.currentCell(), down, right), event.shiftKey && down !== 0);
}

function move(cell, extend = false) {
  editor.commit();
  grid.go(cell ?? grid.currentCell(), { extend });
}

/** Enter and Tab go down the column; at its end Tab goes on to the lesson's topic, or leaves the grid as Tab must. */
function step(event) {
  const next = grid.nextPupil(grid.currentCell(), event.shiftKey ? -1 : 1);
  if (next || event.key === "Enter") return move(next);
  editor.commit();
  const topic = event.shiftKey ? null : topicOf(grid.currentCell());
  topic?.focus();
  return Boolean(topic);
}

/** Begin typing in the current cell, or say why that cannot be. */
export function open(text) {
  const cell = grid.currentCell();
  const { locked } = fieldOf(cell);
  if (locked) return void tell(locked);
  grid.clearSelection();
  editor.open(cell, text);
  return editor.input;
}

/** Clear the selected cells. */
export function clear() {
  fill.write(grid.selection().filter((cell) => !fieldOf(cell).locked && fieldOf(cell).text), "");
}

function putBack() {
  const field = fieldOf(grid.currentCell());
  if (editor.isEditing()) editor.cancel();
  else if (refused.has(field) || asked.has(field)) giveUp(field);
  else grid.clearSelection();
  grid.go(grid.currentCell());
}

/** Take back the last step and say how much that was. */
export function takeBack() {
  const count = undo();
  tell(count ? say("undone", { n: count }) : say("nothing_to_undo"));
}
