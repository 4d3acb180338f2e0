// @ts-check
/**
 * Bring to the server what this computer still holds of anybody's sitting, sealed as it is. It goes
 * to its own sitting only, nothing of it is shown, and what the server has leaves this computer.
 */

import { post, within } from "./fetching.js";
import { all, take } from "./shelf.js";

const MOST_AT_ONCE = 50;
const FORGOTTEN_AFTER_MS = 60 * 24 * 3_600_000;

export async function deliverLeftovers() {
  try {
    const kept = await all();
    await deliverOpen(kept);
    for (const sitting of new Set(kept.map((each) => each.sitting))) {
      const sealed = kept.filter((each) => each.sitting === sitting && each.sealed);
      if (sealed.length) await deliver(sealed.slice(0, MOST_AT_ONCE));
    }
    const old = kept.filter((each) => Date.now() - each.at > FORGOTTEN_AFTER_MS);
    if (old.length) await take(old.map((each) => each.id));
  } catch {
    // no storage, or no network: it stays where it is until the next time
  }
}

/** What is held in the clear only the receipt of its own sitting can bring. @param {import("./shelf.js").Kept[]} kept */
async function deliverOpen(kept) {
  const own = document.getElementById("own-sitting")?.dataset;
  const open = kept.filter((each) => each.open && each.sitting === own?.sitting);
  if (!own || open.length === 0) return;
  const answers = open.slice(0, MOST_AT_ONCE).map(({ open: answer }) => {
    const { position, shown, flagged, client_id, follows } = answer;
    return { position, shown, flagged, client_id, follows };
  });
  const { url, init } = post(own.save ?? "", token(), { sitting: own.sitting, answers });
  const reply = await (await fetch(url, { ...init, signal: within(10_000) })).json();
  const names = (reply.receipts ?? []).map((/** @type {any} */ receipt) => receipt.client_id);
  await take([...names, ...(reply.kept_apart ?? [])]);
}

function token() {
  return document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
}

/** @param {import("./shelf.js").Kept[]} kept of one sitting */
async function deliver(kept) {
  const sealed = kept.map(({ id, sealed }) => ({ id, ...sealed }));
  const { centre, sitting } = kept[0];
  const { url, init } = post("/leftovers", token(), { centre, sitting, sealed });
  const response = await fetch(url, { ...init, signal: within(10_000) });
  if (response.ok) await take((await response.json()).done);
}
