/** What others write while the page is open appears in its cell, and the cell says who wrote it [J10]. */
import * as editor from "./editor.js";
import { fieldOf } from "./fields.js";
import * as grid from "./grid.js";
import { root, say } from "./settings.js";
import { tell } from "./sign.js";

const PAUSE = 30_000;
const OWN = ["saving", "waiting", "asked", "refused"]; // what the person has under way is not touched: the server will ask
const lessons = [...(grid.pane?.querySelectorAll("th[data-lesson]") ?? [])].map(({ dataset }) => dataset.lesson).join(",");
let since = root?.dataset.now;

async function look() {
  if (document.hidden) return;
  try {
    const asked = new URLSearchParams({ since, lessons });
    const response = await fetch(`${root.dataset.newsUrl}?${asked}`, { redirect: "error", headers: { Accept: "application/json" } });
    if (!response.ok) return; // the next entry will tell what is wrong
    const { now, cells } = await response.json();
    since = now;
    cells.forEach(show);
  } catch {
    // no connection: the sign tells it when there is something to save
  }
}

function show({ lesson, pupil, text, version, flag, by, at }) {
  const cell = grid.pane.querySelector(`tr[data-pupil="${pupil}"] td[data-lesson="${lesson}"]`);
  const field = cell && fieldOf(cell);
  if (!field || field.version === version || OWN.includes(field.state) || cell.contains(editor.input)) return;
  const note = say("changed", { by, at, before: field.saved || say("empty"), after: text || say("empty") });
  field.version = version;
  field.saved = text;
  field.flag(flag);
  field.show(text);
  field.mark("changed", note);
  tell(`${field.where}. ${note}`);
}

/** Begin to look: every half minute, and when the person comes back to the page. */
export function start() {
  setInterval(look, PAUSE);
  document.addEventListener("visibilitychange", look);
}
