// @ts-check
/**
 * What this computer holds for one sitting: answers that the server is not known to have.
 *
 * It never refuses to hold an answer. Where storage fails, answers live in the page alone, and
 * `lasting` says so; where sealing fails, they are kept in the clear, and `sealing` says so.
 */

import { canSeal, importKey, seal, unseal } from "./seal.js";
import * as shelf from "./shelf.js";

/** @typedef {import("./save.js").Unsent} Unsent */

export class Device {
  /** Names of answers that could not be kept. @type {Set<string>} */
  #homeless = new Set();
  /** Whether what is kept is sealed. */
  sealing = canSeal;
  /** @type {CryptoKey | undefined} */
  #key;

  /** @param {{centre: string, sitting: string, key: string, device: string}} given */
  constructor(given) {
    this.given = given;
  }

  /** @returns {Promise<Unsent[]>} what is held for this sitting, in order */
  async held() {
    try {
      const kept = await shelf.all();
      const mine = kept.filter((each) => each.sitting === this.given.sitting);
      const read = await Promise.all(mine.map((each) => this.#read(each)));
      return read.filter((each) => each !== null);
    } catch {
      return [];
    }
  }

  /** Whether everything that is not saved survives a reload. */
  get lasting() {
    return this.#homeless.size === 0;
  }

  /** @param {Unsent[]} answers */
  async keep(answers) {
    const names = answers.map((answer) => answer.client_id);
    try {
      await shelf.put(await Promise.all(answers.map((each) => this.#kept(each))));
      for (const name of names) this.#homeless.delete(name);
    } catch {
      for (const name of names) this.#homeless.add(name);
    }
  }

  /** @param {string[]} ids */
  async forget(ids) {
    for (const id of ids) this.#homeless.delete(id);
    await shelf.take(ids).catch(() => {});
  }

  /** @param {Unsent} answer @returns {Promise<shelf.Kept>} */
  async #kept(answer) {
    const { centre, sitting, device } = this.given;
    const kept = { id: answer.client_id, centre, sitting, order: answer.order, at: Date.now() };
    const value = { ...answer, device };
    try {
      if (!this.sealing) return { ...kept, open: value };
      this.#key ??= await importKey(this.given.key);
      return { ...kept, sealed: await seal(this.#key, aboutOf(kept), value) };
    } catch {
      this.sealing = false;
      return { ...kept, open: value };
    }
  }

  /** @param {shelf.Kept} kept @returns {Promise<Unsent | null>} */
  async #read(kept) {
    if (kept.open) return kept.open;
    if (!kept.sealed || !canSeal) return null;
    this.#key ??= await importKey(this.given.key);
    return unseal(this.#key, aboutOf(kept), kept.sealed).catch(() => null);
  }
}

/** @param {{sitting: string, id: string}} kept */
function aboutOf(kept) {
  return `${kept.sitting}|${kept.id}`;
}
