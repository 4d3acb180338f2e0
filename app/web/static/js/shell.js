// @ts-check
/** Register the worker that keeps the shell, where the browser has one. */

export function keepShell() {
  navigator.serviceWorker?.register("/worker.js").catch(() => {});
}
