// @ts-check
/**
 * The queue of answers that are not yet known to be saved.
 *
 * Each answer is one small write that may be repeated without harm: it has a name of its own, and it
 * follows the response before it. It is put on this computer's shelf first and sent then; it leaves
 * the queue when the server says that it is kept. Whenever the two sides may differ (after a reload,
 * a lost reply, another window) the queue asks for the server's sheet and agrees with that: what
 * arrived is dropped, what nobody has answered since is sent anew, and what would overwrite a newer
 * answer is dropped and named.
 */

import { pause, post, within } from "./fetching.js";
import { toText } from "./seal.js";

/**
 * @typedef {{
 *   position: number, shown: number[], flagged: boolean, client_id: string,
 *   base: number, follows: number, supersedes: string, order: number, kept?: Promise<void>
 * }} Unsent `base`: the last sequence number the candidate can have seen at this position;
 *   `supersedes`: the write before it at this position that was still under way
 * @typedef {{
 *   receipts?: {client_id: string, sequence: number, digest: string}[], kept_apart?: string[],
 *   refused: string | null, what: string | null, last_sequence: number, state: string,
 *   time_left_ms: number, next_s: number, took_ms: number, pause?: string,
 *   entries?: number, messages?: number, told?: {number: number, text: string, at: string}[]
 * }} Reply `took_ms`: how long the server was waited for; `entries` and `messages` count what the
 *   time ledger and the room have, `told` has the messages this page has not shown
 * @typedef {[shown: number[], flagged: boolean, sequence: number, client_id: string]} Entry
 * @typedef {Omit<Reply, "entries"> & {entries: Entry[]}} Sheet
 */

const MOST_AT_ONCE = 50;
const ANSWER_WITHIN_MS = 8_000;
const SHELVED_WITHIN_MS = 1_000;
const LONGEST_PAUSE_MS = 4_000;

/** Give a write its own name; `crypto.randomUUID` is missing where a centre serves plain http. */
export function newName() {
  const name = toText(crypto.getRandomValues(new Uint8Array(15)));
  return name.replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * Say how long to wait before the next try: twice as long each time, with chance mixed in so that a
 * room that lost its network does not come back all at once.
 * @param {number} failures
 */
export function backOff(failures) {
  const longest = Math.min(LONGEST_PAUSE_MS, 400 * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2;
}

export class AnswerQueue {
  /** @type {Unsent[]} */
  #unsent = [];
  #working = false;
  #held = false;
  #over = false;
  #mustAgree = false;
  #hasAgreed = true;
  #failing = false;
  #order = Date.now(); // so that what is held stands in the order in which it was given
  /** @type {() => void} */
  #wake = () => {};

  /**
   * @param {{
   *   save: string, sheet: string, token: string, sitting: string, sequence: number,
   *   device: import("./device.js").Device, headers?: () => Record<string, string>,
   *   heard?: () => {entries: number, messages: number},
   *   onChange: (state: {unsent: number, failing: boolean}) => void,
   *   onReply: (reply: Reply) => void,
   *   onSheet: (sheet: Sheet, overtaken: number[]) => void,
   *   onApart: (answers: Unsent[]) => void,
   *   onLost: () => void,
   * }} given `onSheet`: what the server has, and the positions where it is newer than what this
   *   computer held; `onApart`: answers that came too late; `onLost`: the server no longer knows
   *   this browser
   */
  constructor(given) {
    this.given = given;
    /** Sequence number of the last response this page knows of. */
    this.sequence = given.sequence;
    addEventListener("online", () => this.#wake());
  }

  get size() {
    return this.#unsent.length;
  }

  get isQuiet() {
    return this.size === 0 && !this.#working;
  }

  /** Positions that are not known to be saved. */
  get positions() {
    return [...new Set(this.#unsent.map((answer) => answer.position))];
  }

  /** The newest answers that are not known to be saved, by position. */
  get newest() {
    return new Map(this.#unsent.map((answer) => [answer.position, answer]));
  }

  /** Take up what this computer held before the page was loaded. */
  async restore() {
    const mine = new Set(this.#unsent.map((answer) => answer.client_id));
    const held = (await this.given.device.held()).filter((each) => !mine.has(each.client_id));
    if (held.length === 0) return;
    this.#order = Math.max(this.#order, ...held.map((answer) => answer.order));
    this.#over = false;
    this.#unsent = [...held, ...this.#unsent];
    this.#mustAgree = true;
    this.#hasAgreed = false;
    this.#tell();
    void this.#work();
  }

  /**
   * Put an answer on the shelf and in the queue, and send it now.
   * @param {number} position
   * @param {number[]} shown places of the chosen options; none clears the answer
   * @param {boolean} flagged
   */
  add(position, shown, flagged) {
    if (this.#over) return;
    const before = this.newest.get(position);
    const supersedes = before?.client_id ?? "";
    const base = before?.base ?? this.sequence; // what is saved is hidden by what is on its way
    const follows = this.sequence + this.size;
    this.#order += 1;
    const order = this.#order;
    const client_id = newName();
    /** @type {Unsent} */
    const answer = { position, shown, flagged, client_id, base, follows, supersedes, order };
    answer.kept = Promise.race([this.given.device.keep([answer]), pause(SHELVED_WITHIN_MS)]);
    this.#unsent.push(answer);
    this.#tell();
    this.#wake();
    void this.#work();
  }

  /** Ask what the server has: another page has saved something. */
  agree() {
    this.#mustAgree = true;
    void this.#work();
  }

  /** Keep answers back while the sitting is paused. */
  hold() {
    this.#held = true;
  }

  /** Send again. */
  release() {
    this.#held = false;
    void this.#work();
  }

  /** Try again now: the connection may be back. */
  wake() {
    this.#wake();
  }

  /** Send nothing more: the sitting is closed or was moved. The answers stay readable. */
  stop() {
    this.#over = true;
    this.#wake();
  }

  /**
   * Wait until nothing is on its way; say whether everything is saved.
   * @param {number} milliseconds
   */
  async settled(milliseconds) {
    const until = performance.now() + milliseconds;
    while (!this.isQuiet && !this.#over && performance.now() < until) await pause(25);
    return this.size === 0;
  }

  get #hasWork() {
    return (this.#mustAgree || this.size > 0) && !this.#held && !this.#over;
  }

  async #work() {
    if (this.#working) return;
    this.#working = true;
    let failures = 0;
    while (this.#hasWork) {
      const done = this.#mustAgree ? await this.#fetchSheet() : await this.#send();
      this.#failing = !done;
      this.#tell();
      if (done) failures = 0;
      else if (!this.#over) {
        failures += 1;
        await Promise.race([pause(backOff(failures)), this.#woken()]);
      }
    }
    this.#working = false;
  }

  #woken() {
    return new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
    });
  }

  #tell() {
    if (!this.#over) this.given.onChange({ unsent: this.size, failing: this.#failing });
  }

  async #send() {
    const batch = this.#unsent.slice(0, MOST_AT_ONCE);
    await Promise.all(batch.map((answer) => answer.kept));
    // What was held goes unagreed to a closed sheet; an open one must not take it over newer answers.
    const bases = this.#hasAgreed ? [] : batch.map((answer) => answer.base);
    const known = Math.min(this.sequence, ...bases);
    const answers = batch.map(({ position, shown, flagged, client_id }, place) => {
      return { position, shown, flagged, client_id, follows: known + place };
    });
    const { save, token, sitting } = this.given;
    const { url, init } = post(
      save,
      token,
      { sitting, answers, ...this.given.heard?.() },
      this.given.headers?.(),
    );
    const reply = await this.#ask({ url, init: { ...init, referrerPolicy: "no-referrer" } });
    if (reply) this.#take(/** @type {Reply} */ (reply));
    return reply !== null;
  }

  async #fetchSheet() {
    const headers = { Accept: "application/json", ...this.given.headers?.() };
    const sheet = await this.#ask({ url: this.given.sheet, init: { headers } });
    if (sheet === null) return false;
    if (Array.isArray(sheet.entries)) this.#agreeWith(sheet);
    else if (sheet.state === "paused" || sheet.state === "waiting") this.hold();
    else this.#mustAgree = false; // closed or moved: what is held goes to the server as it is
    this.given.onReply(sheet);
    return true;
  }

  /**
   * @param {{url: string, init: RequestInit}} request
   * @returns {Promise<any>} null when no answer came that can be read
   */
  async #ask(request) {
    try {
      const init = { ...request.init, signal: within(ANSWER_WITHIN_MS) };
      const asked = performance.now();
      const response = await fetch(request.url, init);
      if (response.redirected) return this.#lost();
      if (response.status >= 500 || response.status === 429) return null;
      const said = await response.json();
      const isOurs = typeof said.time_left_ms === "number";
      if (said.refused === "csrf" || (said.refused === "lease_lost" && !isOurs)) return this.#lost();
      return isOurs ? { ...said, took_ms: performance.now() - asked } : this.#unfit(said);
    } catch {
      return null;
    }
  }

  #lost() {
    this.stop();
    this.given.onLost();
    return null;
  }

  /** Hear out a reply that says nothing of the sitting, such as a request that cannot be read. */
  #unfit(/** @type {Reply} */ said) {
    this.given.onReply(said);
    return null;
  }

  /** @param {Reply} reply */
  #take(reply) {
    const receipts = reply.receipts ?? [];
    for (const { sequence } of receipts) {
      if (sequence === this.sequence + 1) this.sequence = sequence;
      else this.#mustAgree = true; // another window's responses lie between, unseen here
    }
    this.#drop(new Set(receipts.map((receipt) => receipt.client_id)));
    if (reply.refused === "stale_writer") this.#mustAgree = true;
    else if (reply.refused === "paused") this.hold();
    else if (reply.refused) this.#takeApart(reply);
    this.given.onReply(reply);
  }

  /** Let go of what the server keeps apart, not counted. @param {Reply} reply */
  #takeApart(reply) {
    const apart = new Set(reply.kept_apart ?? []);
    const answers = this.#unsent.filter((answer) => apart.has(answer.client_id));
    this.#drop(apart);
    if (this.size === 0) this.#over = true;
    else if (apart.size === 0) this.hold();
    if (answers.length) this.given.onApart(answers);
  }

  /** @param {Sheet} sheet */
  #agreeWith(sheet) {
    this.#mustAgree = false;
    this.#hasAgreed = true;
    this.sequence = sheet.last_sequence;
    const saved = new Set(sheet.entries.map((entry) => entry[3]));
    /** @type {Set<string>} */
    const done = new Set();
    /** @type {Set<number>} */
    const overtaken = new Set();
    for (const answer of [...this.#unsent].reverse()) {
      const [, , sequence, name] = sheet.entries[answer.position - 1] ?? [[], false, 0, ""];
      const before = this.#before(answer);
      const newer = sequence > answer.base && !before.has(name) && name !== answer.client_id;
      if (newer || this.#isFromElsewhere(answer, before)) overtaken.add(answer.position);
      if (newer || saved.has(answer.client_id) || this.#isSuperseded(answer, saved)) {
        done.add(answer.client_id);
      }
    }
    this.#drop(done);
    this.given.onSheet(sheet, [...overtaken].sort((one, other) => one - other));
  }

  /** The writes that the candidate saw and changed in giving this answer. @param {Unsent} answer */
  #before(answer) {
    const before = new Set();
    /** @type {Unsent | undefined} */
    let last = answer;
    while (last?.supersedes && !before.has(last.supersedes)) {
      const name = last.supersedes;
      before.add(name);
      last = this.#unsent.find((each) => each.client_id === name);
    }
    return before;
  }

  /** Say whether it goes over one held here that its window never saw. @param {Unsent} answer @param {Set<string>} before */
  #isFromElsewhere(answer, before) {
    const earlier = this.#unsent.slice(0, this.#unsent.indexOf(answer));
    return earlier.some((each) => each.position === answer.position && !before.has(each.client_id));
  }

  /** Say whether a later answer of ours at the same position is saved. @param {Unsent} answer @param {Set<string>} saved */
  #isSuperseded(answer, saved) {
    const later = this.#unsent.slice(this.#unsent.indexOf(answer) + 1);
    return later.some((each) => each.position === answer.position && saved.has(each.client_id));
  }

  /** @param {Set<string>} names */
  #drop(names) {
    if (names.size === 0) return;
    this.#unsent = this.#unsent.filter((answer) => !names.has(answer.client_id));
    void this.given.device.forget([...names]);
  }
}
