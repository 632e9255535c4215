/** A question of the server at the cell it is about; it never takes the keyboard from somebody who types. */
import { asked, events, giveUp, insist } from "./book.js";
import { cellOf, go, pane } from "./grid.js";
import { root, say } from "./settings.js";
import { tell } from "./sign.js";

const panel = document.getElementById("question");
const title = panel?.querySelector("p");
const rows = panel?.querySelector("dl");
const buttons = panel?.querySelector(".buttons");
const GAP = 10; // pixels
let shown = null;

/** Show the question of `field`, or else the oldest one. */
export function show(field) {
  const next = field ?? (asked.has(shown) ? shown : asked.keys().next().value);
  panel.hidden = !next;
  if (next !== shown && next) fillPanel(next, asked.get(next));
  shown = next ?? null;
  place();
}

/** Move the keyboard into the open question. */
export function answerFirst() {
  if (!panel.hidden) buttons.firstElementChild.focus();
}

function fillPanel(field, question) {
  title.textContent = `${field.where}. ${question.question ?? say("conflict")}`;
  rows.replaceChildren(...(question.kind === "conflict" ? bothValues(question) : []));
  const [insisting, givingUp] = question.kind === "conflict" ? ["keep_mine", "take_theirs"] : ["yes", "no"];
  const hint = element("small", "Ctrl+Enter");
  buttons.replaceChildren(button(insisting, field, insist), button(givingUp, field, giveUp), hint);
  tell(title.textContent);
}

function bothValues({ other, text }) {
  return [
    element("dt", say("theirs")), element("dd", other.text || say("empty"), "value"), element("dd", `${other.by}, ${other.at}`),
    element("dt", say("mine")), element("dd", text || say("empty"), "value"),
  ];
}

function button(name, field, act) {
  const made = element("button", say(name), "btn btn-default");
  made.type = "button";
  made.addEventListener("click", () => {
    act(field);
    back(field);
  });
  return made;
}

function element(tag, text, className = "") {
  return Object.assign(document.createElement(tag), { textContent: text, className });
}

function back({ element: target }) {
  cellOf(target) ? go(target) : target.focus();
}

/** Beside the cell, so that the column stays free; a phone shows it at the bottom by its style alone. */
function place() {
  if (!shown) return;
  const cell = shown.element.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const fits = cell.right + GAP + panel.offsetWidth < frame.right;
  const left = fits ? cell.right + GAP : cell.left - GAP - panel.offsetWidth;
  panel.style.left = `${Math.max(0, left - frame.left)}px`;
  panel.style.top = `${cell.top - frame.top}px`;
}

/** Begin to watch. */
export function start() {
  events.addEventListener("asked", () => show());
  pane.addEventListener("scroll", place, { passive: true });
  addEventListener("resize", place);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") back(shown);
  });
}
