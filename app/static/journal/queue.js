/**
 * Entries on their way to the server: kept until the server has confirmed them, in the order of typing, one request at
 * a time among all tabs, each with a receipt id that stays the same however often it is sent [U4]. So nothing is lost
 * and nothing is written twice.
 */
import { joined, released, repeated, settled, stumbled, taken, waits } from "./offline/order.js";
import { MemoryStore, openStore } from "./offline/store.js";
import { uuid } from "./offline/uuid.js";

const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between tries
const BATCH = 100;
const TRIES = 3; // of an entry that the server fails on by itself

export class Queue {
  #opening;
  #store;
  #channel;
  #stored = []; // as the store has them
  #typed = []; // not in the store yet
  #storing = [];
  #known = new Map();

  /**
   * person: whose entries · url: where those of this page are saved
   * send(url, bodies) → {kind: "done", results} or {kind: "offline" | "down" | "login" | "person" | "failed"}:
   *   no network, no server behind the proxy, nobody or somebody else logged in, an answer that is none
   * settled({entry, result, newer}): an entry is saved; `newer` when a later one of the same field waits
   * changed(): something to show
   */
  constructor({ person, url, send, settled: told, changed }) {
    Object.assign(this, { person, url, send, told, changed });
    this.trouble = "";
    this.busy = false;
    this.deciding = 0; // decisions of the person on their way to the store
    this.pauses = 0;
    this.limit = BATCH;
    this.#opening = this.#open();
  }

  /** All entries, the last typed at the end. */
  get entries() {
    return [...this.#stored, ...this.#storing, ...this.#typed];
  }

  /** Those that the server has not answered; of a field that was typed anew before it was sent, only the last. */
  get waiting() {
    const fresh = [...this.#storing, ...this.#typed];
    const replaced = new Set(fresh.map(({ key }) => key));
    return [...this.#stored.filter((entry) => waits(entry) && (entry.tries || !replaced.has(entry.key))), ...fresh];
  }

  /** Those that came back and wait for the person's decision. */
  get returned() {
    return this.#stored.filter((entry) => !waits(entry));
  }

  /** Do entries outlive the page? */
  get lasting() {
    return this.#store?.lasting ?? true;
  }

  /** Is something known to this page alone? */
  get loose() {
    return this.#typed.length + this.#storing.length > 0 || (!this.lasting && this.waiting.length > 0);
  }

  /** Take an entry; `answer`, {seen, confirmed}, makes it the answer to a question of the server. */
  put(field, text, answer) {
    const { seen = field.version, confirmed = false } = answer ?? {};
    this.#typed = this.#typed.filter(({ key }) => key !== field.key);
    if (!this.#typed.length) queueMicrotask(() => this.#keep());
    this.#typed.push({
      key: field.key, turn: field.turn, fresh: field.element.dataset.fresh, url: this.url,
      page: location.pathname + location.search, where: field.where, before: field.saved, at: Date.now(), tries: 0,
      answers: Boolean(answer), body: { ...field.id, entry: uuid(), text, seen, confirmed },
    });
    this.changed();
  }

  /** Drop what came back of a field. */
  release(field) {
    return this.#drop(({ key }) => key === field.key);
  }

  /** Drop one entry that came back. */
  discard(entry) {
    return this.#drop(({ number }) => number === entry.number);
  }

  /** Send one entry that came back once more. */
  repeat(entry) {
    return this.#decide(repeated(entry));
  }

  /** Try now: when the network is back, when the person asks. */
  wake() {
    this.#again(0);
    this.changed();
  }

  #again(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#pump(), 1000 * seconds);
  }

  async #open() {
    this.#store = await openStore(this.person);
    if (this.lasting && window.BroadcastChannel) {
      this.#channel = new BroadcastChannel(`journal-entries-${this.person}`);
      this.#channel.onmessage = ({ data }) => this.#heard(data);
    }
    await this.#change(() => ({}));
    if (this.waiting.length) this.wake();
    this.changed();
  }

  /** One step in the store; where the store fails, entries live on in memory. */
  async #change(work) {
    let done;
    try {
      done = await this.#store.change(work);
    } catch {
      if (this.lasting) this.#store = new MemoryStore(this.#stored);
      done = await this.#store.change(work);
    }
    this.#stored = done.all;
    return done.answer;
  }

  async #keep() {
    await this.#opening;
    const made = this.#typed;
    this.#typed = [];
    this.#storing.push(...made);
    await this.#change(joined(made, this.#known));
    this.#storing = this.#storing.filter((entry) => !made.includes(entry));
    this.#tell();
    // In trouble the pauses between tries hold, however fast somebody types on.
    if (!this.trouble) this.#again(0);
    this.changed();
  }

  #drop(drops) {
    this.#stored = this.#stored.filter((entry) => waits(entry) || !drops(entry));
    return this.#decide(released(drops));
  }

  async #decide(work) {
    this.deciding += 1;
    await this.#opening;
    await this.#change(work);
    this.deciding -= 1;
    this.#tell();
    this.wake();
  }

  async #pump() {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.#opening;
      await this.#store.alone(() => this.#round());
    } finally {
      this.busy = false;
    }
    if (!this.trouble && this.waiting.length) this.#again(0);
    this.changed();
  }

  async #round() {
    const batch = await this.#change(taken(this.limit));
    if (!batch.length) return;
    const answer = await this.send(batch[0].url, batch.map(({ body }) => body));
    await (answer.kind === "done" ? this.#done(batch, answer.results) : this.#failed(batch, answer.kind));
  }

  async #done(batch, results) {
    this.trouble = "";
    this.pauses = 0;
    this.limit = BATCH;
    const saved = await this.#change(settled(batch, results, this.#known));
    saved.forEach(this.told);
    this.#tell(saved);
  }

  async #failed(batch, kind) {
    this.trouble = kind === "failed" ? "down" : kind;
    // One entry that the server stumbles over must not hold up the others.
    if (kind === "failed") this.limit = 1;
    if (kind === "failed" && batch.length === 1 && (await this.#change(stumbled(batch[0]))) >= TRIES) {
      await this.#done(batch, [{ status: 500 }]);
    } else if (kind === "offline" || this.trouble === "down") {
      this.#again(PAUSES[Math.min(this.pauses++, PAUSES.length - 1)]);
    }
  }

  #tell(saved = []) {
    this.#channel?.postMessage(saved);
  }

  /** Another tab has taken, sent or settled entries. */
  async #heard(saved) {
    await this.#opening;
    await this.#change(() => ({}));
    saved.forEach(this.told);
    if (saved.length) this.trouble = "";
    // Should that tab be closed meanwhile, this one sends what it left.
    if (!this.trouble && this.waiting.length) this.#again(1);
    this.changed();
  }
}
