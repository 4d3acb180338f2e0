// @ts-check
/**
 * The queue of answers that are not yet known to be saved.
 *
 * Each answer is one small write that may be repeated without harm: it has a name of its own, and it
 * follows the response before it. Nothing leaves the queue before the server says that it is kept.
 */

/**
 * @typedef {{position: number, shown: number[], flagged: boolean, client_id: string}} Unsent
 * @typedef {{
 *   receipts?: {client_id: string, sequence: number, digest: string}[],
 *   refused: string | null, what: string | null, last_sequence: number, state: string,
 *   time_left_ms: number, next_s: number
 * }} Reply
 * @typedef {"saved" | "saving" | "trouble"} Saving
 */

const MOST_AT_ONCE = 50;
const ANSWER_WITHIN_MS = 10_000;
const LONGEST_PAUSE_MS = 15_000;

/** Give a write its own name; `crypto.randomUUID` is missing where a centre serves plain http. */
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Say how long to wait before the next try: twice as long each time, with chance mixed in so that a
 * room that lost its network does not come back all at once.
 * @param {number} failures
 */
export function backOff(failures) {
  const longest = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
}

export class AnswerQueue {
  /** @type {Unsent[]} */
  #unsent = [];
  #sending = false;
  #held = false;
  #over = false;
  /** @type {() => void} */
  #wake = () => {};

  /**
   * @param {{
   *   url: string, token: string, sitting: string, sequence: number,
   *   onSaving: (state: Saving) => void,
   *   onReply: (reply: Reply) => void,
   *   onLost: () => void,
   * }} given `onLost`: the server no longer knows this browser
   */
  constructor(given) {
    this.given = given;
    /** Sequence number of the last response this page knows of. */
    this.sequence = given.sequence;
    addEventListener("online", () => this.#wake());
  }

  get isEmpty() {
    return this.#unsent.length === 0;
  }

  /** Positions that are not known to be saved. */
  get positions() {
    return [...new Set(this.#unsent.map((answer) => answer.position))];
  }

  /**
   * Put an answer in the queue and send it now.
   * @param {number} position
   * @param {number[]} shown places of the chosen options; none clears the answer
   * @param {boolean} flagged
   */
  add(position, shown, flagged) {
    if (this.#over) return;
    this.#unsent.push({ position, shown, flagged, client_id: newName() });
    this.given.onSaving("saving");
    this.#wake();
    void this.#send();
  }

  /** Keep answers back while the sitting is paused. */
  hold() {
    this.#held = true;
  }

  /** Send again. */
  release() {
    this.#held = false;
    void this.#send();
  }

  /** Send nothing more: the sitting is closed or was moved. The answers stay readable. */
  stop() {
    this.#over = true;
    this.#wake();
  }

  /**
   * Wait until everything is saved; false when that took too long.
   * @param {number} milliseconds
   */
  async settled(milliseconds) {
    const until = performance.now() + milliseconds;
    while (!this.isEmpty && performance.now() < until) await pause(25);
    return this.isEmpty;
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    let failures = 0;
    while (!this.isEmpty && !this.#held && !this.#over) {
      const reply = await this.#post(this.#unsent.slice(0, MOST_AT_ONCE));
      if (reply) {
        failures = 0;
        this.#take(reply);
      } else if (!this.#over) {
        failures += 1;
        this.given.onSaving("trouble");
        await Promise.race([pause(backOff(failures)), this.#woken()]);
      }
    }
    this.#sending = false;
  }

  #woken() {
    return new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
  }

  /**
   * @param {Unsent[]} answers
   * @returns {Promise<Reply | null>} null when no answer came that can be read
   */
  async #post(answers) {
    const { url, token, sitting } = this.given;
    const numbered = answers.map((one, place) => ({ ...one, follows: this.sequence + place }));
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ sitting, answers: numbered }),
        signal: within(ANSWER_WITHIN_MS),
      });
      if (response.redirected || response.status === 403) return this.#lost();
      return response.status < 500 && response.status !== 429 ? await response.json() : null;
    } catch {
      return null;
    }
  }

  #lost() {
    this.stop();
    this.given.onLost();
    return null;
  }

  /** @param {Reply} reply */
  #take(reply) {
    const receipts = reply.receipts ?? [];
    const kept = new Set(receipts.map((receipt) => receipt.client_id));
    this.#unsent = this.#unsent.filter((answer) => !kept.has(answer.client_id));
    this.sequence = Math.max(this.sequence, ...receipts.map((receipt) => receipt.sequence));
    if (reply.refused) this.hold();
    else if (this.isEmpty) this.given.onSaving("saved");
    this.given.onReply(reply);
  }
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @param {number} milliseconds */
export function within(milliseconds) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), milliseconds);
  return stop.signal;
}
