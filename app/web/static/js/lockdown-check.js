// @ts-check
/** The page where a browser shows its key: it reads the key and sends it, once by itself. */

import { keepKey, readKey } from "./lockdown.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("lockdown-check"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("shown"));

const shown = await readKey();
field.value = shown;
keepKey(shown);
if (form.dataset.failed === undefined) form.requestSubmit();
