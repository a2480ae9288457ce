// A button that opens and closes what it controls; the style sheet hides by aria-expanded.

export function enhanceToggles(root) {
  for (const button of root.querySelectorAll("[data-toggle]")) {
    if (button.dataset.ready) continue;
    button.dataset.ready = "yes";
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
    });
  }
}
