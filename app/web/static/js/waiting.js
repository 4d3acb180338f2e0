// @ts-check
/** A page that waits for the invigilator: it notices by itself when the room moves on. */

import { Heartbeat } from "./heartbeat.js";
import { lockdownHeaders } from "./lockdown.js";
import { Messages } from "./messages.js";
import { keepShell } from "./shell.js";

const waiting = /** @type {HTMLElement} */ (document.getElementById("waiting"));
const face = /** @type {HTMLElement} */ (document.getElementById("messages"));
const messages = new Messages(face, { headers: lockdownHeaders });

/** Show what is waited for now; "" when the test can be started. @param {string} reason */
function show(reason) {
  for (const part of waiting.querySelectorAll("[data-reason]")) {
    part.toggleAttribute("hidden", part.getAttribute("data-reason") !== reason);
  }
}

keepShell();

/** Say whether this page still fits. @param {import("./save.js").Reply} reply */
function fits(reply) {
  const { state, pause } = waiting.dataset;
  return reply.state === state && (reply.pause ?? "") === pause && reply.refused !== "lease_lost";
}

const heartbeat = new Heartbeat(waiting.dataset.time ?? "", {
  heard: () => messages.heard,
  onReply: (reply) => {
    if (!fits(reply)) return location.reload();
    show(reply.refused ?? "");
    if (messages.take(reply)) heartbeat.soon();
  },
  onSilence: () => {},
  onLost: () => location.reload(),
});
