// Listens for changes that the server announces and lets htmx fetch what is shown anew:
// <div data-live-url="…" hx-get="…" hx-trigger="live"> … </div>

export function followLiveChanges(root, htmx) {
  for (const part of root.querySelectorAll("[data-live-url]")) {
    if (part.dataset.ready) continue;
    part.dataset.ready = "yes";
    const stream = new EventSource(part.dataset.liveUrl, { withCredentials: true });
    let waiting = null;
    stream.addEventListener("message", () => {
      // Many announcements at once are one refresh; nothing is torn from under somebody who types.
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (!part.isConnected) stream.close();
        else if (!part.contains(document.activeElement) || !isTyping()) htmx.trigger(part, "live");
      }, 400);
    });
    part.addEventListener("htmx:beforeCleanupElement", () => stream.close());
    window.addEventListener("pagehide", () => stream.close(), { once: true });
  }
}

function isTyping() {
  return /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
}
