// @ts-check
/**
 * What the room tells the candidate: a message stays at the foot of the screen until the candidate
 * closes it, takes the focus from nothing and hides no question, and can be read again afterwards.
 * The page also keeps what it has shown, so that the room knows who has not heard it yet.
 */

/** @typedef {import("./save.js").Reply} Reply */

/** @param {Element} part @param {string} selector */
const within = (part, selector) => /** @type {HTMLElement} */ (part.querySelector(selector));

export class Messages {
  #asked = 0;

  /**
   * @param {HTMLElement} section
   * @param {{headers?: () => Record<string, string>}} [given]
   */
  constructor(section, given = {}) {
    this.section = section;
    this.given = given;
    /** How many entries of the time ledger, and how many messages, this page has shown. */
    this.entries = Number(section.dataset.entries);
    this.count = Number(section.dataset.messages);
    this.#asked = this.count;
    section.addEventListener("submit", (event) => void this.#close(event));
  }

  /** What the server is to be told that this page has shown. */
  get heard() {
    return { entries: this.entries, messages: this.count };
  }

  /**
   * Show what a reply brings; say whether the server should soon be told, or asked for more.
   * @param {Reply} reply
   */
  take(reply) {
    const before = `${this.entries} ${this.count} ${this.#asked}`;
    if (typeof reply.entries === "number") this.entries = Math.max(this.entries, reply.entries);
    for (const message of reply.told ?? []) {
      if (message.number > this.count) this.#show(message);
    }
    this.#asked = Math.max(this.#asked, this.count, reply.messages ?? 0);
    return before !== `${this.entries} ${this.count} ${this.#asked}`;
  }

  /** @param {{number: number, text: string, at: string}} message */
  #show({ number, text, at }) {
    this.count = number;
    const template = /** @type {HTMLTemplateElement} */ (within(this.section, "template"));
    const made = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const [form, line] = [...made.children].map((part) => /** @type {HTMLElement} */ (part));
    for (const part of [form, line]) {
      part.dataset.number = String(number);
      within(part, ".app-message__at").textContent = at;
      within(part, ".app-message__text").textContent = text;
    }
    /** @type {HTMLInputElement} */ (within(form, "[name=number]")).value = String(number);
    line.hidden = true;
    within(this.section, ".app-messages__open").append(form);
    within(this.section, "ol").append(line);
    within(this.section, "#message-says").textContent = `Message from your invigilator: ${text}`;
  }

  /** Put a message away; the next page this browser opens is told so, too. @param {SubmitEvent} event */
  async #close(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    event.preventDefault();
    form.hidden = true;
    const read = within(this.section, ".app-messages__read");
    within(read, `[data-number="${form.dataset.number}"]`).hidden = false;
    read.hidden = false;
    within(read, "summary").focus({ preventScroll: true });
    try {
      const headers = { Accept: "application/json", ...this.given.headers?.() };
      await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    } catch {
      // it is closed here; after a reload without a network it is shown once more
    }
  }
}
