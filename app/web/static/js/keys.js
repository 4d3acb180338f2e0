// @ts-check
/**
 * Single-letter keys: A to Z choose, N and P move, F flags. Off until the candidate turns them on;
 * they act only while the focus is inside the question, and none of them hands anything in.
 */

/**
 * @param {{
 *   isOn: () => boolean,
 *   choose: (position: number, place: number) => void, flag: (position: number) => void,
 *   go: (position: number) => void,
 *   options: (position: number) => number,
 * }} acts
 */
export function listenForKeys(acts) {
  document.addEventListener("keydown", (event) => {
    if (!acts.isOn() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const question = /** @type {HTMLElement} */ (event.target).closest?.(".app-asked");
    if (!(question instanceof HTMLElement) || !/^[a-z]$/i.test(event.key)) return;
    const position = Number(question.dataset.position);
    const letter = event.key.toUpperCase();
    const place = letter.charCodeAt(0) - "A".charCodeAt(0);
    if (place < acts.options(position)) acts.choose(position, place);
    else if (letter === "N") acts.go(position + 1);
    else if (letter === "P") acts.go(position - 1);
    else if (letter === "F") acts.flag(position);
    else return;
    event.preventDefault();
  });
}
