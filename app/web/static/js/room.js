// The tick at the head of the room's table ticks everybody; ticks outlive a refresh of the table.
// Without this script each candidate is ticked by hand.

const live = document.querySelector(".app-live");
const ticked = new Set();

/** @returns {HTMLInputElement[]} */
const boxes = () => Array.from(document.querySelectorAll('input[name="sitting"]'));

function show() {
  const all = /** @type {HTMLInputElement | null} */ (document.getElementById("tick-all"));
  for (const box of boxes()) box.checked = ticked.has(box.value);
  if (!all) return;
  if (all.hidden) {
    all.hidden = false;
    all.nextElementSibling.firstElementChild.textContent = "Tick everybody";
  }
  all.checked = boxes().every((box) => box.checked);
}

live?.addEventListener("change", (event) => {
  const box = /** @type {HTMLInputElement} */ (event.target);
  const changed = box.id === "tick-all" ? boxes() : [box];
  for (const each of changed) box.checked ? ticked.add(each.value) : ticked.delete(each.value);
  show();
});

if (live) {
  new MutationObserver(show).observe(live, { childList: true, subtree: true });
  for (const box of boxes()) if (box.checked) ticked.add(box.value);
  show();
}
