/** What a person enters and what comes of it: saved, refused with a reason, or asked about. */
import { fieldFor } from "./fields.js";
import { Queue } from "./queue.js";
import { person, root, say } from "./settings.js";
import { send } from "./transport.js";
import { remember, respell, takeBack } from "./undo.js";

export const events = new EventTarget();
export const refused = new Set();
export const asked = new Map(); // field → what to ask: {kind: "conflict" | "confirm", …}
export const queue = new Queue({ person, url: root?.dataset.saveUrl, send, settled, changed });
const held = new Map(); // field → its entry as it was shown last

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
  markSent(field);
  queue.put(field, text, answer);
}

function markSent(field) {
  queue.trouble ? field.mark("waiting", say("list_waiting")) : field.mark("saving");
}

/** Put back what the journal holds. */
function restore(field) {
  queue.release(field);
  clear(field);
  changed();
}

function clear(field) {
  forget(field);
  field.show(field.saved);
  field.mark("");
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
  showWaiting();
  events.dispatchEvent(new Event("changed"));
}

/** Entries that wait or came back stand in their cells over the server's text, whichever tab they were typed in. */
function showWaiting() {
  const latest = new Map(queue.entries.map((entry) => [fieldFor(entry) ?? madeFor(entry), entry]));
  latest.delete(undefined);
  for (const field of held.keys()) if (!latest.has(field)) drop(field);
  latest.forEach((entry, field) => showEntry(field, entry));
}

/** A task that was being made when the page was left has no element on a new page. */
function madeFor(entry) {
  if (!entry.fresh) return undefined;
  events.dispatchEvent(new CustomEvent("fresh", { detail: { lesson: entry.body.lesson, fresh: entry.fresh } }));
  return fieldFor(entry);
}

function showEntry(field, entry) {
  const before = held.get(field);
  held.set(field, entry);
  const typedIn = field.element === document.activeElement && field.element.matches("textarea");
  if (!typedIn && field.text !== entry.body.text) field.show(entry.body.text);
  if (!entry.result) {
    if (field.state !== (queue.trouble ? "waiting" : "saving")) markSent(field);
  } else if (before?.number !== entry.number || !before.result) returned(field, entry);
}

/** Another tab has settled it. */
function drop(field) {
  held.delete(field);
  if (["saving", "waiting", "asked", "refused"].includes(field.state)) clear(field);
}

function settled({ entry, result, newer }) {
  const field = fieldFor(entry);
  if (field) saved(field, entry.body, result, newer);
}

function returned(field, { body, result }) {
  const { text, seen } = body;
  if (result.status === 409) ask(field, { kind: "conflict", other: result.other, version: result.version, seen: result.version, text });
  else if (result.status === 428) ask(field, { kind: "confirm", question: result.confirm, text, seen });
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
