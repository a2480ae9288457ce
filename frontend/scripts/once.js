// A form is sent once, however often its button is pressed. The server holds to it too, by the form's key.

export function sendOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-once")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // Back from the next page, or after an answer into this page, it may be sent again.
  window.addEventListener("pageshow", (event) => event.persisted && release(root));
  root.addEventListener("htmx:afterRequest", () => release(root));
}

function release(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      button.removeAttribute("aria-disabled");
    }
  }
}
