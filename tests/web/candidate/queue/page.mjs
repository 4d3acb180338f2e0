/**
 * The page of a test without its face: what app/web/static/js/player.js does with the queue, the
 * shelf and the heartbeat, and what the candidate sees at each position.
 */

const CLOSED = new Set(["time_is_up", "already_submitted", "sitting_void", "on_paper"]);

export class Page {
  isClosed = false; // the tab
  isOver = false; // the sitting, as far as this page knows
  isPaused = false;
  /** @type {Map<number, {shown: number[], flagged: boolean, id: string}>} */
  shows = new Map();
  /** Positions that the page named, and when: something newer is shown there, or was kept apart. */
  named = [];
  unsent = 0;
  failing = false;

  /** @param {any} scripts AnswerQueue, Device and Heartbeat @param {any} browser @param {any} server */
  constructor(scripts, browser, server) {
    Object.assign(this, { scripts, browser, server });
  }

  /** Load the page from the server and take up what the shelf holds. */
  async load() {
    const { AnswerQueue, Device, Heartbeat } = this.scripts;
    const { label } = this.browser;
    this.device = new Device({ centre: "c", sitting: label, key: "", device: this.browser.lease });
    this.#show(this.server.entries);
    this.queue = new AnswerQueue({
      save: "save", sheet: "sheet", token: "t", sitting: "s",
      sequence: this.server.log.length,
      device: this.device,
      onChange: ({ unsent, failing }) => Object.assign(this, { unsent, failing }),
      onReply: (reply) => this.#follow(reply),
      onSheet: (sheet, overtaken) => this.#agree(sheet, overtaken),
      onApart: (answers) => this.#name(answers.map((answer) => answer.position)),
      onLost: () => void this.#moved(),
    });
    this.heartbeat = new Heartbeat("time", {
      onReply: (reply) => this.#heard(reply),
      onSilence: () => {},
      onLost: () => void this.#moved(),
    });
    await this.queue.restore();
    for (const [position, answer] of this.queue.newest) this.#put(position, answer);
  }

  /** Whether the candidate can answer here. */
  get isOpen() {
    return Boolean(this.queue) && !this.isClosed && !this.isOver && !this.isPaused;
  }

  /** Answer a question; return the write's name and what stood there before the candidate's eyes. */
  answer(position, shown, flagged) {
    const before = this.shows.get(position).id;
    this.queue.add(position, shown, flagged);
    const answer = this.queue.newest.get(position);
    this.#put(position, answer);
    return { id: answer.client_id, before, kept: answer.kept };
  }

  /** Hand in once everything is saved. */
  async handIn() {
    for (let tries = 0; tries < 20 && !this.isOver; tries += 1) {
      if (!(await this.queue.settled(2_000))) continue;
      const response = await fetch("submit").catch(() => null);
      const reply = response && response.status < 500 ? await response.json() : null;
      if (reply) return this.#follow(reply);
    }
  }

  fetch(url, init) {
    return this.server.fetch(this.browser.lease, url, init);
  }

  close() {
    this.isClosed = true;
  }

  #heard(reply) {
    this.queue.wake();
    if (reply.last_sequence > this.queue.sequence && this.queue.isQuiet) this.queue.agree();
    this.#follow(reply);
  }

  #follow(reply) {
    this.heartbeat.heard(reply.next_s);
    if (reply.refused === "lease_lost") return void this.#moved();
    if (reply.state === "finished" || CLOSED.has(reply.refused)) return void this.#finish();
    const paused = reply.state === "paused";
    if (paused === this.isPaused) return;
    this.isPaused = paused;
    if (paused) return this.queue.hold();
    this.queue.release();
    this.queue.agree();
  }

  async #finish() {
    if (this.isOver) return;
    this.isOver = true;
    this.queue.release();
    this.heartbeat.stop();
    await this.queue.restore();
  }

  async #moved() {
    if (this.isOver) return;
    this.isOver = true;
    this.heartbeat.stop();
    this.#name(this.queue.positions);
    this.queue.release();
    await this.queue.restore();
  }

  #agree(sheet, overtaken) {
    const under = this.queue.newest;
    const foreign = sheet.entries.flatMap((entry, place) => {
      const position = place + 1;
      return under.has(position) || this.#says(position, entry) ? [] : [position];
    });
    this.#show(sheet.entries);
    for (const [position, answer] of under) this.#put(position, answer);
    this.#name([...overtaken, ...foreign]);
  }

  #name(positions) {
    this.named.push(...positions.map((position) => ({ position, at: performance.now() })));
  }

  /** Whether the candidate was told of this position since. */
  hasNamed(position, since) {
    return this.named.some((each) => each.position === position && each.at >= since);
  }

  #says(position, [shown, flagged]) {
    const now = this.shows.get(position);
    return now.flagged === flagged && String(now.shown) === String(shown);
  }

  #show(entries) {
    entries.forEach(([shown, flagged, , id], place) => {
      this.shows.set(place + 1, { shown, flagged, id });
    });
  }

  #put(position, { shown, flagged, client_id: id }) {
    this.shows.set(position, { shown, flagged, id });
  }
}
