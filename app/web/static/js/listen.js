// @ts-check
/**
 * A computer reader, for candidates whose arrangement allows it: the question and each option read
 * out by a voice of the browser's own, on this computer. Nothing is sent anywhere to be spoken.
 */

import { beside, smallButton } from "./beside.js";

const VOICES_WITHIN_MS = 4_000; // browsers bring their voices a moment after the page
const BLOCKS = "p, li, td, th, pre, blockquote, h1, h2, h3, h4, figcaption, div";
const NO_VOICE =
  "This browser has no voice of its own, so it cannot read to you. Raise your hand and tell your invigilator.";

/** @param {HTMLElement} player */
export function start(player) {
  if (player.dataset.mayListen === "true") new Reader(player);
}

class Reader {
  /** @type {HTMLElement | null} */
  #speaking = null;
  #offered = false;

  /** @param {HTMLElement} player */
  constructor(player) {
    this.player = player;
    this.asked = [...player.querySelectorAll(".app-asked")]; // in a pause they are elsewhere
    this.speech = "speechSynthesis" in window ? window.speechSynthesis : null;
    this.speech?.addEventListener("voiceschanged", () => this.#offer());
    this.#offer();
    setTimeout(() => this.#offered || this.#sayNoVoice(), this.speech ? VOICES_WITHIN_MS : 0);
    for (const moved of ["pagehide", "hashchange"]) addEventListener(moved, () => this.stop());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.stop();
    });
    // The questions leave the page while the test is paused.
    const observer = new MutationObserver(() => {
      if (!player.isConnected || !player.querySelector(".app-asked")) this.stop();
    });
    for (const part of [player, player.parentElement]) {
      if (part) observer.observe(part, { childList: true });
    }
  }

  #offer() {
    if (this.#offered || !this.#voice("en")) return;
    this.#offered = true;
    this.player.querySelector(".app-no-voice")?.remove();
    for (const asked of this.asked) {
      const stem = asked.querySelector(".app-asked__stem");
      if (stem) stem.after(this.#button(`question ${asked.getAttribute("data-position")}`, stem));
      for (const item of asked.querySelectorAll(".app-options > *")) {
        const label = item.querySelector("label");
        const letter = item.querySelector(".app-options__letter")?.textContent?.trim() ?? "";
        if (label) beside(item).prepend(this.#button(letter, label));
      }
    }
  }

  /** @param {string} what @param {Element} shown */
  #button(what, shown) {
    const button = smallButton("", "");
    button.classList.add("app-listen");
    button.dataset.reads = what;
    setSpeaking(button, false);
    button.addEventListener("click", () => {
      const wasSpeaking = this.#speaking === button;
      this.stop();
      if (!wasSpeaking) this.#speak(button, shown);
    });
    return button;
  }

  /** @param {HTMLElement} button @param {Element} shown */
  #speak(button, shown) {
    const spoken = wordsOf(shown);
    if (!this.speech || spoken.length === 0) return;
    this.#speaking = button;
    setSpeaking(button, true);
    const language = shown.closest("[lang]")?.getAttribute("lang") ?? "en";
    spoken.forEach((words, place) => {
      const utterance = new SpeechSynthesisUtterance(words);
      utterance.voice = this.#voice(language) ?? this.#voice("en") ?? null;
      utterance.lang = utterance.voice?.lang ?? language;
      if (place === spoken.length - 1) utterance.onend = () => this.#ended(button);
      utterance.onerror = () => this.#ended(button);
      this.speech?.speak(utterance);
    });
  }

  /** Stop speaking, whatever it is. */
  stop() {
    if (!this.#speaking) return;
    const button = this.#speaking;
    this.#ended(button);
    this.speech?.cancel();
  }

  /** @param {HTMLElement} button */
  #ended(button) {
    setSpeaking(button, false);
    if (this.#speaking === button) this.#speaking = null;
  }

  /** Find a voice on this computer, a British one first. @param {string} language */
  #voice(language) {
    const short = language.slice(0, 2).toLowerCase();
    const own = (this.speech?.getVoices() ?? []).filter(
      (voice) => voice.localService && voice.lang.toLowerCase().startsWith(short),
    );
    return own.find((voice) => /^en[-_]GB/i.test(voice.lang)) ?? own[0];
  }

  #sayNoVoice() {
    const line = document.createElement("p");
    line.className = "govuk-inset-text app-no-voice";
    line.setAttribute("role", "status");
    this.player.prepend(line);
    line.textContent = NO_VOICE;
  }
}

/** Name a button by what it does now. @param {HTMLElement} button @param {boolean} speaking */
function setSpeaking(button, speaking) {
  const what = button.dataset.reads ?? "";
  const [seen, heard] = button.childNodes;
  seen.textContent = speaking ? "Stop" : "Listen";
  heard.textContent = speaking ? ` reading ${what}` : ` to ${what}`;
}

/**
 * Return what a part of the page shows, in order, with what stands for its pictures; one text a
 * block, so that the voice pauses where the eye does.
 * @param {Element} part
 */
export function wordsOf(part) {
  /** @type {string[]} */
  const texts = [""];
  /** @param {Node} node */
  const walk = (node) => {
    if (node instanceof Text) texts[texts.length - 1] += node.data;
    if (!(node instanceof Element) || !isShown(node)) return;
    const apart = node.matches(`${BLOCKS}, .app-options__letter, .app-crossed-out__says`);
    if (apart) texts.push("");
    if (node instanceof HTMLImageElement) texts[texts.length - 1] += ` ${node.alt} `;
    else if (node.getAttribute("role") === "img") texts.push(node.getAttribute("aria-label") ?? "", "");
    else node.childNodes.forEach(walk);
    if (apart) texts.push("");
  };
  walk(part);
  return texts.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** @param {Element} element */
function isShown(element) {
  return !(element instanceof HTMLElement && element.hidden) && element.getAttribute("aria-hidden") !== "true";
}
