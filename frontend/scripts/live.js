// Listens for changes that the server announces: one stream a page, however many of its parts follow it.
// <div data-live="show" data-live-url="…" hx-get="…" hx-trigger="live"> is fetched anew by itself, but never
// while somebody stands in it; <div data-live="tell"> only shows its bar. With data-live-dossier and
// data-live-version a part hears of that dossier alone, and of nothing it shows already.

let stream = null;

export function followLiveChanges(htmx) {
  const part = document.querySelector("[data-live-url]");
  if (!part || stream) return;
  stream = new EventSource(part.dataset.liveUrl, { withCredentials: true });
  let waiting = null;
  let heard = [];
  stream.addEventListener("message", (event) => {
    heard.push(JSON.parse(event.data));
    // Many announcements at once are one refresh.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const changes = heard;
      heard = [];
      for (const each of document.querySelectorAll("[data-live]")) {
        if (changes.some((change) => concerns(each, change))) show(each, htmx);
      }
    }, 400);
  });
  window.addEventListener("pagehide", leave, { once: true });
}

function leave() {
  stream?.close();
  stream = null;
}

function concerns(part, change) {
  const { liveDossier, liveVersion } = part.dataset;
  if (change.reload) return true; // news may have been missed: better one look too many
  return !liveDossier || (change.dossier === liveDossier && change.version > Number(liveVersion));
}

function show(part, htmx) {
  const isUsed = part.contains(document.activeElement) || part.querySelector("details[open]");
  if (part.dataset.live === "show" && !isUsed) return htmx.trigger(part, "live");
  part.querySelector("[data-live-bar] > p")?.removeAttribute("hidden");
}
