/** A whole column of proposed results is taken at once, after it was shown [R1]. */
import { enter } from "./book.js";
import { fieldOf, pupilName } from "./fields.js";
import * as grid from "./grid.js";
import { say } from "./settings.js";
import { tell } from "./sign.js";

const dialog = document.getElementById("proposals-dialog");

/** Show what the proposals of the current column would write. */
export function preview() {
  const column = grid.column(grid.currentCell()).filter((cell) => !cell.classList.contains("out"));
  const free = column.filter((cell) => cell.dataset.proposed && !fieldOf(cell).locked && !fieldOf(cell).text);
  if (!free.length) return tell(say("no_proposals"));
  const header = grid.headerOf(column[0]);
  dialog.querySelector(".where").textContent = header.dataset.label;
  dialog.querySelector(".summary").textContent = say("paste_all", { n: free.length });
  dialog.querySelector("tbody").replaceChildren(...column.map((cell) => line(cell, free.includes(cell))));
  dialog.onclose = () => {
    if (dialog.returnValue === "take") enter(free.map((cell) => [fieldOf(cell), cell.dataset.proposed]));
    grid.go(grid.currentCell());
  };
  dialog.returnValue = "";
  dialog.showModal();
}

function line(cell, taken) {
  const row = document.createElement("tr");
  const texts = [pupilName(cell), cell.dataset.mean ?? "", fieldOf(cell).text, taken ? cell.dataset.proposed : "—"];
  row.append(...texts.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return row;
}
