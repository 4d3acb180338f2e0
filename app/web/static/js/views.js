// @ts-check
/**
 * Moving about in the test without leaving the page: the address's fragment names what is shown
 * (#question-7, #review, #finish), so that links, Back and Forward work, and nothing is loaded.
 * Focus goes to the heading of what was moved to.
 */

const TITLE = document.title.replace(/^[^–]*/, "");

export class Views {
  /**
   * @param {HTMLElement} player
   * @param {number} items
   * @param {(position: number) => void} onQuestion
   */
  constructor(player, items, onQuestion) {
    this.player = player;
    this.items = items;
    this.onQuestion = onQuestion;
    /** The question shown, or shown last. */
    this.position = 1;
    this.all = false;
    addEventListener("hashchange", () => this.#follow(true));
    player.addEventListener("focusin", (event) => this.#focused(event));
  }

  /** Show what the address names, or the position given. @param {number} position */
  start(position) {
    if (!this.#named(location.hash)) history.replaceState(null, "", `#question-${position}`);
    this.#follow(false);
  }

  /** @param {boolean} all every question on the page, or one at a time */
  setLayout(all) {
    this.all = all;
    this.player.dataset.layout = all ? "all" : "one";
    this.#follow(false);
  }

  /** @param {number} position */
  go(position) {
    if (position < 1) return;
    const hash = position > this.items ? "#review" : `#question-${position}`;
    if (location.hash === hash) this.#follow(true);
    else location.hash = hash;
  }

  /** @param {string} hash @returns {HTMLElement | null} */
  #named(hash) {
    const known = /^#(question-\d+|review|finish)$/.test(hash);
    return known ? this.player.querySelector(hash) : null;
  }

  /** @param {boolean} move whether focus moves along */
  #follow(move) {
    const shown = this.#named(location.hash) ?? this.#named(`#question-${this.position}`);
    if (!shown) return;
    const isQuestion = shown.matches(".app-asked");
    if (isQuestion) this.position = Number(shown.dataset.position);
    this.player.dataset.view = isQuestion ? "questions" : shown.id;
    for (const part of this.player.querySelectorAll(".app-view")) {
      const among = this.all && isQuestion && part.matches(".app-asked");
      part.toggleAttribute("hidden", part !== shown && !among);
    }
    this.#markCurrent();
    const heading = shown.querySelector("h1");
    document.title = `${heading?.textContent ?? ""} ${TITLE}`;
    if (move) this.#focus(shown, heading);
  }

  #markCurrent() {
    for (const cell of this.player.querySelectorAll(".app-map__cell")) {
      const current = cell.getAttribute("data-of") === String(this.position);
      if (current) cell.setAttribute("aria-current", "page");
      else cell.removeAttribute("aria-current");
    }
    this.onQuestion(this.position);
  }

  /** @param {HTMLElement} shown @param {HTMLElement | null} heading */
  #focus(shown, heading) {
    if (this.all && shown.matches(".app-asked")) shown.scrollIntoView();
    else scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
  }

  /** With every question on the page, the one that is worked on is the current one. @param {FocusEvent} event */
  #focused(event) {
    const question = /** @type {HTMLElement} */ (event.target).closest?.(".app-asked");
    if (!this.all || !(question instanceof HTMLElement)) return;
    this.position = Number(question.dataset.position);
    this.#markCurrent();
  }
}
