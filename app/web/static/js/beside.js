// @ts-check
/** Room for small buttons beside an option, outside its label, so that they never choose it. */

/** @param {Element} item one line of `.app-options` @returns {HTMLElement} */
export function beside(item) {
  const there = item.querySelector(".app-beside");
  if (there instanceof HTMLElement) return there;
  const made = document.createElement("div");
  made.className = "app-beside";
  item.append(made);
  return made;
}

/**
 * Make a small button whose name says more to who listens than to who sees it.
 * @param {string} words seen @param {string} more heard after them
 */
export function smallButton(words, more) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-quiet-button app-beside__button";
  button.append(words, hiddenFromSight(` ${more}`));
  return button;
}

/** @param {string} words */
function hiddenFromSight(words) {
  const span = document.createElement("span");
  span.className = "govuk-visually-hidden";
  span.textContent = words;
  return span;
}
