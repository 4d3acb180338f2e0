// @ts-check
/** Asking the server: a limit on the wait, and the shape of a request that changes something. */

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @param {number} milliseconds */
export function within(milliseconds) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), milliseconds);
  return stop.signal;
}

/**
 * @param {string} url
 * @param {string} token of the page, against forged requests
 * @param {unknown} body
 * @param {Record<string, string>} [more] further headers
 * @returns {{url: string, init: RequestInit}}
 */
export function post(url, token, body, more = {}) {
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "X-CSRFToken": token,
    ...more,
  };
  return { url, init: { method: "POST", headers, body: JSON.stringify(body) } };
}
