// @ts-check
/**
 * The page that says whether this computer is ready for a test, and what to do if it is not.
 *
 * Each check looks for what the test's page is built on, and says what it found in one sentence.
 * "Not ready" means that a test cannot be sat here, or that an answer could be lost.
 */

/**
 * @typedef {"ready" | "limits" | "not-ready" | "information"} Is
 * @typedef {{is: Is, found: string, remedy?: string}} Finding
 */

/** @type {Record<Is, [string, string]>} the shape that is seen, and the word that is read */
const SIGNS = {
  ready: ["✓", "Ready"],
  limits: ["!", "Works with limits"],
  "not-ready": ["✕", "Not ready"],
  information: ["i", "For information"],
};
/** @type {Is[]} */
const WORST_FIRST = ["not-ready", "limits", "ready"];
const ROUND_TRIPS = 5;
const ANSWER_WITHIN_MS = 5_000;
const VOICES_WITHIN_MS = 1_500;
const NARROWEST_PX = 320;
const ASK = "Ask whoever looks after this computer.";

const page = /** @type {HTMLElement} */ (document.getElementById("checking"));
const given = page.dataset;

/** What the round trips said: how long each took, and how far this computer's clock is behind. */
let behindMs = NaN;

/** @type {Record<string, () => Finding | Promise<Finding>>} */
const CHECKS = {
  scripts: () => ({ is: "ready", found: "Scripts run." }),
  browser: checkBrowser,
  secure: checkSecure,
  connection: checkConnection,
  cookies: checkCookies,
  storage: checkStorage,
  encryption: checkEncryption,
  offline: checkOffline,
  tabs: checkTabs,
  screen: checkScreen,
  clock: checkClock,
  voices: checkVoices,
  printing: () => ({ is: "information", found: "Not needed: nothing of a test is printed here." }),
};

/** @returns {Finding} */
function checkBrowser() {
  const name = browserName();
  const missing = Object.entries({
    IndexedDB: "indexedDB" in globalThis,
    dialogs: "HTMLDialogElement" in globalThis,
    "styles with :has()": CSS.supports("selector(:has(a))"),
    "hidden parts with inert": "inert" in HTMLElement.prototype,
  }).flatMap(([feature, there]) => (there ? [] : [feature]));
  if (!missing.length) return { is: "ready", found: `${name} has everything the test needs.` };
  return {
    is: "not-ready",
    found: `${name} does not have ${missing.join(", ")}.`,
    remedy: `Bring it up to date, or use ${given.supported}.`,
  };
}

/** Name the browser; only to explain, never to decide. */
function browserName() {
  const agent = navigator.userAgent;
  /** @type {[string, RegExp][]} */
  const known = [
    ["Safe Exam Browser", /\bSEB\/([\d.]+)/],
    ["Edge", /\bEdg(?:A|iOS)?\/(\d+)/],
    ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
    ["Chrome", /\b(?:Chrome|CriOS)\/(\d+)/],
    ["Safari", /\bVersion\/(\d+(?:\.\d+)?).*Safari/],
  ];
  for (const [name, pattern] of known) {
    const version = pattern.exec(agent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return "This browser";
}

/** @returns {Finding} */
function checkSecure() {
  if (!isSecureContext)
    return {
      is: "limits",
      found: "Not secure: anyone on this network can read and change what you send.",
      remedy: "Use the address that begins with https://, or ask whoever runs the server for one.",
    };
  const local = location.protocol === "http:";
  return { is: "ready", found: local ? "This is the server itself." : "The connection is secure." };
}

/** @returns {Promise<Finding>} */
async function checkConnection() {
  const trips = [];
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) trips.push(await roundTrip());
  const came = trips.filter((trip) => trip !== null).sort((a, b) => a.took - b.took);
  behindMs = came.length ? came[0].behind : NaN;
  const lost = ROUND_TRIPS - came.length;
  if (lost > ROUND_TRIPS / 2)
    return {
      is: "not-ready",
      found: `${lost} of ${ROUND_TRIPS} questions to the server got no answer.`,
      remedy: `Check the network cable or Wi-Fi, then check again. ${ASK}`,
    };
  const median = Math.round(came[Math.floor(came.length / 2)].took);
  const worst = Math.round(came[came.length - 1].took);
  const times = `Half of the answers took up to ${median} ms, the slowest ${worst} ms.`;
  if (lost || median > 500 || worst > 2_000)
    return {
      is: "limits",
      found: `Slow or unsteady. ${times}${lost ? ` ${lost} got lost.` : ""}`,
      remedy: "A test works; saving an answer may take a moment, and the page says when it has not.",
    };
  return { is: "ready", found: `Good. ${times}` };
}

/** @returns {Promise<{took: number, behind: number} | null>} milliseconds; null when none came back */
async function roundTrip() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  const began = performance.now();
  try {
    const response = await fetch(given.moment ?? "", { cache: "no-store", signal: stop.signal });
    const { now_ms: server } = await response.json();
    const took = performance.now() - began;
    return { took, behind: server - (Date.now() - took / 2) };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** @returns {Finding} */
function checkCookies() {
  document.cookie = "check=1; SameSite=Lax; Path=/this-computer; Max-Age=60";
  const kept = document.cookie.includes("check=1");
  document.cookie = "check=; SameSite=Lax; Path=/this-computer; Max-Age=0";
  if (kept) return { is: "ready", found: "Cookies are kept." };
  return {
    is: "not-ready",
    found: "Cookies are blocked, so no keycode can be entered.",
    remedy: `Allow cookies for this address in the browser's settings. ${ASK}`,
  };
}

/** @returns {Promise<Finding>} */
async function checkStorage() {
  try {
    const word = String(performance.now());
    if ((await writeAndRead(word)) === word)
      return { is: "ready", found: "What is written here can be read again." };
  } catch {
    // said below
  }
  return {
    is: "not-ready",
    found: "This browser keeps nothing: an answer not yet sent would be lost when it closes.",
    remedy: `Leave private browsing, allow site data, and see that the disk is not full. ${ASK}`,
  };
}

/** Write a word into a database of its own, read it, and take the database away. @param {string} word */
async function writeAndRead(word) {
  const opening = indexedDB.open("testamur-check", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("words");
  const database = await done(opening);
  try {
    await done(database.transaction("words", "readwrite").objectStore("words").put(word, 1));
    return await done(database.transaction("words").objectStore("words").get(1));
  } finally {
    database.close();
    indexedDB.deleteDatabase("testamur-check");
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} asked
 * @returns {Promise<T>}
 */
function done(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** @returns {Promise<Finding>} */
async function checkEncryption() {
  try {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    const how = { name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(12)) };
    const sealed = await crypto.subtle.encrypt(how, key, new Uint8Array([7]));
    const opened = new Uint8Array(await crypto.subtle.decrypt(how, key, sealed));
    if (opened[0] === 7)
      return { is: "ready", found: "Answers kept on this computer are encrypted." };
  } catch {
    // said below
  }
  return {
    is: "limits",
    found: "Answers kept on this computer until they are sent cannot be encrypted.",
    remedy: "A secure connection brings encryption.",
  };
}

/** @returns {Promise<Finding>} */
async function checkOffline() {
  try {
    await navigator.serviceWorker.getRegistrations();
    return { is: "ready", found: "The test's page can be loaded again while the network is away." };
  } catch {
    return {
      is: "limits",
      found: "If the page is loaded again while the network is away, the browser shows an error.",
      remedy: "Use a secure connection and no private window. During a test, do not reload.",
    };
  }
}

/** @returns {Promise<Finding>} */
async function checkTabs() {
  try {
    const got = await navigator.locks.request("testamur-check", async () => true);
    if (got) return { is: "ready", found: "Two windows with one test cannot get in each other's way." };
  } catch {
    // said below
  }
  return {
    is: "limits",
    found: "Two windows with one test are told apart by the server only.",
    remedy: "Use a secure connection, and keep the test open in one window.",
  };
}

/** @returns {Finding} */
function checkScreen() {
  const found = `The window is ${innerWidth} pixels wide and ${innerHeight} high.`;
  if (innerWidth >= NARROWEST_PX) return { is: "ready", found };
  return { is: "limits", found, remedy: `Make it at least ${NARROWEST_PX} pixels wide.` };
}

/** @returns {Finding} */
function checkClock() {
  const counts = "Only the server's clock counts in a test.";
  if (Number.isNaN(behindMs)) return { is: "information", found: `Not compared. ${counts}` };
  const seconds = Math.round(Math.abs(behindMs) / 1000);
  if (seconds < 30) return { is: "information", found: `It agrees with the server's. ${counts}` };
  const found = `It is ${inWords(seconds)} ${behindMs > 0 ? "behind" : "ahead of"} the server's. ${counts}`;
  const remedy = "Set it right all the same: a browser may refuse a secure connection by it.";
  return { is: "information", found, ...(seconds > 86_400 ? { remedy } : {}) };
}

/** @param {number} seconds */
function inWords(seconds) {
  const [amount, unit] =
    seconds < 120 ? [seconds, "seconds"]
    : seconds < 7_200 ? [Math.round(seconds / 60), "minutes"]
    : seconds < 172_800 ? [Math.round(seconds / 3_600), "hours"]
    : [Math.round(seconds / 86_400), "days"];
  return `${amount} ${unit}`;
}

/** @returns {Promise<Finding>} */
async function checkVoices() {
  const only = "Needed only by candidates whose arrangement is a computer reader.";
  const voices = (await localVoices()).filter((voice) => voice.lang.startsWith("en"));
  const found = voices.length
    ? `${voices.length} English voice${voices.length > 1 ? "s" : ""} of this computer's own.`
    : "This computer has no English voice of its own.";
  return { is: "information", found: `${found} ${only}` };
}

/** @returns {Promise<SpeechSynthesisVoice[]>} some browsers load them only when asked */
async function localVoices() {
  if (!("speechSynthesis" in globalThis)) return [];
  if (!speechSynthesis.getVoices().length)
    await new Promise((resolve) => {
      speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
      setTimeout(resolve, VOICES_WITHIN_MS);
    });
  return speechSynthesis.getVoices().filter((voice) => voice.localService);
}

/** @param {string} check @param {Finding} finding */
function show(check, { is, found, remedy }) {
  const line = page.querySelector(`[data-check="${check}"]`);
  if (!(line instanceof HTMLElement)) return;
  const [shape, word] = SIGNS[is];
  line.dataset.is = is;
  say(line, ".app-check__shape", shape);
  say(line, ".app-check__word", word);
  say(line, ".app-check__found", found);
  say(line, ".app-check__remedy", remedy ?? "").hidden = !remedy;
}

/** @param {ParentNode} within @param {string} part @param {string} words */
function say(within, part, words) {
  const place = /** @type {HTMLElement} */ (within.querySelector(part));
  place.textContent = words;
  return place;
}

/** Say it all in one sentence. @param {Is} worst */
function verdict(worst) {
  const names = [...page.querySelectorAll(`[data-is="${worst}"] .app-check__name`)];
  const named = names.map((name) => name.textContent).join("; ");
  if (worst === "not-ready") return `This computer is not ready: ${named}. What to do stands below.`;
  if (worst === "limits") return `This computer works with limits: ${named}.`;
  return "This computer is ready.";
}

async function checkAll() {
  const again = /** @type {HTMLButtonElement} */ (document.getElementById("again"));
  const told = /** @type {HTMLElement} */ (document.getElementById("verdict"));
  again.setAttribute("aria-disabled", "true");
  say(told, "p", "Checking this computer…");
  told.dataset.is = "checking";
  /** @type {Is[]} */
  const all = [];
  for (const [check, look] of Object.entries(CHECKS)) {
    const finding = await look();
    show(check, finding);
    all.push(finding.is);
  }
  const worst = WORST_FIRST.find((is) => all.includes(is)) ?? "ready";
  say(told, "p", verdict(worst));
  told.dataset.is = worst;
  again.removeAttribute("aria-disabled");
}

document.getElementById("without-scripts")?.remove();
page.hidden = false;
document.getElementById("again")?.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  if (button.getAttribute("aria-disabled") !== "true") void checkAll();
});
void checkAll();
