/**
 * Where entries wait: in the browser's database, one for each person, so that they outlive reload, closed tab, restart
 * and logout, and nobody else's page opens them [U4]; in memory where the browser has no database for us.
 *
 * change(work): run `work(all entries in order)` as one step, in turn with other tabs; gives {all, answer}
 * alone(work): run `work` while no other tab of the person runs one
 */
import { uuid } from "./uuid.js";

const NAME = "journal-entries-";
const USED = "journal-entries-used"; // {person: when} of this computer
const KEPT_DAYS = 30; // for a person who does not come back to this computer
const LEASE = 5000; // milliseconds
const tab = uuid();

/** The store of a person. */
export async function openStore(person) {
  try {
    const database = await opened(`${NAME}${person}`);
    forgetOthers(String(person)).catch(() => {}); // without a place for its note nothing is forgotten
    return new KeptStore(database);
  } catch {
    return new MemoryStore();
  }
}

export class MemoryStore {
  lasting = false;
  #last = 0;

  constructor(entries = []) {
    this.entries = entries.map((entry) => ({ ...entry, number: (this.#last += 1) }));
  }

  async change(work) {
    const { write = [], remove = [], answer } = work(this.entries);
    const numbers = new Set([...remove, ...write].map(({ number }) => number));
    write.forEach((entry) => (entry.number ??= this.#last += 1));
    this.entries = [...this.entries.filter(({ number }) => !numbers.has(number)), ...write].sort((a, b) => a.number - b.number);
    return { all: [...this.entries], answer };
  }

  async alone(work) {
    return work();
  }
}

class KeptStore {
  lasting = true;
  #database;

  constructor(database) {
    this.#database = database;
    addEventListener("pagehide", () => this.#lease(0).catch(() => {}));
  }

  /** Strict: on the disk before it counts as kept, because with the server the school's power may go. */
  async change(work) {
    const done = {};
    await this.#step("entries", (rows) => {
      rows.getAll().onsuccess = ({ target: { result: all } }) => {
        const { write = [], remove = [], answer } = work(all);
        remove.forEach(({ number }) => rows.delete(number));
        write.forEach((entry) => rows.put(entry));
        done.answer = answer;
        rows.getAll().onsuccess = ({ target: { result } }) => (done.all = result);
      };
    });
    return done;
  }

  async alone(work) {
    if (navigator.locks) return navigator.locks.request(this.#database.name, work);
    // Plain http has no locks: a lease that is renewed while the work goes on, and runs out with its tab.
    while (!(await this.#lease(LEASE))) await new Promise((ready) => setTimeout(ready, 300));
    const renewal = setInterval(() => this.#lease(LEASE), LEASE / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      await this.#lease(0);
    }
  }

  async #lease(time) {
    let mine = false;
    await this.#step("lease", (rows) => {
      rows.get("sender").onsuccess = ({ target: { result: held } }) => {
        mine = !held || held.tab === tab || held.until < Date.now();
        if (mine) rows.put({ tab, until: Date.now() + time }, "sender");
      };
    });
    return mine;
  }

  #step(name, work) {
    return new Promise((resolve, reject) => {
      const step = this.#database.transaction(name, "readwrite", { durability: "strict" });
      step.oncomplete = resolve;
      step.onabort = () => reject(step.error);
      work(step.objectStore(name));
    });
  }
}

function opened(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "number", autoIncrement: true });
      request.result.createObjectStore("lease");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Entries of people who have long not been at this computer are dropped unread: their lessons are closed by now. */
async function forgetOthers(person) {
  const used = JSON.parse(localStorage.getItem(USED) ?? "{}");
  const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
  used[person] = Date.now();
  for (const other of Object.keys(used).filter((one) => used[one] < oldest)) {
    indexedDB.deleteDatabase(`${NAME}${other}`);
    delete used[other];
  }
  localStorage.setItem(USED, JSON.stringify(used));
}
