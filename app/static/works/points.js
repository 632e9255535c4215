/** The grid of points: keys, typing, saving cell by cell, a block off the clipboard. */
import * as grid from "../journal/grid.js";

const root = document.getElementById("journal");
const told = document.getElementById("told");
const pasteForm = document.getElementById("paste-form");
const say = JSON.parse(document.getElementById("works-texts").textContent);
const token = document.querySelector("meta[name=csrf-token]").content;
const input = Object.assign(document.createElement("input"), { autocomplete: "off", inputMode: "numeric", enterKeyHint: "next" });
const RETRY = 5000; // milliseconds
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const waiting = []; // {cell, text, was}, in the order of typing; the first is on its way
let editing = null;
let fresh = false;

const rowOf = (cell) => cell.parentElement;
const known = (cell) => cell.dataset.text ?? (cell.dataset.text = cell.textContent.trim());

function tell(text, manner = "") {
  told.textContent = text;
  told.className = `told ${manner}`;
}

function open(text) {
  const cell = grid.currentCell();
  known(cell);
  editing = cell;
  fresh = text !== undefined;
  input.value = fresh ? text : cell.dataset.typed ?? cell.dataset.text;
  input.setAttribute("aria-label", `${rowOf(cell).cells[0].textContent}, ${grid.headerOf(cell).textContent}`);
  cell.replaceChildren(input);
  input.focus();
  if (!fresh) input.select();
}

function close() {
  const cell = editing;
  editing = null;
  const text = input.value.trim();
  input.remove();
  cell.textContent = cell.dataset.typed ?? cell.dataset.text;
  return [cell, text];
}

function commit() {
  if (!editing) return;
  const [cell, text] = close();
  if (text !== (cell.dataset.typed ?? cell.dataset.text)) enter(cell, text);
}

/** Show the text, and send it after those that wait. */
function enter(cell, text) {
  cell.dataset.typed = text;
  cell.textContent = text;
  cell.classList.remove("refused");
  cell.removeAttribute("title");
  cell.classList.add("waits");
  waiting.push({ cell, text });
  if (waiting.length === 1) send();
}

async function send() {
  const { cell, text } = waiting[0];
  tell(say.saving);
  const body = JSON.stringify({ pupil: Number(rowOf(cell).dataset.pupil), place: cell.dataset.place, text, was: known(cell) });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  let answer;
  try {
    answer = await fetch(root.dataset.saveUrl, { method: "POST", headers, body });
    if (answer.status >= 500) throw new Error(answer.statusText);
  } catch {
    tell(say.offline, "bad");
    return void setTimeout(send, RETRY);
  }
  take(cell, answer.status, await answer.json().catch(() => ({})));
  waiting.shift();
  if (waiting.length) send();
}

function take(cell, status, answer) {
  cell.classList.remove("waits");
  if (answer.cells) {
    delete cell.dataset.typed;
    show(rowOf(cell), answer);
  }
  if (status === 200) return tell(say.saved, "good");
  const why = status === 409 ? say.changed.replace("{by}", answer.by).replace("{at}", answer.at) : answer.error ?? String(status);
  if (status !== 409) cell.classList.add("refused");
  cell.title = why;
  tell(`${rowOf(cell).cells[0].textContent.trim()}: ${why}`, "bad");
}

/** What is stored in a row; a cell with something typed that waits or was refused keeps that. */
function show(row, { cells, end }) {
  row.querySelectorAll("td.cell").forEach((cell) => {
    cell.dataset.text = cells[cell.dataset.place];
    if (cell.dataset.typed === undefined && cell !== editing) cell.textContent = cell.dataset.text;
  });
  row.querySelectorAll(".end").forEach((cell, at) => (cell.textContent = end[at]));
}

function move(down, right) {
  const cell = grid.currentCell();
  commit();
  grid.go(grid.neighbour(cell, down, right) ?? cell);
}

/** Tab goes to the right, at the row's end to the next pupil; false where the grid is left. */
function tab(back) {
  const cell = grid.currentCell();
  const next = grid.neighbour(cell, 0, back ? -1 : 1) ?? overEdge(cell, back);
  commit();
  if (next) grid.go(next);
  return Boolean(next);
}

function overEdge(cell, back) {
  const beside = grid.neighbour(cell, back ? -1 : 1, 0);
  return beside && grid.edge(beside, back);
}

const KEYS = {
  Enter: ({ shiftKey }) => move(shiftKey ? -1 : 1, 0),
  Tab: ({ shiftKey }) => tab(shiftKey),
  F2: () => !editing && open(),
  Escape: () => giveUp(),
  Delete: () => (editing ? false : enter(grid.currentCell(), "")),
  Backspace: () => (editing ? false : enter(grid.currentCell(), "")),
  Home: () => (editing ? false : grid.go(grid.edge(grid.currentCell(), false))),
  End: () => (editing ? false : grid.go(grid.edge(grid.currentCell(), true))),
};

/** Leave what was typed, or was refused: the stored text stands there again. */
function giveUp() {
  const cell = grid.currentCell();
  if (editing) close();
  if (cell.classList.contains("refused")) {
    delete cell.dataset.typed;
    cell.classList.remove("refused");
    cell.removeAttribute("title");
    cell.textContent = cell.dataset.text;
    tell("");
  }
  grid.go(cell);
}

function onKey(event) {
  if (!grid.currentCell() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS) {
    const [down, right] = ARROWS[event.key];
    if (editing && !fresh && right) return;
    move(down, right);
    return void event.preventDefault();
  }
  if (event.key in KEYS) {
    if (KEYS[event.key](event) !== false) event.preventDefault();
    return;
  }
  if (!editing && event.key.length === 1 && event.key !== " ") {
    open(event.code === "KeyY" ? say.absent : event.key);
    event.preventDefault();
  }
}

/** A single value is typed in; more of them go to the preview. */
function onPaste(event) {
  const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
  const cell = grid.currentCell();
  if (/[\t\n]/.test(text)) {
    event.preventDefault();
    if (editing) close();
    const items = [...rowOf(cell).querySelectorAll("td.cell")];
    pasteForm.elements.pupil.value = rowOf(cell).dataset.pupil;
    pasteForm.elements.first.value = Math.max(0, items.indexOf(cell) - 1);
    pasteForm.elements.text.value = text;
    pasteForm.submit();
  } else if (!editing) {
    event.preventDefault();
    known(cell);
    enter(cell, text.trim());
  }
}

function onPress(event) {
  const cell = grid.cellOf(event.target);
  if (!cell || event.target === input) return;
  event.preventDefault();
  commit();
  grid.go(cell);
  if (event.pointerType === "touch") open();
}

grid.pane.addEventListener("pointerdown", onPress);
grid.pane.addEventListener("dblclick", (event) => grid.cellOf(event.target) && !editing && open());
grid.pane.addEventListener("keydown", onKey);
grid.pane.addEventListener("paste", onPaste);
input.addEventListener("blur", commit);
addEventListener("beforeunload", (event) => {
  commit();
  if (waiting.length) event.preventDefault();
});
document.querySelectorAll("td.cell").forEach((cell) => (cell.tabIndex = -1));
grid.go(document.querySelector("td.cell[data-place]:not(.variant)"), { focus: false });
