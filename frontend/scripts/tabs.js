// A row of tabs wider than the screen begins where the chosen one stands in the middle of it.

export function showChosenTabs(root) {
  for (const chosen of root.querySelectorAll(".ts-queues [aria-current]")) {
    const row = chosen.closest(".ts-queues");
    const before = chosen.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += before - (row.clientWidth - chosen.offsetWidth) / 2;
  }
}
