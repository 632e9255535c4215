/** Pasting a column: a preview first, with every line that will not be taken and why. */
import { enter } from "./book.js";
import * as editor from "./editor.js";
import { fieldOf, pupilName } from "./fields.js";
import * as grid from "./grid.js";
import { read } from "./pasted.js";
import { say } from "./settings.js";
import { tell } from "./sign.js";

const dialog = document.getElementById("paste-dialog");
const source = dialog?.querySelector("textarea");
const replace = dialog?.querySelector("input");
let target = null;
let found = { lines: [] };

/** A single value is entered as if typed; more of them open the preview. */
export function onPaste(event) {
  const text = event.clipboardData.getData("text/plain");
  if (!/[\n\t]./.test(text.trim())) return one(event, text);
  event.preventDefault();
  editor.cancel();
  preview(text);
}

function one(event, text) {
  if (editor.isEditing()) return;
  event.preventDefault();
  const field = fieldOf(grid.currentCell());
  if (field.locked) return tell(field.locked);
  editor.open(field.element, text.trim());
  editor.commit();
  grid.go(field.element);
}

/** Show the preview for the column of the current cell. */
export function preview(text = "") {
  target = grid.currentCell();
  source.value = text;
  replace.checked = false;
  dialog.querySelector(".where").textContent = say("paste_where", {
    pupil: pupilName(target),
    column: grid.headerOf(target).dataset.label,
  });
  dialog.returnValue = "";
  dialog.showModal();
  paint();
  (text ? dialog.querySelector("[value=take]") : source).focus();
}

function paint() {
  const cells = grid.column(target);
  found = read(source.value, { cells, start: cells.indexOf(target), replace: replace.checked });
  const lines = source.value ? found.lines : [];
  const n = lines.filter(({ take }) => take).length;
  const left = lines.filter(({ refused }) => refused).map(({ line }) => line);
  const summary = say(left.length ? "paste_summary" : "paste_all", { n, refused: left.length, lines: left.join(", ") });
  dialog.querySelector(".summary").textContent = found.several ? `${summary} ${say("paste_columns")}` : summary;
  dialog.querySelector(".preview").replaceChildren(...(lines.length ? [tableOf(lines)] : []));
  dialog.querySelector("[value=take]").disabled = !n;
}

function tableOf(lines) {
  const table = Object.assign(document.createElement("table"), { className: "table table-condensed" });
  const head = ["paste_line", "paste_pupil", "paste_now", "paste_value", "paste_note"].map((name) => say(name));
  row(table.createTHead(), head, "");
  const body = table.createTBody();
  for (const { line, cell, name, now, value, note, refused, take } of lines) {
    row(body, [line, cell ? pupilName(cell) : name, now ?? "", value, note], refused ? "danger" : take ? "success" : "");
  }
  return table;
}

function row(section, texts, className) {
  const made = section.insertRow();
  made.className = className;
  texts.forEach((text) => (made.insertCell().textContent = text));
}

/** Begin to watch. */
export function start() {
  source.addEventListener("input", paint);
  replace.addEventListener("change", paint);
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "take") enter(found.lines.filter(({ take }) => take).map(({ cell, value }) => [fieldOf(cell), value]));
    grid.go(target);
  });
}
