/** One value for many cells. Filling never writes over an entry. */
import { enter } from "./book.js";
import { fieldOf } from "./fields.js";
import * as grid from "./grid.js";
import { say } from "./settings.js";
import { tell } from "./sign.js";

/** Enter one text into cells as one step. */
export function write(cells, text) {
  enter(cells.map((cell) => [fieldOf(cell), text]));
}

/** Fill the current value into the empty cells below, into a selection, or (`everywhere`) into the whole column. */
export function down(everywhere = false) {
  const cell = grid.currentCell();
  const chosen = grid.selection();
  const source = fieldOf(chosen.length > 1 ? chosen[0] : cell);
  if (!source.text) return tell(say("nothing_to_fill"));
  const column = grid.column(cell);
  const below = column.slice(column.indexOf(cell) + 1);
  const targets = (everywhere ? column : chosen.length > 1 ? chosen : below).filter((one) => one !== source.element);
  const empty = targets.filter((one) => !fieldOf(one).locked && !fieldOf(one).text);
  write(empty, source.text);
  tell(say("filled", { n: empty.length, kept: targets.length - empty.length }));
}

/** The selection as lines for a spreadsheet. */
export function copy(event) {
  event.clipboardData.setData("text/plain", grid.selection().map((cell) => fieldOf(cell).text).join("\n"));
  event.preventDefault();
}
