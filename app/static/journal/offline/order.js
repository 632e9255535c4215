/**
 * What becomes of the entries that wait [U4]. Each rule makes a function that is given all entries of the person in
 * the order of typing and says what to `write`, what to `remove`, and its `answer`; the store runs it as one step.
 *
 * An entry: {number, key, turn, url, page, where, before, at, tries, body, fresh?, fails?, result?}
 *   key: its field · turn: its record on the server · url: where it is saved · page: where it was typed
 *   before: what stood there · tries: how often it was sent · result: why it came back, until the person decides
 */
import { uuid } from "./uuid.js";

const SAVED = 200;
const CONFLICT = 409;

export const waits = ({ result }) => !result;

/**
 * Take what was typed. What was not sent yet of the same field is replaced, what came back is settled by it.
 * `known`: turn → {from, to, task}, versions that the page may not have learnt of yet.
 */
export function joined(made, known) {
  return (all) => {
    const remove = [];
    for (const entry of made) {
      const same = all.filter(({ key }) => key === entry.key);
      remove.push(...same.filter((old) => old.result || !old.tries));
      if (!entry.answers) compare(entry, same.filter(waits).at(-1), known.get(entry.turn));
    }
    return { write: made, remove };
  };
}

/** What the person saw before typing: of an older entry of the field, that one's, else what the server said last. */
function compare(entry, older, known) {
  const { body } = entry;
  if (older) Object.assign(body, { seen: older.body.seen, task: older.body.task ?? body.task });
  if (older) entry.before = older.before;
  else if (known && known.from === body.seen) Object.assign(body, { seen: known.to, task: known.task ?? body.task });
}

/** The oldest entries of one address; two of one record never travel together: the second needs the first's version. */
export function taken(limit) {
  return (all) => {
    const batch = [];
    const turns = new Set();
    for (const entry of all.filter(waits)) {
      if (batch.length === limit || turns.has(entry.turn) || entry.url !== (batch[0] ?? entry).url) break;
      turns.add(entry.turn);
      entry.tries += 1;
      batch.push(entry);
    }
    return { write: batch, answer: batch };
  };
}

/** Put down what was answered to each entry of a batch; the answer names those that are saved. */
export function settled(batch, results, known) {
  return (all) => {
    const step = { write: [], remove: [], answer: [] };
    batch.forEach((entry, index) => settle(step, all, entry, results[index], known));
    return step;
  };
}

function settle(step, all, entry, result, known) {
  const { body } = entry;
  const later = all.filter((other) => waits(other) && other.turn === entry.turn && other.number > entry.number);
  const newer = later.some(({ key }) => key === entry.key);
  const agreed = result.status === CONFLICT && result.other.text === body.text; // both wrote the same
  if (result.status === SAVED || agreed) {
    const saved = agreed ? { ...result, status: SAVED, text: body.text } : result;
    known.set(entry.turn, { from: body.seen, to: saved.version, task: saved.task });
    later.forEach((other) => Object.assign(other.body, { seen: saved.version, task: saved.task ?? other.body.task }));
    step.write.push(...later);
    step.remove.push(entry);
    step.answer.push({ entry, result: saved, newer });
  } else if (newer) step.remove.push(entry); // the later entry decides
  else if (untouched(entry, result)) step.write.push({ ...entry, tries: 0, body: { ...body, entry: uuid(), seen: result.version } });
  else step.write.push({ ...entry, result });
}

/** Only the record moved on: what the person saw stands there still. */
function untouched({ before, body }, { status, other, version }) {
  return status === CONFLICT && other.text === before && version !== body.seen;
}

/** Count that the server stumbled over this one entry; the answer is how often that was. */
export function stumbled({ number }) {
  return (all) => {
    const write = all.filter((entry) => entry.number === number);
    write.forEach((entry) => (entry.fails = (entry.fails ?? 0) + 1));
    return { write, answer: write[0]?.fails ?? 0 };
  };
}

/** The person has decided: what came back is dropped. */
export function released(drops) {
  return (all) => ({ remove: all.filter((entry) => entry.result && drops(entry)) });
}

/** What came back goes out once more, as the person's answer to it: «keep mine», «yes», «send again». */
export function repeated({ number }) {
  return (all) => ({
    write: all.filter((entry) => entry.number === number && entry.result).map(answering),
  });
}

function answering({ result, ...entry }) {
  const { status, version } = result;
  const body = { ...entry.body, entry: uuid(), confirmed: entry.body.confirmed || status === 428 };
  if (status === CONFLICT) body.seen = version;
  return { ...entry, tries: 0, fails: 0, body };
}
