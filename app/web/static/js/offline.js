// @ts-check
/** The page for offline moments: say what waits on this computer, and come back by itself. */

import { all } from "./shelf.js";

const TRY_AGAIN_MS = 3_000;

async function say() {
  const kept = await all().catch(() => []);
  const line = document.getElementById("waiting-here");
  if (!line || kept.length === 0) return;
  line.hidden = false;
  const count = `${kept.length} answer${kept.length === 1 ? "" : "s"}`;
  line.textContent = `${count} not yet saved ${kept.length === 1 ? "is" : "are"} kept on this computer and will be sent.`;
}

async function comeBack() {
  try {
    const response = await fetch("/offline", { cache: "no-store" });
    if (response.ok) return location.reload();
  } catch {
    // still away
  }
  setTimeout(comeBack, TRY_AGAIN_MS);
}

addEventListener("online", () => location.reload());
void say();
setTimeout(comeBack, TRY_AGAIN_MS);
