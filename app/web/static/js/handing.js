// @ts-check
/**
 * Handing in: once everything is saved, however long that takes, unless the candidate goes back to
 * the questions first. When time runs out the server hands in by itself.
 */

import { pause, post, within } from "./fetching.js";
import { backOff } from "./save.js";

const SUBMIT_MS = 10_000;
const SETTLE_MS = 2_000;

export class HandingIn {
  /** The attempt under way; another one replaces it. @type {object | null} */
  #attempt = null;

  /**
   * @param {HTMLElement} button @param {HTMLElement} waits the line that says what is waited for
   * @param {{
   *   queue: import("./save.js").AnswerQueue, submit: string, token: string,
   *   headers: () => Record<string, string>, say: (words: string) => void,
   *   onReply: (reply: {refused: string | null, what: string}) => void,
   * }} given `onReply`: the server was heard; `refused` is null when the sheet is closed
   */
  constructor(button, waits, given) {
    this.button = button;
    this.waits = waits;
    this.given = given;
  }

  /** Say what handing in waits for. */
  show() {
    const size = this.#attempt ? this.given.queue.size : 0;
    const count = `${size} answer${size === 1 ? "" : "s"}`;
    const words = `Not handed in yet: ${count} not saved. Keep this page open; it goes on by itself.`;
    this.waits.hidden = size === 0;
    this.waits.textContent = size ? words : "";
  }

  async begin() {
    if (this.#attempt) return;
    const attempt = (this.#attempt = {});
    this.button.setAttribute("aria-disabled", "true");
    this.given.say("Handing in.");
    for (let failures = 0; attempt === this.#attempt; failures += 1) {
      this.show();
      if ((await this.given.queue.settled(SETTLE_MS)) && (await this.#submit(attempt))) return;
      await pause(backOff(failures));
    }
  }

  /** The candidate goes back to the questions. */
  stop() {
    this.#attempt = null;
    this.button.removeAttribute("aria-disabled");
    this.show();
  }

  /** Ask the server to close the sheet; false when it was not heard. @param {object} attempt */
  async #submit(attempt) {
    if (attempt !== this.#attempt) return true;
    const { submit, token, headers, onReply } = this.given;
    try {
      const { url, init } = post(submit, token, {}, headers());
      const response = await fetch(url, { ...init, signal: within(SUBMIT_MS) });
      if (response.status >= 500) return false;
      const said = response.redirected ? { refused: "lease_lost" } : await response.json();
      onReply({ refused: null, what: "", ...said });
      return true;
    } catch {
      return false;
    }
  }
}
