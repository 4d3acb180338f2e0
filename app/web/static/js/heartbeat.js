// @ts-check
/**
 * Asks the server every few seconds how the sitting stands. The server names the time of the next
 * heartbeat in every reply, and an answer that was saved counts as one.
 */

import { within } from "./save.js";

/** @typedef {import("./save.js").Reply} Reply */

const ANSWER_WITHIN_MS = 10_000;

export class Heartbeat {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #seconds = 5;
  #stopped = false;

  /**
   * @param {string} url
   * @param {{
   *   onReply: (reply: Reply) => void, onSilence: () => void, onLost: () => void,
   * }} given `onSilence`: no answer came; `onLost`: the server no longer knows this browser
   */
  constructor(url, given) {
    this.url = url;
    this.given = given;
    this.heard(1 + Math.random() * 4);
    addEventListener("online", () => this.heard(0));
  }

  /**
   * Put the next heartbeat off: the server was heard from.
   * @param {number} seconds
   */
  heard(seconds) {
    if (this.#stopped) return;
    this.#seconds = seconds;
    clearTimeout(this.#timer);
    const spread = 0.9 + Math.random() * 0.2;
    this.#timer = setTimeout(() => void this.#beat(), seconds * 1000 * spread);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #beat() {
    try {
      const signal = within(ANSWER_WITHIN_MS);
      const response = await fetch(this.url, { headers: { Accept: "application/json" }, signal });
      if (this.#stopped) return;
      if (response.redirected || response.status === 404) {
        this.stop();
        this.given.onLost();
        return;
      }
      if (!response.ok) throw new Error(String(response.status));
      /** @type {Reply} */
      const reply = await response.json();
      this.heard(reply.next_s);
      this.given.onReply(reply);
    } catch {
      if (this.#stopped) return;
      this.given.onSilence();
      this.heard(Math.max(this.#seconds, 5));
    }
  }
}
