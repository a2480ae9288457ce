// Sends large files in pieces before their form: when the line breaks, it goes on where it stopped. A file is
// named by its SHA-256, so this also holds for the same file chosen again on a page opened anew.

import { say } from "./words.js";

const PIECE = 256 * 1024;
const WAITS_S = [1, 2, 4, 8, 15, 30];

export function sendInPieces(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !window.crypto?.subtle) return;
    const waiting = large(form);
    if (waiting.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    sendAll(form, waiting, event.submitter).finally(() => delete form.dataset.sending);
  });
  // A page that comes back has already handed over what these name.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) root.querySelectorAll("[data-whole]").forEach((field) => field.remove());
  });
}

function large(form) {
  const inputs = [...form.querySelectorAll('[data-pieces] input[type="file"]')];
  return inputs.flatMap((input) => [...input.files].filter((file) => file.size > PIECE).map((file) => ({ input, file })));
}

async function sendAll(form, waiting, submitter) {
  form.querySelectorAll(".ts-upload__progress").forEach((before) => before.remove());
  for (const { input, file } of waiting) {
    const box = input.closest("[data-pieces]");
    const shown = progressIn(box, file);
    try {
      const name = await digest(file);
      await send(box.dataset.pieces + name, file, form, shown);
      handOver(form, input, file, name);
      shown.remove();
    } catch (error) {
      shown.say(error.message);
      return;
    }
  }
  form.requestSubmit(submitter);
}

async function digest(file) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send(address, file, form, shown) {
  let offset = await ask(address, { method: "HEAD" }, form, shown);
  if (offset > 0) shown.say(say("Gửi tiếp từ chỗ đã dừng.", "Going on from where it stopped."));
  while (offset < file.size) {
    shown.at(offset);
    offset = await ask(
      address,
      { method: "PATCH", headers: { "Upload-Offset": offset }, body: file.slice(offset, offset + PIECE) },
      form,
      shown,
    );
  }
  shown.at(file.size);
}

// How much the house has; waits and asks again while the line is down, and gives up when the house refuses.
async function ask(address, request, form, shown) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" };
  for (let attempt = 0; ; attempt += 1) {
    let answer;
    try {
      answer = await fetch(address, { ...request, headers: { ...headers, ...request.headers } });
    } catch {
      answer = null;
    }
    if (answer && (answer.ok || answer.status === 409)) {
      if (attempt > 0) shown.say(say("Đã có kết nối, đang gửi tiếp.", "Connected again, going on."));
      return Number(answer.headers.get("Upload-Offset"));
    }
    if (answer && ![502, 503, 504].includes(answer.status)) throw new Error(await reason(answer));
    shown.say(
      say(
        "Mất kết nối. Phần đã gửi vẫn còn; trang này sẽ tự gửi tiếp khi có mạng.",
        "No connection. What was sent is kept; this page goes on by itself when the line is back.",
      ),
    );
    await lineOrTime(WAITS_S[Math.min(attempt, WAITS_S.length - 1)]);
  }
}

async function reason(answer) {
  const told = await answer.json().catch(() => ({}));
  return told.message ?? say(
    "Chưa gửi được tệp này. Bạn hãy tải lại trang rồi thử lại.",
    "This file could not be sent. Please reload the page and try again.",
  );
}

function lineOrTime(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

// The form names the file instead of carrying it.
function handOver(form, input, file, name) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: `whole_${input.name}`, value: `${name}:${file.name}` });
  field.dataset.whole = "yes";
  form.append(field);
  const kept = new DataTransfer();
  for (const other of input.files) if (other !== file) kept.items.add(other);
  input.files = kept.files;
}

function progressIn(box, file) {
  const sending = say("Đang gửi", "Sending");
  const shown = document.createElement("div");
  shown.className = "ts-upload__progress";
  const bar = document.createElement("progress");
  bar.max = file.size;
  bar.value = 0;
  bar.setAttribute("aria-label", `${sending} ${file.name}`);
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  const share = document.createElement("p");
  shown.append(bar, share, words);
  box.append(shown);
  return {
    at: (offset) => {
      bar.value = offset;
      share.textContent = `${sending} ${file.name}: ${Math.floor((100 * offset) / file.size)} %`;
    },
    say: (text) => (words.textContent = text),
    remove: () => shown.remove(),
  };
}
