// @ts-check
/**
 * Shows the server that this page is open in the locked-down browser its session asks for.
 *
 * In the modern web view neither page loads nor fetches carry the browser's own header, but a
 * script can read the key of the settings, hashed with the address of its page. The page for that
 * has an address of this device's own (`lockdown-check.js` reads it there), and what was read is
 * kept for as long as the window is open.
 *
 * For whoever fetches: `headers: { ...lockdownHeaders() }`. It is empty where nothing is asked for.
 * A page of a candidate loads this module by itself where its session asks for it.
 */

const HEADER = "X-Testamur-Lockdown";
const EVERY_MS = 180_000; // a proof holds for ten minutes
const READY_WITHIN_MS = 5_000;
const HASH = /^[0-9a-f]{64}$/;

/** @typedef {{configKey?: string, updateKeys?: (done: () => void) => void}} Security */

/** @param {string} name */
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";

/** The path of this device's own page for showing the key; empty where nothing is asked for. */
export const ownPage = meta("lockdown-page");

/** Headers that show the key, to be sent with every fetch. @returns {Record<string, string>} */
export function lockdownHeaders() {
  const shown = ownPage && kept();
  return shown ? { [HEADER]: shown } : {};
}

/** Read the key of this page; "" in a browser that has none to show. @returns {Promise<string>} */
export async function readKey() {
  const security = theirs();
  if (!security) return "";
  try {
    security.updateKeys?.(() => {}); // some versions make the key only when they are asked
  } catch {
    // others have no such call, or want another kind of argument: what counts is the key
  }
  const until = performance.now() + READY_WITHIN_MS;
  while (!HASH.test(security.configKey ?? "") && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return HASH.test(security.configKey ?? "") ? (security.configKey ?? "") : "";
}

/** Keep what was read on this device's own page. @param {string} shown */
export function keepKey(shown) {
  try {
    sessionStorage.setItem(ownPage, shown);
  } catch {
    // without storage each page load goes by the proof in the cookie
  }
}

/** @returns {string | null} null when nothing was ever kept here */
function kept() {
  try {
    return sessionStorage.getItem(ownPage);
  } catch {
    return "";
  }
}

/** @returns {Security | undefined} */
function theirs() {
  return /** @type {any} */ (window).SafeExamBrowser?.security;
}

/** Show the key now and then, so that the next page load is let through, too. */
async function stayProven() {
  const headers = { Accept: "application/json", "X-CSRFToken": meta("csrf-token") };
  try {
    await fetch(ownPage, { method: "POST", headers: { ...headers, ...lockdownHeaders() } });
  } catch {
    // no connection: the next time will do
  }
}

async function begin() {
  if (kept() === null && (await readKey())) return location.replace(ownPage);
  if (!kept()) return;
  void stayProven();
  setInterval(() => void stayProven(), EVERY_MS);
}

if (ownPage && location.pathname !== ownPage) void begin();
