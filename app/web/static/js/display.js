// @ts-check
/**
 * The clock of the room display: the server's time of day, moved on by a clock that the computer's
 * own time cannot shift, and set again by the server every quarter of a minute.
 */

import { sinceAnswered } from "./clock.js";

const EVERY = 15_000; // milliseconds between two looks at the server
const SLOW = 2_000; // an answer that took longer says too little about the time
const SILENT = 60_000; // without contact for so long: say so

const page = /** @type {HTMLElement} */ (document.getElementById("main-content"));
const face = /** @type {HTMLElement} */ (document.getElementById("clock"));
const silent = /** @type {HTMLElement} */ (document.getElementById("silent"));
const written = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: page.dataset.zone,
});

// What the server's clock showed when this computer's steady one stood at nought.
let origin = Number(page.dataset.now) + sinceAnswered() - performance.now();
let heard = performance.now();

setInterval(tick, 200);
setInterval(() => void look(), EVERY);
addEventListener("online", () => void look());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void awake();
});
tick();
void awake();

function tick() {
  const text = written.format(origin + performance.now());
  if (face.textContent !== text) face.textContent = text;
  silent.hidden = performance.now() - heard < SILENT;
}

/** Ask the server for the time; load the page anew when it has something else to say. */
async function look() {
  const asked = performance.now();
  try {
    const answer = await fetch(page.dataset.moment ?? "", { cache: "no-store" });
    if (!answer.ok) return;
    const { now, mark } = await answer.json();
    heard = performance.now();
    if (heard - asked < SLOW) origin = now + (heard - asked) / 2 - heard;
    if (mark !== page.dataset.mark) location.reload();
  } catch {
    // Not reached: the clock goes on, and the next look is due soon.
  }
}

/** Keep the screen on while it is looked at, where the browser can; a clock that slept is set anew. */
async function awake() {
  void look();
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Not offered here: the projector's computer keeps its own settings.
  }
}
