// @ts-check
/** The browser's durable storage for answers on their way: one IndexedDB store, by name of the write. */

const DATABASE = "testamur";
const UNSENT = "unsent";

/**
 * @typedef {{
 *   id: string, centre: string, sitting: string, order: number, at: number,
 *   sealed?: {iv: string, data: string}, open?: any
 * }} Kept `sealed` where the browser can, `open` where it cannot
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(UNSENT, { keyPath: "id" });
    asked.onsuccess = () => {
      asked.result.onclose = () => (opened = undefined);
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | void} act
 * @returns {Promise<T>}
 */
async function within(mode, act) {
  opened ??= open();
  const database = await opened.catch((error) => {
    opened = undefined; // the next one may fare better
    throw error;
  });
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(UNSENT, mode, { durability: "strict" });
    const request = act(transaction.objectStore(UNSENT));
    transaction.oncomplete = () => resolve(/** @type {T} */ (request?.result));
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** @param {Kept[]} kept */
export async function put(kept) {
  await within("readwrite", (store) => kept.forEach((each) => store.put(each)));
}

/** @param {string[]} ids */
export async function take(ids) {
  await within("readwrite", (store) => ids.forEach((id) => store.delete(id)));
}

/** @returns {Promise<Kept[]>} in the order in which they were given */
export async function all() {
  /** @type {Kept[]} */
  const found = await within("readonly", (store) => store.getAll());
  return found.sort((one, other) => one.order - other.order || one.at - other.at);
}
