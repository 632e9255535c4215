/** What a person enters and what comes of it: saved, refused with a reason, or asked about. */
import { fieldByKey } from "./fields.js";
import { MemoryStore, Queue } from "./queue.js";
import { root, say } from "./settings.js";
import { send } from "./transport.js";
import { remember, respell, takeBack } from "./undo.js";

export const events = new EventTarget();
export const refused = new Set();
export const asked = new Map(); // field → what to ask: {kind: "conflict" | "confirm", …}
export const queue = new Queue({ store: new MemoryStore(), send, settled, changed });

/** Enter texts [[field, text], …] as one step that can be taken back as a whole. */
export function enter(changes) {
  const step = changes.map(([field, after]) => ({ field, before: field.text, after }));
  remember(step);
  changes.forEach(([field, text]) => put(field, text));
}

/** Take back the last step; answers how many entries that were. */
export function undo() {
  const changes = takeBack();
  changes.forEach(([field, text]) => put(field, text));
  return changes.length;
}

/** Enter a text without a way back: `seen` and `confirmed` answer a question of the server. */
export function put(field, text, answer) {
  forget(field);
  field.show(text);
  if (!answer && text === field.saved && queue.drop(field)) field.mark("");
  else {
    field.mark("saving");
    queue.put(field, text, answer);
  }
}

/** Put back what the journal holds. */
function restore(field) {
  forget(field);
  queue.drop(field);
  field.show(field.saved);
  field.mark("");
  changed();
}

/** Accept the other person's entry. */
function accept(field, text, version) {
  field.version = version;
  field.saved = text;
  restore(field);
}

/** Answer a question with «take theirs» or «put back». */
export function giveUp(field) {
  const question = asked.get(field);
  if (question?.kind === "conflict") accept(field, question.other.text, question.version);
  else restore(field);
}

/** Answer a question with «keep mine» or «yes». */
export function insist(field) {
  const { kind, text, seen } = asked.get(field);
  put(field, text, { seen, confirmed: kind === "confirm" });
}

function forget(field) {
  refused.delete(field);
  if (asked.delete(field)) events.dispatchEvent(new Event("asked"));
}

function changed() {
  events.dispatchEvent(new Event("changed"));
}

function settled({ key, body }, result, newer) {
  const field = fieldByKey(key);
  if (result.status === 200) saved(field, body, result, newer);
  else if (newer) return; // the later entry decides
  else if (result.status === 409) conflict(field, body, result);
  else if (result.status === 428) ask(field, { kind: "confirm", question: result.confirm, text: body.text, seen: body.seen });
  else refuse(field, result.error ?? say("server_error"));
}

function saved(field, body, result, newer) {
  field.version = result.version;
  field.saved = result.text;
  if (field.kind === "task") renumber(field, body, result);
  field.flag(result.flag);
  if (!newer) {
    respell(field, body.text, result.text);
    field.show(result.text);
    field.mark("saved");
  }
  if ("average" in result) showAverage(field.id, result.average);
  if (result.tasks || field.kind === "task") {
    events.dispatchEvent(new CustomEvent("tasks", { detail: { lesson: field.id.lesson, tasks: result.tasks ?? [] } }));
  }
}

/** A task that was made has its number now; one that was removed is made anew by the next choice. */
function renumber(field, body, { task, text, version }) {
  const { dataset } = field.element;
  if (!text) Object.assign(dataset, { task: "", fresh: body.entry });
  else if (task) dataset.task = task;
  if (text) delete dataset.fresh;
  field.identify();
  field.version = text ? version : 0;
}

function showAverage({ course, pupil }, average) {
  const cell = root.querySelector(`[data-average="${course}:${pupil}"]`);
  if (cell) cell.textContent = average ?? "";
}

function conflict(field, body, result) {
  const { text } = result.other;
  const untouched = text === field.saved && result.version !== body.seen; // only its record moved on
  if (text === body.text) accept(field, text, result.version);
  else if (untouched) put(field, body.text, { seen: (field.version = result.version), confirmed: body.confirmed });
  else ask(field, { kind: "conflict", other: result.other, version: result.version, seen: result.version, text: body.text });
}

function ask(field, question) {
  asked.set(field, question);
  field.mark("asked", question.kind === "conflict" ? say("conflict") : question.question);
  events.dispatchEvent(new Event("asked"));
}

function refuse(field, reason) {
  refused.add(field);
  field.mark("refused", reason);
  events.dispatchEvent(new CustomEvent("refused", { detail: field }));
}
