// @ts-check
/** What every page before and after a test does: keep the shell, and deliver what was left behind. */

import { keepShell } from "./shell.js";
import { deliverLeftovers } from "./leftovers.js";

keepShell();
void deliverLeftovers();
takeKeycode();
addEventListener("hashchange", takeKeycode);

/**
 * Write the keycode that a slip's QR code brings behind the "#" into its field, and take it off the
 * address. Browsers send nobody what stands there, so that no log has it.
 */
function takeKeycode() {
  const brought = location.hash.slice(1);
  const field = document.getElementById("keycode");
  if (!(field instanceof HTMLInputElement) || !/^[0-9A-Z]{12}$/.test(brought)) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = brought.replace(/(.{4})(?=.)/g, "$1 ");
  field.form?.querySelector("button")?.focus();
}
