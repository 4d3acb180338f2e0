// @ts-check
/**
 * Crossing out options while thinking. It is a pencil mark and never an answer: a crossed-out option
 * can still be chosen, nothing is sent, and the marks are kept in this tab only.
 */

import { beside, smallButton } from "./beside.js";
import { onPreferences } from "./preferences.js";

const KEPT = "crossed-out|";

/** @param {HTMLElement} player */
export function start(player) {
  const eliminator = new Eliminator(player);
  onPreferences(player, ({ eliminator: wanted }) => eliminator.offer(Boolean(wanted)));
}

class Eliminator {
  /** @type {{item: Element, name: string, button: HTMLElement, says: HTMLElement}[]} */
  #options = [];

  /** @param {HTMLElement} player */
  constructor(player) {
    this.items = [...player.querySelectorAll(".app-options > *")]; // in a pause they are elsewhere
    this.key = KEPT + (player.dataset.sitting ?? "");
    forgetOthers(this.key);
    this.crossed = new Set(/** @type {string[]} */ (JSON.parse(sessionStorage.getItem(this.key) ?? "[]")));
  }

  /** @param {boolean} wanted */
  offer(wanted) {
    if (wanted && this.#options.length === 0) this.#make();
    for (const { item, name, button, says } of this.#options) {
      const out = wanted && this.crossed.has(name);
      item.classList.toggle("app-crossed-out", out);
      button.hidden = !wanted;
      button.setAttribute("aria-pressed", String(out));
      says.hidden = !out;
    }
  }

  #make() {
    for (const item of this.items) {
      const label = item.querySelector("label");
      const input = item.querySelector("input");
      if (!label || !input) continue;
      const button = smallButton("Cross out", letterOf(item));
      const says = document.createElement("span");
      says.className = "app-crossed-out__says";
      says.textContent = "crossed out";
      label.append(says);
      beside(item).append(button);
      const name = `${input.name}.${input.value}`;
      button.addEventListener("click", () => this.#toggle(name));
      this.#options.push({ item, name, button, says });
    }
  }

  /** @param {string} name */
  #toggle(name) {
    if (!this.crossed.delete(name)) this.crossed.add(name);
    sessionStorage.setItem(this.key, JSON.stringify([...this.crossed]));
    this.offer(true);
  }
}

/** @param {Element} item */
function letterOf(item) {
  return item.querySelector(".app-options__letter")?.textContent?.trim() ?? "this option";
}

/** Marks of another sitting are nobody's here. @param {string} mine */
function forgetOthers(mine) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(KEPT) && key !== mine) sessionStorage.removeItem(key);
  }
}
