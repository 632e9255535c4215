/** «Нет до конца дня»: the pupil has left and will not come back that day [T1]. */
import { enter } from "./book.js";
import { codes, say } from "./settings.js";
import { fieldOf } from "./fields.js";
import * as grid from "./grid.js";
import { tell } from "./sign.js";

const GONE = "→";
const absences = codes.letters?.filter((letter) => letter !== codes.late);

/** Mark the selected pupils as absent from this lesson on, as one step; what was entered stays as it is. */
export function goneForDay() {
  const changes = grid.selection().flatMap(restOfDay);
  if (changes.length) enter(changes);
  tell(changes.length ? say("gone", { n: changes.length }) : say("gone_refused"));
}

function restOfDay(cell) {
  const field = fieldOf(cell);
  const letter = field.text || absences[0];
  if (field.kind !== "cell" || field.locked || !absences.includes(letter)) return [];
  return [[field, letter + GONE], ...laterThatDay(cell).map((later) => [later, letter])];
}

/** The pupil's free cells of later lessons of the day: the week grid has them. */
function laterThatDay(cell) {
  const { date } = grid.headerOf(cell).dataset;
  const { cells } = cell.parentElement;
  return [...cells]
    .slice(cell.cellIndex + 1)
    .filter((other) => grid.cellOf(other) && grid.headerOf(other)?.dataset.date === date)
    .map(fieldOf)
    .filter((field) => !field.locked && !field.text);
}
