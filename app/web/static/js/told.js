// @ts-check
/**
 * Asking every few seconds what has changed, for pages that watch rooms. An answer that nothing has
 * costs a few bytes. When the server cannot be reached the page says since when it knows nothing.
 */

const EVERY = 4000; // so that what is shown is never older than five seconds
const LOST = 10_000;
const SMALL = 600; // characters that may always be sent along

export class Told {
  #tag;
  #busy = true;
  /** The server's time when the monotonic clock stood at nought. */
  #offset = 0;
  #heard = performance.now();
  #asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;

  /**
   * @param {HTMLElement} monitor with `data-live`, where to ask, and `data-tag`, what was told
   * @param {{shown: () => string, take: (change: any) => void}} page
   */
  constructor(monitor, page) {
    this.page = page;
    this.address = monitor.dataset.live ?? "";
    this.#tag = `"${monitor.dataset.tag}"`;
    this.word = document.getElementById("monitor-word");
  }

  /** The server's time, in milliseconds, on a clock that this computer's own cannot move. */
  get now() {
    return performance.now() + this.#offset;
  }

  /** @param {number} now the server's time */
  start(now) {
    this.#offset = now - performance.now();
    this.#say("");
    document.addEventListener("visibilitychange", () => document.hidden || this.#ask());
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => (document.hidden ? this.#wait() : this.#ask()), EVERY);
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      await this.#once(this.#busy);
      this.#heard = performance.now();
      this.#say("");
    } catch {
      this.#sayLost();
    } finally {
      this.#asking = false;
      this.#wait();
    }
  }

  /** @param {boolean} whatIsShown whether to say what is shown, which a busy room needs anyway */
  async #once(whatIsShown) {
    const shown = this.page.shown();
    /** @type {Record<string, string>} */
    const headers = { "If-None-Match": this.#tag, Accept: "application/json" };
    if (whatIsShown || shown.length < SMALL) headers.Shown = shown;
    const signal = AbortSignal.timeout(LOST);
    const answer = await fetch(this.address, { headers, cache: "no-store", signal });
    if (answer.redirected || answer.status === 404) return location.reload();
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    this.#offset = Number(answer.headers.get("Now")) - performance.now();
    this.#busy = answer.status !== 304;
    if (!this.#busy) return;
    const change = await answer.json();
    if (change.again) return this.#once(true);
    this.#tag = answer.headers.get("ETag") ?? "";
    this.page.take(change);
  }

  #sayLost() {
    const seconds = Math.round((performance.now() - this.#heard) / 1000);
    if (seconds * 1000 < LOST) return;
    const minutes = Math.floor(seconds / 60);
    const long = minutes ? `${minutes} minute${minutes === 1 ? "" : "s"}` : "some seconds";
    this.#say(`Out of date: the server has not answered for ${long}. It is being asked again.`);
  }

  /** @param {string} words */
  #say(words) {
    if (!this.word) return;
    this.word.classList.toggle("app-monitor__word--lost", words !== "");
    const text = words || "Up to date.";
    if (this.word.textContent !== text) this.word.textContent = text;
  }
}
