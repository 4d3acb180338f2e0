// @ts-check
/**
 * Asks the server every few seconds how the sitting stands. The server names the time of the next
 * heartbeat in every reply, and an answer that was saved counts as one.
 */

import { within } from "./fetching.js";

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
   *   headers?: () => Record<string, string>,
   *   heard?: () => {entries: number, messages: number},
   * }} given `onSilence`: no answer came; `onLost`: the server no longer knows this browser;
   *   `heard`: what this page has shown of the time ledger and of messages
   */
  constructor(url, given) {
    this.url = url;
    this.given = given;
    this.heard(1 + Math.random() * 4);
    addEventListener("online", () => this.heard(0));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.heard(0); // a page in the background is woken seldom
    });
  }

  /**
   * Put the next heartbeat off: the server was heard from.
   * @param {number} seconds
   */
  heard(seconds) {
    if (this.#stopped) return;
    this.#seconds = seconds;
    clearTimeout(this.#timer);
    const spread = 0.8 + Math.random() * 0.15; // so that what is new is seen within the time named
    this.#timer = setTimeout(() => void this.#beat(), seconds * 1000 * spread);
  }

  /** Tell the server at once, or ask it: there is something new on either side. */
  soon() {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(), 100 + Math.random() * 400);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Where to ask, and what this page has shown. */
  get #address() {
    const heard = this.given.heard?.();
    if (!heard) return this.url;
    const mark = this.url.includes("?") ? "&" : "?";
    return `${this.url}${mark}entries=${heard.entries}&messages=${heard.messages}`;
  }

  async #beat() {
    try {
      const signal = within(ANSWER_WITHIN_MS);
      const asked = performance.now();
      const headers = { Accept: "application/json", ...this.given.headers?.() };
      const response = await fetch(this.#address, { headers, signal });
      if (this.#stopped) return;
      if (response.redirected || response.status === 404) {
        this.stop();
        this.given.onLost();
        return;
      }
      if (response.status >= 500 || response.status === 429) throw new Error("no answer");
      /** @type {Reply} */
      const reply = { ...(await response.json()), took_ms: performance.now() - asked };
      this.heard(reply.next_s ?? this.#seconds); // a refusal names no time
      this.given.onReply(reply);
    } catch {
      if (this.#stopped) return;
      this.given.onSilence();
      this.heard(Math.max(this.#seconds, 5));
    }
  }
}
