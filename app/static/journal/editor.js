/** Typing in a cell: one input that goes from cell to cell. */
import { enter } from "./book.js";
import { canonical, typed } from "./codes.js";
import { fieldOf } from "./fields.js";
import { lateness } from "./reasons.js";
import { codes } from "./settings.js";

const input = document.createElement("input");
Object.assign(input, { className: "cell-input", autocomplete: "off", spellcheck: false, enterKeyHint: "next" });
let field = null;
let fresh = false;

export { input };
export const isEditing = () => field !== null;
/** Was editing begun by typing over the old value? Then the arrows leave the cell; else they move the caret. */
export const isFresh = () => fresh;
export const isDirty = () => field !== null && canonical(input.value) !== field.text;

/** Open a cell: with `text` it replaces what is there, without it what is there is corrected. */
export function open(cell, text) {
  field = fieldOf(cell);
  fresh = text !== undefined;
  input.value = fresh ? text : field.text;
  input.setAttribute("aria-label", field.where);
  cell.replaceChildren(input);
  cell.classList.add("editing");
  input.focus();
  if (fresh) proposeMinutes();
}

/** Behind the letter of lateness the minutes stand selected, so that other ones are typed over them. */
function proposeMinutes() {
  const minutes = input.value === codes.late ? lateness(field.element) : "";
  if (minutes) input.setRangeText(minutes, input.value.length, input.value.length, "select");
}

/** Type the pressed key into the input; false when it types nothing here. */
export function type(event) {
  const { selectionStart: from, selectionEnd: to } = input;
  const text = typed(event, input.value.slice(0, from));
  if (text) input.setRangeText(text, from, to, "end");
  if (fresh && text) proposeMinutes();
  return text !== "";
}

/** Leave the cell and enter what was typed. */
export function commit() {
  if (!field) return;
  const text = canonical(input.value);
  const left = close();
  // The same text again is sent only where it was refused before: what refused it may have changed.
  if (text !== left.text || left.state === "refused") enter([[left, text]]);
}

/** Leave the cell as it was. */
export function cancel() {
  if (field) close();
}

function close() {
  const left = field;
  const held = document.activeElement === input;
  field = null;
  left.element.classList.remove("editing");
  input.remove();
  left.show(left.text);
  if (held) left.element.focus({ preventScroll: true });
  return left;
}

input.addEventListener("blur", commit);
// On-screen keyboards send no key codes.
input.addEventListener("input", () => {
  const { selectionStart } = input;
  input.value = input.value.toUpperCase();
  input.setSelectionRange(selectionStart, selectionStart);
});
