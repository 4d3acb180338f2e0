// @ts-check
/** The arrow keys go from place to place in the plan of a room; everything else the page does itself. */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const plan = /** @type {HTMLTableElement} */ (document.getElementById("plan"));

plan.addEventListener("keydown", (event) => {
  const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
  const field = event.target;
  if (!step || !(field instanceof HTMLInputElement) || event.altKey || event.ctrlKey) return;
  if (field.type === "text" && step[1] !== 0 && field.value) return; // within a name, along the name
  const cell = /** @type {HTMLTableCellElement} */ (field.closest("td"));
  const line = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  const next = plan.tBodies[0]?.rows[line.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]];
  const same = next?.querySelector(`input[type="${field.type}"]`);
  if (!(same instanceof HTMLInputElement)) return;
  event.preventDefault();
  same.focus();
});
