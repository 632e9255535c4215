/**
 * Entries on their way to the server: in order, one request at a time, each with a receipt id that stays the same
 * however often it is sent [U4], so that nothing is lost and nothing is written twice.
 */
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between tries
const BATCH = 100;
const TRIES = 3; // of an entry that the server fails on by itself

/** Where waiting entries are kept. Anything with these two methods will do. */
export class MemoryStore {
  #entries = new Map();

  async put(entry) {
    this.#entries.set(entry.body.entry, entry);
  }

  async remove(entry) {
    this.#entries.delete(entry.body.entry);
  }
}

export class Queue {
  /**
   * send(bodies) → {kind: "done", results} or {kind: "offline" | "down" | "login" | "person" | "failed"}:
   *   no network, no server behind the proxy, nobody or somebody else logged in, an answer that is none
   * settled(entry, result, newer): an entry has its answer; `newer` when a later one of the same field waits
   * changed(): something to show on the sign
   */
  constructor({ store, send, settled, changed }) {
    Object.assign(this, { store, send, settled, changed });
    this.entries = [];
    this.trouble = "";
    this.busy = false;
    this.pauses = 0;
    this.limit = BATCH;
  }

  /** Take an entry; one of the same field that was not sent yet is replaced. */
  put(field, text, { seen = field.version, confirmed = false } = {}) {
    let entry = this.entries.find(({ key, tries }) => key === field.key && !tries);
    if (entry) Object.assign(entry.body, { text, confirmed });
    else {
      entry = { key: field.key, turn: field.turn, tries: 0, body: { ...field.id, entry: uuid(), text, seen, confirmed } };
      this.entries.push(entry);
    }
    this.store.put(entry);
    // In trouble the pauses between tries hold, however fast somebody types on.
    if (this.trouble) this.changed();
    else this.wake();
  }

  /** Drop what was not sent yet of a field; false when something of it is under way. */
  drop(field) {
    const mine = this.entries.filter(({ key }) => key === field.key);
    if (mine.some(({ tries }) => tries)) return false;
    mine.forEach((entry) => this.#remove(entry));
    this.changed();
    return true;
  }

  /** Try now: after an entry, when the network is back, when the person asks. */
  wake() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#pump(), 0);
    this.changed();
  }

  async #pump() {
    if (this.busy || !this.entries.length) return;
    this.busy = true;
    const batch = this.#batch();
    batch.forEach((entry) => (entry.tries += 1));
    const answer = await this.send(batch.map(({ body }) => body));
    this.busy = false;
    if (answer.kind === "done") this.#done(batch, answer.results);
    else this.#failed(batch, answer.kind);
    this.changed();
  }

  /** The oldest entries; two of one record never travel together, the second needs the first one's version. */
  #batch() {
    const turns = new Set();
    const end = this.entries.findIndex(({ turn }) => turns.size === turns.add(turn).size);
    return this.entries.slice(0, Math.min(this.limit, end < 0 ? this.entries.length : end));
  }

  #done(batch, results) {
    this.trouble = "";
    this.pauses = 0;
    this.limit = BATCH;
    batch.forEach((entry, index) => this.#settle(entry, results[index]));
    if (this.entries.length) this.wake();
  }

  #settle(entry, result) {
    this.#remove(entry);
    const later = this.entries.filter(({ turn }) => turn === entry.turn);
    if (result.status === 200) later.forEach(({ body }) => (body.seen = result.version));
    if (result.task) later.forEach(({ body }) => (body.task = result.task));
    this.settled(entry, result, later.some(({ key }) => key === entry.key));
  }

  #failed(batch, kind) {
    this.trouble = kind === "failed" ? "down" : kind;
    // One entry that the server stumbles over must not hold up the others.
    if (kind === "failed") this.limit = 1;
    if (kind === "failed" && batch.length === 1 && batch[0].tries >= TRIES) {
      this.#done(batch, [{ status: 500 }]);
    } else if (kind === "offline" || this.trouble === "down") {
      this.timer = setTimeout(() => this.#pump(), 1000 * PAUSES[Math.min(this.pauses++, PAUSES.length - 1)]);
    }
  }

  #remove(entry) {
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.store.remove(entry);
  }
}

/** crypto.randomUUID exists on https only, and a school's intranet may have none. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
