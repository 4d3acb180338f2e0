// @ts-check
/**
 * Sealing what this computer keeps, so that nobody who sits here next can read it.
 *
 * AES-GCM with a key of the sitting that only its own page is given. WebCrypto exists only on a
 * secure connection; without it answers are kept in the clear rather than not at all.
 */

/** Whether this browser can seal. */
export const canSeal = Boolean(globalThis.crypto?.subtle);

/** @param {ArrayBuffer | Uint8Array} bytes */
export function toText(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** @param {string} text */
export function toBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {string} key base64 of 32 bytes */
export function importKey(key) {
  return crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * @param {CryptoKey} key
 * @param {string} about what the seal is bound to: it opens for nothing else
 * @param {unknown} value
 * @returns {Promise<{iv: string, data: string}>}
 */
export async function seal(key, about, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const data = await crypto.subtle.encrypt(how(iv, about), key, text);
  return { iv: toText(iv), data: toText(data) };
}

/**
 * @param {CryptoKey} key
 * @param {string} about
 * @param {{iv: string, data: string}} sealed
 * @returns {Promise<any>} rejects what was sealed with another key or for something else
 */
export async function unseal(key, about, sealed) {
  const text = await crypto.subtle.decrypt(how(toBytes(sealed.iv), about), key, toBytes(sealed.data));
  return JSON.parse(new TextDecoder().decode(text));
}

/** @param {Uint8Array<ArrayBuffer>} iv @param {string} about */
function how(iv, about) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) };
}
