// @ts-check
/** Many rooms on one page, kept up to date. Without this script it shows the moment it was made. */

import { sinceAnswered } from "./clock.js";
import { Told } from "./told.js";

const monitor = document.getElementById("monitor");

if (monitor) {
  const told = new Told(monitor, {
    shown: () => "",
    take: (change) => {
      const held = document.activeElement?.closest("#monitor a")?.getAttribute("href");
      monitor.innerHTML = change.rooms;
      if (!held) return;
      const links = /** @type {NodeListOf<HTMLElement>} */ (monitor.querySelectorAll("a"));
      for (const link of links) {
        if (link.getAttribute("href") === held) return link.focus({ preventScroll: true });
      }
    },
  });
  told.start(Number(monitor.dataset.now) + sinceAnswered());
}
