// Shows what was chosen before it is sent, and says at once when a file is too large or of another kind.

import { say } from "./words.js";

export function enhanceUploads(root) {
  for (const box of root.querySelectorAll("[data-upload]")) {
    if (box.dataset.ready) continue;
    box.dataset.ready = "yes";
    for (const input of box.querySelectorAll('input[type="file"]')) {
      input.addEventListener("change", () => review(box, input));
    }
  }
}

function review(box, input) {
  // The camera and the file control speak for the same paper: the last one used counts.
  for (const other of box.querySelectorAll('input[type="file"]')) {
    if (other !== input) other.value = "";
  }
  const list = box.querySelector(".ts-upload__chosen");
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  const complaints = [...input.files].map((file) => complaintAbout(file, box));
  const refused = complaints.some(Boolean);
  list.replaceChildren(...[...input.files].map((file, at) => line(file, complaints[at])));
  list.hidden = input.files.length === 0;
  if (refused) input.value = "";
}

function complaintAbout(file, box) {
  if (file.size > Number(box.dataset.limit)) 
    return say("lớn quá mức cho phép, hãy chọn tệp nhỏ hơn", "too large, please choose a smaller file");
  if (file.type && !box.dataset.accept.split(",").includes(file.type)) 
    return say("không phải PDF, JPEG hay PNG", "not PDF, JPEG or PNG");
  if (file.size === 0) return say("không có nội dung", "empty");
  return "";
}

function line(file, complaint) {
  const item = document.createElement("li");
  item.className = complaint ? "ts-upload__file ts-upload__file--refused" : "ts-upload__file";
  if (!complaint && file.type.startsWith("image/")) {
    const preview = document.createElement("img");
    preview.alt = "";
    preview.src = URL.createObjectURL(file);
    item.append(preview);
  }
  const text = document.createElement("span");
  text.textContent = complaint ? `${file.name}: ${complaint}.` : `${file.name} (${size(file.size)})`;
  item.append(text);
  return item;
}

function size(bytes) {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".0", "").replace(".", say(",", "."))} MB`;
}
