// @ts-check
/**
 * The clock on the page: it shows what the server said was left, counted down on a clock that the
 * computer's own time of day cannot move. It decides nothing; the server does.
 */

/**
 * Write milliseconds as minutes and seconds, rounded up to the second: 74:59.
 * @param {number} milliseconds
 */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Milliseconds since the server's answer with this page began: time runs while a page is loaded. */
export function sinceAnswered() {
  const [load] = performance.getEntriesByType("navigation");
  if (!(load instanceof PerformanceNavigationTiming)) return 0;
  return Math.max(0, performance.now() - load.responseStart);
}

export class Clock {
  #left = 0;
  #since = performance.now();
  #running = true;
  #ended = false;
  /** @type {number | null} */
  #said = null;

  /**
   * @param {HTMLElement} face
   * @param {{warnings: number[], onEnd: () => void, say: (words: string) => void}} given
   *   `warnings`: minutes before the end at which the time left is said
   */
  constructor(face, given) {
    this.face = face;
    this.given = given;
    setInterval(() => this.#tick(), 250);
  }

  /** Milliseconds left as far as this page knows. */
  get left() {
    const gone = this.#running ? performance.now() - this.#since : 0;
    return Math.max(0, this.#left - gone);
  }

  /**
   * Take the server's word for the time left.
   * @param {number} milliseconds
   * @param {boolean} running
   */
  set(milliseconds, running) {
    if (milliseconds - this.left > 30_000 && this.#said !== null) {
      this.given.say(`You have more time: ${spoken(milliseconds)} left.`);
    }
    this.#left = milliseconds;
    this.#since = performance.now();
    this.#running = running;
    this.#ended = this.#ended && milliseconds <= 0;
    this.#tick();
  }

  #tick() {
    const left = this.left;
    const text = countdown(left);
    if (this.face.textContent !== text) this.face.textContent = text;
    this.#sayWhenDue(left);
    if (left <= 0 && this.#running && !this.#ended) {
      this.#ended = true;
      this.given.onEnd();
    }
  }

  /** @param {number} left */
  #sayWhenDue(left) {
    const due = this.given.warnings.filter((minutes) => left <= minutes * 60_000).length;
    if (this.#said !== null && due > this.#said) this.given.say(`${spoken(left)} left.`);
    this.#said = due;
  }
}

/** @param {number} milliseconds */
function spoken(milliseconds) {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
