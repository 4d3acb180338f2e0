// @ts-check
/**
 * The test: every question in one page, each answer kept on this computer and then on the server at
 * the moment it is made, and whatever the server says of time and state shown at once. The server
 * alone decides; without this script the same sitting goes on page by page.
 */

import { Clock, sinceAnswered } from "./clock.js";
import { Device } from "./device.js";
import { start as startEliminator } from "./eliminator.js";
import { pause, within } from "./fetching.js";
import { HandingIn } from "./handing.js";
import { Heartbeat } from "./heartbeat.js";
import { listenForKeys } from "./keys.js";
import { start as startListening } from "./listen.js";
import { lockdownHeaders } from "./lockdown.js";
import { Messages } from "./messages.js";
import { onPreferences, start as startPreferences } from "./preferences.js";
import { start as startRuler } from "./ruler.js";
import { AnswerQueue, backOff } from "./save.js";
import { Sheet } from "./sheet.js";
import { keepShell } from "./shell.js";
import { Status } from "./status.js";
import { Views } from "./views.js";

/** @typedef {import("./save.js").Reply} Reply */

/** Nothing can be answered here any more, for one of these reasons. */
const CLOSED = new Set(["time_is_up", "already_submitted", "sitting_void", "on_paper"]);
const FLUSH_MS = 4_000;
const MOST_ON_THE_WAY_MS = 1_000;
const TIME_NOTICE_MS = 30_000;
const READ_WITHIN_MS = 2_000;
const STILL_TIME_MS = 5_000; // more than any two clocks differ by

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const player = byId("player");
const next = byId("next");
const previous = byId("previous");
const handInButton = byId("hand-in");
const given = /** @type {Record<string, string>} */ ({ ...player.dataset });
const token = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
const items = Number(given.items);
/** @type {Partial<import("./preferences.js").Preferences>} */
const preferences = {};
let isOver = false;

const device = new Device({
  centre: given.centre,
  sitting: given.sitting,
  key: given.key,
  device: given.device,
});

const sheet = new Sheet(player, (position, answer) => {
  queue.add(position, answer.shown, answer.flagged);
});

const views = new Views(player, items, (position) => {
  previous.classList.toggle("app-away", position === 1);
  next.textContent = position === items ? "Review and finish" : "Next";
  const isTwice = position === items && player.dataset.layout !== "all";
  byId("to-review").classList.toggle("app-away", isTwice);
});

const messages = new Messages(byId("messages"), { headers: lockdownHeaders });

const status = new Status(byId("saved"), { say, lasting: () => device.lasting });

const queue = new AnswerQueue({
  save: given.save,
  sheet: given.sheet,
  token,
  sitting: given.sitting,
  sequence: Number(given.sequence),
  device,
  headers: lockdownHeaders,
  heard: () => messages.heard,
  onChange: (state) => {
    status.setQueue(state);
    handing.show();
  },
  onReply: follow,
  onSheet: showSheet,
  onApart: showApart,
  onLost: showMoved,
});

const clock = new Clock(byId("clock"), {
  warnings: (given.warnings ?? "").split(",").map(Number),
  onEnd: () => void timeIsUp(),
  say: warn,
});

const heartbeat = new Heartbeat(given.time, {
  headers: lockdownHeaders,
  heard: () => messages.heard,
  onReply: (reply) => {
    status.setSilent(false);
    queue.wake();
    if (reply.last_sequence > queue.sequence && queue.isQuiet) queue.agree();
    follow(reply);
  },
  onSilence: () => status.setSilent(true),
  onLost: showMoved,
});

/** Do what the server's word asks for. @param {Reply} reply */
function follow(reply) {
  if (typeof reply.time_left_ms !== "number") return refusedOutright(reply);
  heartbeat.heard(reply.next_s);
  clock.set(reply.time_left_ms - onTheWay(reply), reply.state === "answering");
  if (reply.refused === "lease_lost") return void showMoved();
  if (reply.state === "finished" || CLOSED.has(reply.refused ?? "")) return void finish();
  if (reply.state === "waiting") return leave(location.pathname);
  if (isOver) return;
  showPaused(reply.state === "paused", reply.pause ?? "");
  if (messages.take(reply)) heartbeat.soon();
}

/** What a reply has spent on its way here, as near as can be told. @param {Reply} reply */
function onTheWay(reply) {
  return Math.min(reply.took_ms / 2, MOST_ON_THE_WAY_MS);
}

/** A refusal that says nothing of the sitting. @param {Reply} reply */
function refusedOutright(reply) {
  if (reply.refused === "lease_lost") return void showMoved();
  notice(reply.what ?? "");
}

/**
 * Show what the server has, under what is still on its way from here.
 * @param {import("./save.js").Sheet} truth @param {number[]} overtaken
 */
function showSheet(truth, overtaken) {
  const onTheWay = queue.newest;
  const foreign = [];
  truth.entries.forEach(([shown, flagged], place) => {
    const position = place + 1;
    const wanted = onTheWay.get(position) ?? { shown, flagged };
    const now = sheet.answer(position);
    if (now.flagged === wanted.flagged && String(now.shown) === String(wanted.shown)) return;
    sheet.show(position, wanted);
    if (!onTheWay.has(position)) foreign.push(position);
  });
  if (overtaken.length || foreign.length) {
    const which = named([...new Set([...overtaken, ...foreign])]);
    notice(`A newer answer was saved in another window: ${which}. This page now shows it.`);
  }
}

/** @param {number[]} positions */
function named(positions) {
  return positions.map((position) => `question ${position}`).join(", ");
}

/** Positions whose last answer reached the server when it could no longer count it. @type {Set<number>} */
const apart = new Set();

/** @param {{position: number}[]} answers */
function showApart(answers) {
  for (const answer of answers) apart.add(answer.position);
  showPositions("apart", [...apart]);
}

/** @param {string} id of a line that names questions @param {number[]} positions */
function showPositions(id, positions) {
  const line = byId(id);
  line.hidden = positions.length === 0;
  /** @type {HTMLElement} */ (line.querySelector("strong")).textContent = named(positions);
}

/** Let a screen reader say it, once. @param {string} words */
function say(words) {
  byId("announce").textContent = words;
}

/** Say something to eyes and ears alike, without standing in the way. @param {string} words */
function notice(words) {
  if (byId("notice").textContent === words) return;
  byId("notice").textContent = words;
  say(words);
}

/** @param {string} words about time */
function warn(words) {
  if (isOver) return;
  const face = byId("time-notice");
  face.textContent = words;
  say(words);
  setTimeout(() => {
    if (face.textContent === words) face.textContent = "";
  }, TIME_NOTICE_MS);
}

/** While the test is paused its questions are not in the page. */
const questions = document.createDocumentFragment();

/** Show why the test is paused: each reason has words of its own. @param {string} why */
function sayWhyPaused(why) {
  const parts = [.../** @type {NodeListOf<HTMLElement>} */ (byId("paused").querySelectorAll("[data-pause]"))];
  const shown = parts.find((part) => part.dataset.pause === why) ?? parts[0];
  if (!shown.hidden) return;
  for (const part of parts) part.hidden = part !== shown;
  if (!byId("paused").hidden) shown.querySelector("h1")?.focus();
}

/** @param {boolean} paused @param {string} why */
function showPaused(paused, why) {
  const panel = byId("paused");
  if (paused) sayWhyPaused(why);
  if (paused === !panel.hidden) return;
  panel.hidden = !paused;
  if (paused) {
    handing.stop();
    queue.hold();
    questions.append(...player.childNodes);
    panel.querySelector("[data-pause]:not([hidden]) h1")?.focus();
  } else {
    player.append(questions);
    queue.release();
    queue.agree();
    byId("notice").textContent = "";
    say("Your test goes on.");
    views.go(views.position);
  }
}

/** @param {string} id of the panel that takes the test's place */
function showInstead(id) {
  player.replaceChildren();
  for (const other of ["paused", "moved", "over"]) byId(other).hidden = other !== id;
  byId(id).querySelector("h1")?.focus();
}

/** The lease is elsewhere: say so, and name what was not saved. */
async function showMoved() {
  if (isOver) return;
  isOver = true;
  handing.stop();
  heartbeat.stop();
  showPositions("unsaved", [...new Set([...queue.positions, ...apart])]);
  showInstead("moved");
  byId("status").hidden = true;
  queue.release();
  await queue.restore(); // what other windows left here is delivered, too
}

async function timeIsUp() {
  if (isOver) return;
  sheet.lock();
  warn("Your time is up.");
  await queue.settled(FLUSH_MS);
  await pause(Math.random() * 1_500); // a room that ends together does not ask all at once
  if (clock.left > STILL_TIME_MS) location.reload();
  else void finish();
}

/** The sheet is closed: deliver what is still here, then show the receipt. */
async function finish() {
  if (isOver) return;
  isOver = true;
  handing.stop();
  sheet.lock();
  showInstead("over");
  queue.release();
  for (let failures = 0; !(await isClosed()); failures += 1) await pause(backOff(failures));
  heartbeat.stop();
  await queue.restore(); // what other windows left here is delivered, too
  await queue.settled(60_000);
  leave(given.receipt);
}

/** Ask the server whether it has closed the sheet. @returns {Promise<boolean>} */
async function isClosed() {
  try {
    const headers = { Accept: "application/json", ...lockdownHeaders() };
    const response = await fetch(given.time, { headers, signal: within(FLUSH_MS) });
    if (response.redirected) return true;
    const reply = await response.json();
    const goesOn = reply.state === "answering" && reply.time_left_ms > STILL_TIME_MS;
    if (goesOn || reply.state === "paused") location.reload();
    return reply.state === "finished" || reply.refused === "lease_lost";
  } catch {
    return false;
  }
}

/** @param {string} address */
function leave(address) {
  location.assign(address);
}

const handing = new HandingIn(handInButton, byId("waits"), {
  queue,
  submit: given.submit,
  token,
  headers: lockdownHeaders,
  say,
  onReply: ({ refused, what }) => {
    if (refused === null || CLOSED.has(refused)) return void finish();
    if (refused === "lease_lost") return void showMoved();
    notice(what);
    handing.stop();
  },
});

/** @param {MouseEvent} event */
function pressed(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest("button, a");
  if (!(button instanceof HTMLElement) || !player.contains(button)) return;
  if (button === next) views.go(views.position + 1);
  else if (button === previous) views.go(views.position - 1);
  else if (button === handInButton) void handing.begin();
  else if (button.id === "back") views.go(views.position);
  else if (button.dataset.go) location.hash = button.dataset.go;
  else if (button.matches(".app-clear")) {
    const position = Number(button.closest(".app-asked")?.getAttribute("data-position"));
    if (sheet.clear(position)) say("Answer cleared.");
  }
  if (button !== handInButton) handing.stop();
}

/** @param {boolean} hide */
function hideTime(hide) {
  byId("clock").classList.toggle("app-status__clock--hidden", hide);
  byId("hide-time").textContent = hide ? "Show time" : "Hide time";
}

function offerToHideTime() {
  const button = byId("hide-time");
  button.hidden = false;
  button.addEventListener("click", () => {
    const detail = { time_hidden: button.textContent === "Hide time" };
    hideTime(detail.time_hidden);
    document.dispatchEvent(new CustomEvent("preference", { detail }));
  });
}

/** @param {Partial<import("./preferences.js").Preferences>} chosen */
function followPreferences(chosen) {
  Object.assign(preferences, chosen);
  if (chosen.warnings_at) clock.given.warnings = chosen.warnings_at;
  hideTime(Boolean(preferences.time_hidden));
  views.setLayout(preferences.layout === "all");
}

listenForKeys({
  isOn: () => Boolean(preferences.keys),
  choose: (position, place) => sheet.choose(position, place),
  flag: (position) => sheet.flag(position),
  go: (position) => views.go(position),
  options: (position) => sheet.questions.get(position)?.querySelectorAll(".app-options input").length ?? 0,
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
addEventListener("hashchange", () => {
  if (location.hash !== "#finish") handing.stop();
});
document.addEventListener("click", pressed); // on the questions themselves it would be spoken of
byId("answers").addEventListener("submit", (event) => event.preventDefault());
clock.set(Number(given.left) - sinceAnswered(), true);
await Promise.race([queue.restore(), pause(READ_WITHIN_MS)]);
for (const [position, answer] of queue.newest) sheet.show(position, answer);
if (!device.sealing) byId("unsealed").hidden = false;
onPreferences(player, followPreferences);
byId("boot").remove();
player.hidden = false;
views.start(Number(given.at));
status.begin();
offerToHideTime();
keepShell();
for (const start of [startPreferences, startRuler, startEliminator, startListening]) {
  try {
    start(player);
  } catch (error) {
    console.error(error); // what makes the test easier must never keep anybody from it
  }
}
