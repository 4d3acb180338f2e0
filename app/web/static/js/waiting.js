// @ts-check
/** A page that waits for the invigilator: it notices by itself when the room moves on. */

import { Heartbeat } from "./heartbeat.js";
import { keepShell } from "./shell.js";

const waiting = /** @type {HTMLElement} */ (document.getElementById("waiting"));

/** Show what is waited for now; "" when the test can be started. @param {string} reason */
function show(reason) {
  for (const part of waiting.querySelectorAll("[data-reason]")) {
    part.toggleAttribute("hidden", part.getAttribute("data-reason") !== reason);
  }
}

keepShell();
new Heartbeat(waiting.dataset.time ?? "", {
  onReply: (reply) => {
    if (reply.state !== waiting.dataset.state || reply.refused === "lease_lost") location.reload();
    else show(reply.refused ?? "");
  },
  onSilence: () => {},
  onLost: () => location.reload(),
});
