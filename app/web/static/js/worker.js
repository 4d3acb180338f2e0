// @ts-check
/**
 * Keeps the shell of the candidate's pages on this computer: style sheet, scripts, fonts, and one
 * page that says that the connection is gone. No page of a sitting is ever kept.
 *
 * The server puts `KEPT` before this file: a name for this version, the files, the page for offline
 * moments and the addresses of candidates' pages.
 */

/** @typedef {Record<string, string>} Pages first part of an address: where to go on after a lost form */
/** @type {{name: string, files: string[], offline: string, pages: Pages, files_under: string}} */
const kept = /** @type {any} */ (globalThis).KEPT;
const worker = /** @type {any} */ (globalThis);

worker.addEventListener("install", (/** @type {any} */ event) => {
  const filled = caches.open(kept.name).then((cache) => cache.addAll([kept.offline, ...kept.files]));
  event.waitUntil(filled.then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (/** @type {any} */ event) => {
  const tidied = caches
    .keys()
    .then((names) => Promise.all(names.filter((n) => n !== kept.name).map((n) => caches.delete(n))));
  event.waitUntil(tidied.then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    const again = kept.pages[`/${pathname.split("/")[1]}`];
    if (again) event.respondWith(page(event.request, again));
  } else if (pathname.startsWith(kept.files_under)) {
    event.respondWith(file(event.request));
  }
});

/**
 * A form that was lost is not sent again behind the candidate's back, and a browser never asks about it.
 * @param {Request} request @param {string} again @returns {Promise<Response>}
 */
async function page(request, again) {
  try {
    return await fetch(request);
  } catch {
    if (request.method !== "GET") return Response.redirect(again, 303);
    return (await caches.match(kept.offline)) ?? Response.error();
  }
}

/** @param {Request} request @returns {Promise<Response>} */
async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
