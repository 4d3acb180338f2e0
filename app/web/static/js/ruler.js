// @ts-check
/**
 * A reading ruler: a band that follows the pointer and what has the focus, and moves line by line
 * with Alt and the up or down arrow key. It takes no clicks and is nothing to a screen reader.
 */

import { onPreferences } from "./preferences.js";

const EDGE = 0.15; // of the window's height: nearer than this, the page scrolls along

/** @param {HTMLElement} player */
export function start(player) {
  new Ruler(player);
}

class Ruler {
  #at = innerHeight / 3;
  #on = false;

  /** @param {HTMLElement} player */
  constructor(player) {
    this.band = document.createElement("div");
    this.band.className = "app-ruler";
    this.band.setAttribute("aria-hidden", "true");
    this.band.hidden = true;
    document.body.append(this.band);
    addEventListener("pointermove", (event) => this.#put(event.clientY), { passive: true });
    document.addEventListener("focusin", (event) => this.#follow(event));
    document.addEventListener("keydown", (event) => this.#key(event));
    onPreferences(player, ({ ruler }) => {
      this.#on = Boolean(ruler);
      this.band.hidden = !this.#on;
      this.#put(this.#at);
    });
  }

  /** @param {number} at middle of the band, in pixels from the top of the window */
  #put(at) {
    this.#at = Math.min(Math.max(at, 0), innerHeight);
    if (this.#on) this.band.style.setProperty("--app-ruler-at", `${this.#at}px`);
  }

  /** @param {FocusEvent} event */
  #follow(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!this.#on || !target.getBoundingClientRect || target.closest("dialog")) return;
    const seen = target.closest(".govuk-radios__item, .govuk-checkboxes__item") ?? target;
    const { top, height } = seen.getBoundingClientRect();
    this.#put(top + Math.min(height, this.band.offsetHeight) / 2);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!this.#on || !steps || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const line = this.band.offsetHeight / 2;
    const next = this.#at + steps * line;
    const outside = next < innerHeight * EDGE || next > innerHeight * (1 - EDGE);
    const before = scrollY;
    if (outside) scrollBy({ top: steps * line, behavior: "instant" });
    if (scrollY === before) this.#put(next);
  }
}
