// @ts-check
/** What every page before and after a test does: keep the shell, and deliver what was left behind. */

import { keepShell } from "./shell.js";
import { deliverLeftovers } from "./leftovers.js";

keepShell();
void deliverLeftovers();
