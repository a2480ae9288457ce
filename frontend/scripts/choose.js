// A long <select> becomes a combobox (WAI-ARIA 1.2): type part of a name, with or without accents.
// The <select> stays in the form and holds the answer.

import { fold } from "./fold.js";
import { say } from "./words.js";

const SHOWN = 40;

export function enhanceChoosers(root) {
  for (const select of root.querySelectorAll("select[data-choose]")) {
    if (!select.dataset.ready) new Chooser(select);
  }
}

class Chooser {
  constructor(select) {
    select.dataset.ready = "yes";
    this.select = select;
    this.all = [...select.options].filter((option) => option.value).map(entryOf);
    this.active = -1;
    this.build();
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => this.pick(event));
  }

  build() {
    const { select } = this;
    const id = select.id;
    const box = document.createElement("div");
    box.className = "ts-choose";
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "text", autocomplete: "off", spellcheck: false, value: this.chosen() });
    this.input.className = select.className.replaceAll("govuk-select", "govuk-input");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      placeholder: say("Gõ vài chữ, không cần dấu", "Type a few letters, no accents needed"),
    })) {
      this.input.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.list = document.createElement("ul");
    this.list.className = "ts-choose__list";
    this.list.id = `${id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`)?.textContent.trim() ?? "");
    this.list.hidden = true;
    this.said = document.createElement("div");
    this.said.className = "ts-unseen";
    this.said.setAttribute("aria-live", "polite");
    select.id = `${id}-select`;
    this.input.id = id;
    select.hidden = true;
    select.before(box);
    box.append(this.input, this.list, this.said, select);
  }

  chosen() {
    return this.select.value ? this.select.selectedOptions[0].textContent.trim() : "";
  }

  open(text) {
    const words = fold(text).split(" ").filter(Boolean);
    const fitting = this.all.filter((entry) => words.every((word) => entry.words.some((own) => own.startsWith(word))));
    this.found = fitting.slice(0, SHOWN);
    this.list.replaceChildren(...this.found.map((entry, at) => this.line(entry, at)));
    if (!this.found.length) this.list.append(this.nothing());
    this.said.textContent = this.found.length
      ? say(`${fitting.length} kết quả`, `${fitting.length} found`)
      : say("Không có kết quả", "Nothing found");
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.move(words.length && this.found.length ? 0 : -1);
  }

  line(entry, at) {
    const line = document.createElement("li");
    line.className = "ts-choose__option";
    line.id = `${this.list.id}-${at}`;
    line.dataset.at = at;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.lang = entry.lang;
    line.textContent = entry.label;
    if (entry.group) {
      const group = document.createElement("span");
      group.className = "ts-choose__group";
      group.textContent = entry.group;
      line.append(group);
    }
    return line;
  }

  nothing() {
    const line = document.createElement("li");
    line.className = "ts-choose__none";
    line.setAttribute("role", "option");
    line.setAttribute("aria-disabled", "true");
    line.textContent = say("Không có tên nào như vậy", "No such name");
    return line;
  }

  move(to) {
    this.active = to;
    for (const line of this.list.children) line.setAttribute("aria-selected", String(line.dataset.at === String(to)));
    const line = this.list.children[to];
    if (line && to >= 0) {
      this.input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.open("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = this.found.length;
      if (count) this.move((this.active + step + count) % count);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (this.active >= 0) this.take(this.found[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      this.input.value = this.chosen();
      this.close();
    }
  }

  pick(event) {
    event.preventDefault();
    const line = event.target.closest("[data-at]");
    if (line) this.take(this.found[Number(line.dataset.at)]);
  }

  take(entry) {
    this.select.value = entry ? entry.value : "";
    this.input.value = entry ? entry.label : "";
    this.close();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Leaving with a half-typed name takes the marked entry; leaving it empty takes none.
  leave() {
    if (this.list.hidden) return;
    if (!this.input.value.trim()) this.take(null);
    else if (this.input.value === this.chosen()) this.close();
    else if (this.active >= 0) this.take(this.found[this.active]);
    else {
      this.input.value = this.chosen();
      this.close();
    }
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }
}

function entryOf(option) {
  const group = option.parentElement.tagName === "OPTGROUP" ? option.parentElement.label : "";
  const label = option.textContent.trim();
  const { lang } = option.closest("[lang]") ?? document.documentElement;
  return { value: option.value, label, group, lang, words: fold(`${label} ${group}`).split(" ") };
}
