// @ts-check
/** The answers as the page shows them: questions, map and review say the same at every moment. */

/** @typedef {{shown: number[], flagged: boolean}} Answer */

/** @param {ParentNode} part @param {string} selector @returns {HTMLElement[]} */
const parts = (part, selector) => [...part.querySelectorAll(selector)].map((e) => /** @type {HTMLElement} */ (e));

/** @param {ParentNode} part @param {string} selector @returns {HTMLInputElement[]} */
const inputs = (part, selector) => /** @type {HTMLInputElement[]} */ (parts(part, selector));

export class Sheet {
  /**
   * @param {HTMLElement} player
   * @param {(position: number, answer: Answer) => void} onAnswer the candidate chose or flagged
   */
  constructor(player, onAnswer) {
    this.player = player;
    this.onAnswer = onAnswer;
    /** @type {Map<number, HTMLElement>} */
    this.questions = new Map(
      parts(player, ".app-asked").map((question) => [Number(question.dataset.position), question]),
    );
    player.addEventListener("change", (event) => this.#changed(event));
    this.#count();
  }

  /** @param {number} position @returns {Answer} */
  answer(position) {
    const question = this.#question(position);
    const shown = inputs(question, ".app-options input").flatMap((input, place) =>
      input.checked ? [place] : [],
    );
    return { shown, flagged: inputs(question, ".app-flag input")[0].checked };
  }

  /** Show an answer that was not made here just now. @param {number} position @param {Answer} answer */
  show(position, answer) {
    const question = this.#question(position);
    inputs(question, ".app-options input").forEach((input, place) => {
      input.checked = answer.shown.includes(place);
    });
    inputs(question, ".app-flag input")[0].checked = answer.flagged;
    this.#mark(position);
    this.#count();
  }

  /** Choose an option by its place, as pressing it would. @param {number} position @param {number} place */
  choose(position, place) {
    const input = inputs(this.#question(position), ".app-options input")[place];
    input?.click();
  }

  /** @param {number} position */
  flag(position) {
    inputs(this.#question(position), ".app-flag input")[0].click();
  }

  /** @param {number} position */
  clear(position) {
    const { shown, flagged } = this.answer(position);
    if (shown.length === 0) return false;
    this.show(position, { shown: [], flagged });
    this.onAnswer(position, { shown: [], flagged });
    return true;
  }

  /** Let nothing be changed any more. */
  lock() {
    for (const field of inputs(this.player, "input, .app-asked button")) field.disabled = true;
  }

  /** @param {number} position */
  #question(position) {
    return /** @type {HTMLElement} */ (this.questions.get(position));
  }

  /** @param {Event} event */
  #changed(event) {
    const input = /** @type {HTMLElement} */ (event.target);
    const question = input.closest(".app-asked");
    if (!(question instanceof HTMLElement) || !input.matches(".app-options input, .app-flag input")) {
      return;
    }
    const position = Number(question.dataset.position);
    this.#mark(position);
    this.#count();
    this.onAnswer(position, this.answer(position));
  }

  /** @param {number} position */
  #mark(position) {
    const { shown, flagged } = this.answer(position);
    const words = `${shown.length ? "answered" : "not answered"}${flagged ? ", flagged" : ""}`;
    for (const sign of parts(this.player, `[data-of="${position}"]`)) {
      sign.dataset.answered = String(shown.length > 0);
      sign.dataset.flagged = String(flagged);
      sign.setAttribute("aria-label", `Question ${position}, ${words}`);
      const says = sign.querySelector(".app-review__says");
      if (says) says.textContent = words;
    }
  }

  /** Bring every sentence that counts up to date. */
  #count() {
    const answers = [...this.questions.keys()].map((position) => this.answer(position));
    const counts = {
      answered: answers.filter((answer) => answer.shown.length > 0).length,
      blank: answers.filter((answer) => answer.shown.length === 0).length,
      flagged: answers.filter((answer) => answer.flagged).length,
    };
    for (const [name, count] of Object.entries(counts)) {
      for (const part of parts(this.player, `[data-count="${name}"]`)) {
        part.textContent = String(count);
      }
      for (const part of parts(this.player, `[data-if="${name}"]`)) part.hidden = count === 0;
      for (const part of parts(this.player, `[data-one="${name}"]`)) part.hidden = count !== 1;
      for (const part of parts(this.player, `[data-many="${name}"]`)) part.hidden = count === 1;
    }
  }
}
