/**
 * A world for the candidate's scripts to run in: seeded chance, time that passes only when told to,
 * a shelf (IndexedDB) and a network that fails.
 *
 * What a tab set going ends with it: timers and replies of a closed tab never fire.
 */

import { AsyncLocalStorage } from "node:async_hooks";

const tabs = new AsyncLocalStorage();
const settle = setImmediate;

/** @type {World} the world of the run under way */
let world;

export class World {
  now = 0;
  isOnline = true;
  /** How many requests in a hundred go wrong while online. */
  faults = 0;
  #timers = [];
  #count = 0;
  #listeners = [];
  #kept = new Map();
  #shelfIsFree = 0;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed;
    world = this;
  }

  #state;

  /** Give the next number from 0 up to 1 (mulberry32). */
  chance() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** @param {number} least @param {number} most both included */
  between(least, most) {
    return least + Math.floor(this.chance() * (most - least + 1));
  }

  /** @template T @param {T[]} things @returns {T} */
  one(things) {
    return things[this.between(0, things.length - 1)];
  }

  /** Do something later, unless the tab that wanted it is closed by then. */
  later(milliseconds, act, tab = tabs.getStore()) {
    const timer = { at: this.now + milliseconds, place: (this.#count += 1), act, tab };
    this.#timers.push(timer);
    return timer;
  }

  forget(timer) {
    this.#timers = this.#timers.filter((each) => each !== timer);
  }

  listen(name, act) {
    this.#listeners.push({ name, act, tab: tabs.getStore() });
  }

  /** Let an event of the browser be heard in every open tab. */
  tell(name) {
    for (const each of this.#listeners) {
      if (each.name === name && !each.tab.isClosed) tabs.run(each.tab, each.act);
    }
  }

  /** Do something as a tab. */
  as(tab, act) {
    return tabs.run(tab, act);
  }

  /** Let time pass. */
  async pass(milliseconds) {
    const until = this.now + milliseconds;
    await quiet();
    for (;;) {
      const next = this.#timers.reduce(earlier, { at: Infinity, place: 0 });
      if (next.at > until) break;
      this.forget(next);
      this.now = Math.max(this.now, next.at);
      if (next.tab?.isClosed) continue;
      tabs.run(next.tab, next.act);
      await quiet();
    }
    this.now = until;
  }

  /** What is on the shelf, as it is there now. */
  get shelf() {
    return [...this.#kept.values()];
  }

  /** Run a transaction on the shelf a moment later; now and then the disk is full. */
  transact(mode, act) {
    const transaction = { error: new Error("full") };
    const tab = tabs.getStore();
    const writes = [];
    const request = {};
    transaction.objectStore = () => ({
      put: (each) => void writes.push(() => this.#kept.set(each.id, structuredClone(each))),
      delete: (id) => void writes.push(() => this.#kept.delete(id)),
      getAll: () => request,
    });
    const isFull = mode === "readwrite" && this.chance() < 0.02;
    this.#shelfIsFree = Math.max(this.#shelfIsFree, this.now) + this.between(0, 3);
    this.later(this.#shelfIsFree - this.now, () => {
      if (tab?.isClosed && this.chance() < 0.5) return; // closed before it was on the disk
      if (!isFull) for (const write of writes) write();
      request.result = structuredClone(this.shelf);
      if (!tab?.isClosed) tabs.run(tab, isFull ? transaction.onabort : transaction.oncomplete);
    }, null);
    return transaction;
  }
}

const earlier = (one, other) =>
  other.at < one.at || (other.at === one.at && other.place < one.place) ? other : one;

const quiet = () => new Promise((resolve) => settle(resolve));

function openShelf() {
  const asked = { result: { transaction: (_, mode) => world.transact(mode) } };
  world.later(1, () => asked.onsuccess());
  return asked;
}

/** Put this world in the place of the browser's; before the scripts are imported. */
export function takeOver() {
  const browser = {
    setTimeout: (act, milliseconds) => world.later(milliseconds ?? 0, act),
    clearTimeout: (timer) => world.forget(timer),
    addEventListener: (name, act) => world.listen(name, act),
    document: { addEventListener: () => {}, hidden: false },
    indexedDB: { open: openShelf },
    performance: { now: () => world.now },
    fetch: (url, init) => tabs.getStore().fetch(url, init),
    crypto: { getRandomValues: (bytes) => bytes.map(() => world.between(0, 255)) },
  };
  for (const [name, value] of Object.entries(browser)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  Math.random = () => world.chance();
  Date.now = () => Math.floor(world.now);
}
