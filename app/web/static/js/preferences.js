// @ts-check
/**
 * How the test looks and is used, chosen at the button "Display": at work at once, and kept by the
 * server in the background. Whoever follows a choice listens on the document for `preferences`,
 * whose detail is every choice; whoever changes one elsewhere dispatches `preference` with it.
 */

import { pause, post, within } from "./fetching.js";

/**
 * @typedef {{
 *   text_size: number, scheme: string, font: string, layout: string,
 *   ruler: boolean, eliminator: boolean, time_hidden: boolean, longer_warnings: boolean,
 *   keys: boolean, warnings_at: number[],
 * }} Preferences `warnings_at` in minutes before the end
 */

const QUIET_MS = 600; // who goes through the choices one by one is saved once
const WAITS_MS = [2_000, 5_000, 15_000, 30_000];
const NOT_KEPT = "Not kept yet: it shows on this page until the connection is back.";

/**
 * Follow the choices from now on, beginning with those of the page.
 * @param {HTMLElement} player
 * @param {(preferences: Partial<Preferences>) => void} follow
 */
export function onPreferences(player, follow) {
  follow(JSON.parse(player.dataset.preferences || "{}"));
  document.addEventListener("preferences", (event) => {
    follow(/** @type {CustomEvent<Preferences>} */ (event).detail);
  });
}

/** @param {HTMLElement} _player */
export function start(_player) {
  const dialog = document.getElementById("display");
  const link = document.getElementById("display-open");
  if (dialog instanceof HTMLDialogElement && link) new Panel(dialog, link);
}

class Panel {
  /** @param {HTMLDialogElement} dialog @param {HTMLElement} link */
  constructor(dialog, link) {
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.keeper = new Keeper(dialog.dataset.save ?? "", dialog.dataset.sitting ?? "", (words) => {
      const says = dialog.querySelector("#display-says");
      if (says && says.textContent !== words) says.textContent = words;
    });
    this.#offer(link);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", () => this.#changed());
    dialog.querySelector("#display-close")?.addEventListener("click", () => dialog.close());
    document.addEventListener("preference", (event) => {
      this.#set(/** @type {CustomEvent<Partial<Preferences>>} */ (event).detail);
    });
    this.#makeWay();
    this.#listenInside();
  }

  /** Put a button in the place of the link that serves without a script. @param {HTMLElement} link */
  #offer(link) {
    const button = document.createElement("button");
    button.type = "button";
    button.id = link.id;
    button.className = link.className;
    button.textContent = link.textContent;
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => {
      this.dialog.showModal();
      this.dialog.querySelector("h2")?.focus();
    });
    link.replaceWith(button);
  }

  #changed() {
    const now = this.read();
    look(now);
    document.dispatchEvent(new CustomEvent("preferences", { detail: now }));
    const { warnings_at: _, ...settings } = now;
    this.keeper.keep(settings);
  }

  /** Take over a choice made elsewhere on the page. @param {Partial<Preferences>} changed */
  #set(changed) {
    for (const [name, value] of Object.entries(changed)) {
      for (const field of this.form.querySelectorAll(`[name="${name}"]`)) {
        const input = /** @type {HTMLInputElement} */ (field);
        input.checked = input.type === "checkbox" ? Boolean(value) : input.value === String(value);
      }
    }
    this.#changed();
  }

  /** @returns {Preferences} what the form shows */
  read() {
    const chosen = new FormData(this.form);
    /** @param {string} name */
    const text = (name) => String(chosen.get(name));
    const longer = chosen.has("longer_warnings");
    const minutes = longer ? this.dialog.dataset.longerWarnings : this.dialog.dataset.warnings;
    return {
      text_size: Number(text("text_size")),
      scheme: text("scheme"),
      font: text("font"),
      layout: text("layout"),
      ruler: chosen.has("ruler"),
      eliminator: chosen.has("eliminator"),
      time_hidden: chosen.has("time_hidden"),
      longer_warnings: longer,
      keys: chosen.has("keys"),
      warnings_at: (minutes ?? "").split(" ").map(Number),
    };
  }

  /** A page that is paused, moved or over is not to be hidden behind a panel. */
  #makeWay() {
    const panels = ["paused", "moved", "over"].map((id) => document.getElementById(id));
    const observer = new MutationObserver(() => {
      const shown = panels.find((panel) => panel && !panel.hidden);
      if (!shown || !this.dialog.open) return;
      this.dialog.close();
      shown.querySelector("h1")?.focus();
    });
    for (const panel of panels) {
      if (panel) observer.observe(panel, { attributes: true, attributeFilter: ["hidden"] });
    }
  }

  /** What is announced behind an open panel is not heard, so it is said again inside. */
  #listenInside() {
    const outside = document.getElementById("announce");
    const inside = this.dialog.querySelector("#display-hears");
    if (!outside || !inside) return;
    new MutationObserver(() => {
      if (this.dialog.open) inside.textContent = outside.textContent;
    }).observe(outside, { childList: true, characterData: true, subtree: true });
  }
}

/** Give <html> the classes of a look in the place of those it had. @param {Preferences} chosen */
function look(chosen) {
  const classes = document.documentElement.classList;
  for (const name of [...classes]) {
    if (/^app-(scheme|text|font)--/.test(name)) classes.remove(name);
  }
  if (chosen.scheme !== "standard") classes.add(`app-scheme--${chosen.scheme}`);
  if (chosen.text_size !== 100) classes.add(`app-text--${chosen.text_size}`);
  if (chosen.font !== "standard") classes.add(`app-font--${chosen.font}`);
}

/** Sends what was chosen last until the server has it, or has said that it will not take it. */
class Keeper {
  /** @type {Record<string, unknown> | null} */
  #waiting = null;
  #busy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;

  /** @param {string} url @param {string} sitting @param {(words: string) => void} say */
  constructor(url, sitting, say) {
    this.url = url;
    this.sitting = sitting;
    this.say = say;
    this.token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
    addEventListener("pagehide", () => void (this.#waiting && this.#send(this.#waiting)));
  }

  /** @param {Record<string, unknown>} settings */
  keep(settings) {
    this.#waiting = settings;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.#work(), QUIET_MS);
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    for (let failures = 0; this.#waiting; ) {
      const settings = this.#waiting;
      if (await this.#send(settings)) {
        failures = 0;
        if (this.#waiting === settings) this.#waiting = null;
        this.say("");
      } else {
        this.say(NOT_KEPT);
        const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)];
        failures += 1;
        await pause(wait * (0.5 + Math.random()));
      }
    }
    this.#busy = false;
  }

  /**
   * @param {Record<string, unknown>} settings
   * @returns {Promise<boolean>} whether the server has answered; a refusal, too, is an answer
   */
  async #send(settings) {
    try {
      const { url, init } = post(this.url, this.token, { sitting: this.sitting, settings });
      const response = await fetch(url, { ...init, keepalive: true, signal: within(10_000) });
      return response.status < 500 && response.status !== 429;
    } catch {
      return false;
    }
  }
}
