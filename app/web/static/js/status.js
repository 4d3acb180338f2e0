// @ts-check
/**
 * What the page says about saving. It is always true and never in the way: a screen reader hears
 * only that something is not saved, and then that everything is again.
 */

const SOON_MS = 1_200; // a save that takes no longer is not worth a word

/** @param {number} count */
const answers = (count) => `${count} answer${count === 1 ? "" : "s"}`;

export class Status {
  /** @type {"saved" | "saving" | "trouble" | "silent"} */
  #is = "saved";
  #unsent = 0;
  #failing = false;
  #silent = false;
  #isLate = false;
  #isReady = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #late;

  /**
   * @param {HTMLElement} face
   * @param {{say: (words: string) => void, lasting: () => boolean}} given `lasting`: whether this
   *   computer keeps what is not saved
   */
  constructor(face, given) {
    this.face = face;
    this.given = given;
    addEventListener("offline", () => this.setSilent(true));
    face.textContent = "";
  }

  /** Speak from now on: what this computer holds has been looked at. */
  begin() {
    this.#isReady = true;
    this.#show();
  }

  /** @param {{unsent: number, failing: boolean}} state of the queue */
  setQueue({ unsent, failing }) {
    this.#unsent = unsent;
    this.#failing = failing;
    if (!failing) this.#silent = false;
    if (!unsent) {
      clearTimeout(this.#late);
      this.#late = undefined;
      this.#isLate = false;
    } else {
      this.#late ??= setTimeout(() => {
        this.#isLate = true;
        this.#show();
      }, SOON_MS);
    }
    this.#show();
  }

  /** Note whether the server is heard at all. @param {boolean} silent */
  setSilent(silent) {
    this.#silent = silent;
    this.#show();
  }

  #show() {
    if (!this.#isReady) return;
    const offline = this.#silent || (this.#failing && !navigator.onLine);
    const state = !this.#unsent
      ? offline ? "silent" : "saved"
      : this.#failing || offline || this.#isLate ? "trouble" : "saving";
    this.#write(this.#words(state, offline));
    this.face.dataset.is = state;
    if (state === "trouble" && this.#is !== "trouble") this.given.say(this.#words(state, offline));
    if (state === "saved" && this.#is === "trouble") this.given.say("All answers saved");
    if (state !== "saving") this.#is = state;
  }

  /** @param {string} state @param {boolean} offline */
  #words(state, offline) {
    if (state === "saved") return "All answers saved";
    if (state === "saving") return "Saving…";
    if (state === "silent") return "Offline, keep working. All answers so far are saved";
    const count = answers(this.#unsent);
    if (!this.given.lasting()) return `Not yet saved: ${count}. Keep this page open`;
    return offline
      ? `Offline, keep working. Not yet saved: ${count}, kept on this computer`
      : `Not yet saved: ${count}`;
  }

  /** @param {string} words */
  #write(words) {
    if (this.face.textContent !== words) this.face.textContent = words;
  }
}
