// @ts-check
/**
 * The room's table: kept up to date line by line, time left counted down from what the server said,
 * ticks that outlive refreshes, filters and the reloading of the page. Without this script each
 * candidate is ticked by hand and the page shows the moment it was made.
 */

import { countdown, sinceAnswered } from "./clock.js";
import { Told } from "./told.js";

const monitor = document.getElementById("monitor");

/** Ticks: kept for this window by what the address names, so another room has its own. */
class Ticks {
  #key = `ticked ${location.pathname}`;
  #form = document.getElementById("candidates");
  #ticked = new Set(JSON.parse(sessionStorage.getItem(this.#key) ?? "[]"));

  /** @param {HTMLElement} monitor */
  constructor(monitor) {
    this.all = /** @type {HTMLInputElement | null} */ (document.getElementById("tick-all"));
    this.said = document.getElementById("ticked");
    for (const box of this.boxes) if (box.checked) this.#ticked.add(box.value);
    monitor.addEventListener("change", (event) => this.#changed(event.target));
    this.said?.querySelector("button")?.addEventListener("click", () => this.clear());
    this.#form?.addEventListener("submit", () => this.#sent());
    addEventListener("pageshow", () => this.show());
    if (this.all) {
      this.all.hidden = false;
      document.getElementById("tick-head")?.remove();
    }
    this.show();
  }

  /** @returns {HTMLInputElement[]} */
  get boxes() {
    return Array.from(document.querySelectorAll('#lines input[name="sitting"]'));
  }

  show() {
    const boxes = this.boxes;
    for (const box of boxes) box.checked = this.#ticked.has(box.value);
    if (this.all) this.all.checked = boxes.length > 0 && boxes.every((box) => box.checked);
    this.#say(this.#ticked.size, this.#ticked.size - boxes.filter((box) => box.checked).length);
    sessionStorage.setItem(this.#key, JSON.stringify([...this.#ticked]));
  }

  clear() {
    this.#ticked.clear();
    this.show();
    this.all?.focus();
  }

  /** @param {number} ticked @param {number} hidden */
  #say(ticked, hidden) {
    const words = this.said?.querySelector("span");
    if (!this.said || !words) return;
    this.said.hidden = !ticked;
    const elsewhere = hidden ? `, ${hidden} of them not in this list` : "";
    words.textContent = `${ticked} ticked${elsewhere}.`;
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    const box = /** @type {HTMLInputElement} */ (target);
    const changed = box === this.all ? this.boxes : [box];
    for (const each of changed) {
      if (box.checked) this.#ticked.add(each.value);
      else this.#ticked.delete(each.value);
    }
    this.show();
  }

  /** What is ticked but not in this list is sent along; afterwards nothing is ticked any more. */
  #sent() {
    const shown = new Set(this.boxes.map((box) => box.value));
    for (const old of this.#form?.querySelectorAll("input[data-elsewhere]") ?? []) old.remove();
    for (const value of this.#ticked) {
      if (shown.has(value)) continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "sitting", value });
      input.dataset.elsewhere = "";
      this.#form?.append(input);
    }
    sessionStorage.removeItem(this.#key);
  }
}

/** The lines as the server last wrote them. */
class Lines {
  body = /** @type {HTMLElement} */ (document.getElementById("lines"));

  /** @param {string} order */
  constructor(order) {
    this.order = order;
  }

  /** What is shown, for the server: the order, then a version for each line. */
  get shown() {
    let versions = "";
    for (const line of this.body.children) versions += /** @type {HTMLElement} */ (line).dataset.v;
    return `${this.order}.${versions}`;
  }

  /** @param {{order: string, whole: boolean, rows: string[]}} change */
  take(change) {
    const held = document.activeElement?.closest("tr")?.id ? document.activeElement : null;
    const at = held?.closest("tr")?.id ?? "";
    const made = document.createElement("template");
    made.innerHTML = `<table><tbody>${change.rows.join("")}</tbody></table>`;
    const rows = [...(made.content.querySelector("tbody")?.children ?? [])];
    if (change.whole) this.body.replaceChildren(...rows);
    else for (const row of rows) document.getElementById(row.id)?.replaceWith(row);
    this.order = change.order;
    const line = at && !held?.isConnected ? document.getElementById(at) : null;
    line?.querySelector("input")?.focus({ preventScroll: true });
  }

  /** @param {number} now the server's time, milliseconds */
  tick(now) {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (
      this.body.querySelectorAll("[data-until]")
    )) {
      const text = countdown(Number(cell.dataset.until) - now);
      if (cell.textContent !== text) cell.textContent = text;
    }
  }
}

/** What stands around the table follows when the session itself has moved on. */
async function followSession() {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!page.ok || page.redirected) return;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  for (const part of [".app-session", ".app-next", ".app-acts"]) {
    const [old, now] = [document.querySelector(part), fresh.querySelector(part)];
    if (old && now) old.replaceWith(document.adoptNode(now));
  }
}

if (monitor) {
  const ticks = new Ticks(monitor);
  const lines = document.getElementById("lines") && new Lines(monitor.dataset.order ?? "");
  const told = new Told(monitor, {
    shown: () => lines?.shown ?? "",
    take: (change) => {
      const head = document.getElementById("monitor-head");
      if (head && head.innerHTML !== change.head) head.innerHTML = change.head;
      if (!lines) return location.reload();
      lines.take(change);
      document.getElementById("nobody")?.toggleAttribute("hidden", lines.body.children.length > 0);
      ticks.show();
      lines.tick(told.now);
      if (change.session !== monitor.dataset.session) {
        monitor.dataset.session = change.session;
        void followSession();
      }
    },
  });
  told.start(Number(monitor.dataset.now) + sinceAnswered());
  setInterval(() => lines?.tick(told.now), 1000);
}
