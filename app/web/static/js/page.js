// @ts-check
/**
 * A page inside a test: saves each change at the moment it is made, shows what the server says of
 * time and saving, and moves to another question only when everything is saved. Without this script
 * the page's form does the same with its buttons.
 */

import { Clock } from "./clock.js";
import { Heartbeat } from "./heartbeat.js";
import { AnswerQueue, pause } from "./save.js";

/** @typedef {import("./save.js").Reply} Reply */
/** @typedef {import("./save.js").Saving} Saving */

const SAID = {
  saved: "All answers saved",
  saving: "Saving…",
  trouble: "Not saved yet: check your connection and keep this page open",
  silent: "No connection. All answers so far are saved",
};
const MOVE_WITHIN_MS = 5_000;
const CLOSED = new Set(["time_is_up", "already_submitted", "sitting_void"]);

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const test = byId("test");
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("answer"));
const given = test.dataset;
const position = Number(given.position);
let leaving = false;
let answeredHere = false;

const queue = new AnswerQueue({
  url: given.answers ?? "",
  token: document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "",
  sitting: given.sitting ?? "",
  sequence: Number(given.sequence),
  onSaving: showSaving,
  onReply: follow,
  onLost: showMoved,
});

const clock = new Clock(byId("clock"), { onEnd: () => void timeIsUp(), say });

const heartbeat = new Heartbeat(given.time ?? "", {
  onReply: (reply) => {
    if (isStale(reply)) return loadTruth("stale_writer");
    if (queue.isEmpty) showSaving("saved");
    follow(reply);
  },
  onSilence: () => show(queue.isEmpty ? "silent" : "trouble"),
  onLost: showMoved,
});

/** Do what the server's word asks for. @param {Reply} reply */
function follow(reply) {
  if (typeof reply.time_left_ms !== "number") return loadTruth(reply.refused ?? "");
  heartbeat.heard(reply.next_s);
  clock.set(reply.time_left_ms, reply.state === "answering");
  if (reply.refused === "lease_lost") return showMoved();
  if (reply.refused === "stale_writer") return loadTruth(reply.refused);
  if (reply.state === "finished" || CLOSED.has(reply.refused ?? "")) return finish();
  if (reply.state === "waiting") return leave(location.href);
  showPaused(reply.state === "paused");
}

/** Say whether another page has saved something that this one does not show. @param {Reply} reply */
function isStale(reply) {
  return queue.isEmpty && reply.last_sequence > queue.sequence;
}

/** Load the page anew with what is saved, and let it say why. @param {string} why */
function loadTruth(why) {
  queue.stop();
  const address = new URL(location.href);
  address.searchParams.set("said", why);
  leave(address.href);
}

/** @param {Saving} state */
function showSaving(state) {
  show(state);
  if (answeredHere && state !== "trouble") say(state === "saved" ? "Answer saved" : "");
}

/** @param {keyof typeof SAID} state */
function show(state) {
  const saved = byId("saved");
  if (saved.dataset.is === state) return;
  if (state === "trouble" || state === "silent") say(SAID[state]);
  saved.dataset.is = state;
  saved.textContent = SAID[state];
}

/** Let a screen reader say it, once. @param {string} words */
function say(words) {
  byId("announce").textContent = words;
}

/** @param {boolean} paused */
function showPaused(paused) {
  const panel = byId("paused");
  if (paused === !panel.hidden) return;
  panel.hidden = !paused;
  test.hidden = paused;
  if (paused) {
    queue.hold();
    panel.querySelector("h1")?.focus();
  } else {
    queue.release();
    say("Your test goes on.");
  }
}

/** The lease is elsewhere: say so, and name what was not saved. */
function showMoved() {
  queue.stop();
  heartbeat.stop();
  const lost = queue.positions;
  if (lost.length) {
    const line = byId("unsaved");
    line.hidden = false;
    const names = lost.map((number) => `question ${number}`).join(", ");
    /** @type {HTMLElement} */ (line.querySelector("strong")).textContent = names;
  }
  byId("status").hidden = true;
  byId("paused").hidden = true;
  test.hidden = true;
  byId("moved").hidden = false;
  byId("moved").querySelector("h1")?.focus();
  leaving = true;
}

async function timeIsUp() {
  for (const field of form?.elements ?? []) field.toggleAttribute("disabled", true);
  say("Your time is up.");
  await queue.settled(4_000);
  await pause(Math.random() * 2_000);
  finish();
}

function finish() {
  queue.stop();
  heartbeat.stop();
  leave(given.receipt ?? "/receipt");
}

/** @param {string} address */
function leave(address) {
  leaving = true;
  if (address === location.href) location.reload();
  else location.assign(address);
}

/** Go to another page of the test once everything is saved. @param {string} address */
async function move(address) {
  if (await queue.settled(MOVE_WITHIN_MS)) leave(address);
  else show("trouble");
}

/** @param {string} go what the pressed button is called */
function addressOf(go) {
  if (go === "review") return given.review ?? "";
  const number = { next: position + 1, previous: position - 1 }[go] ?? Number(go);
  return (given.question ?? "").replace(/0$/, String(number));
}

/** @returns {HTMLInputElement[]} */
function options() {
  return [...(form?.querySelectorAll('input[name="shown"]') ?? [])].map(
    (input) => /** @type {HTMLInputElement} */ (input),
  );
}

/** Save what the page shows now. */
function saveShown() {
  const flag = /** @type {HTMLInputElement} */ (byId("flagged"));
  const shown = options().flatMap((input, place) => (input.checked ? [place] : []));
  answeredHere = true;
  queue.add(position, shown, flag.checked);
  mark(shown.length > 0, flag.checked);
}

/** Bring the map up to what the page shows. @param {boolean} answered @param {boolean} flagged */
function mark(answered, flagged) {
  const cell = document.querySelector(`.app-map__cell[value="${position}"]`);
  if (!(cell instanceof HTMLElement)) return;
  cell.dataset.answered = String(answered);
  cell.dataset.flagged = String(flagged);
  const words = `${answered ? "answered" : "not answered"}${flagged ? ", flagged" : ""}`;
  cell.setAttribute("aria-label", `Question ${position}, ${words}`);
}

/** @param {SubmitEvent} event */
function pressed(event) {
  event.preventDefault();
  const go = event.submitter?.getAttribute("value") ?? "stay";
  if (go === "stay") return;
  if (go !== "clear") return void move(addressOf(go));
  const chosen = options().filter((input) => input.checked);
  for (const input of chosen) input.checked = false;
  if (chosen.length) saveShown();
}

function offerToHideTime() {
  const button = byId("hide-time");
  const face = byId("clock");
  /** @param {boolean} hide */
  const apply = (hide) => {
    face.classList.toggle("app-status__clock--hidden", hide);
    button.textContent = hide ? "Show time" : "Hide time";
    sessionStorage.setItem("time", hide ? "hidden" : "shown");
  };
  button.hidden = false;
  button.addEventListener("click", () => apply(button.textContent === "Hide time"));
  apply(sessionStorage.getItem("time") === "hidden");
}

form?.addEventListener("change", saveShown);
form?.addEventListener("submit", pressed);
for (const link of test.querySelectorAll("a[href]")) {
  link.addEventListener("click", () => (leaving = queue.isEmpty));
}
addEventListener("beforeunload", (event) => {
  if (!queue.isEmpty && !leaving) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
clock.set(Number(given.left), true);
showSaving("saved");
offerToHideTime();
