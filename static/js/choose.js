/* A long list is chosen from by typing: <search-select> puts an ARIA 1.2 combobox before the select it holds.
   The select stays in the form, hidden, and is what is sent. A list of lines (a textarea) takes words of one's own too.
   Without this script the select or the textarea is used as it is. It is loaded where such a field is shown. */

const LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[łøđßæœı]/g, (letter) => LETTERS[letter]).trim();

function make(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/* How well an entry fits: 0 its code, 1 its name begins so, 2 a word of its name, 3 another name, 4 inside; -1 not. */
function fit(entry, sought) {
  if (entry.code === sought) return 0;
  if (entry.name.startsWith(sought)) return 1;
  if (` ${entry.name}`.includes(` ${sought}`)) return 2;
  if (` ${entry.also}`.includes(` ${sought}`)) return 3;
  return entry.name.includes(sought) ? 4 : -1;
}

/* The options of a select, one or several of which are chosen. */
class FromSelect {
  constructor(select) {
    this.field = select;
    this.several = select.multiple;
    this.free = false;
  }
  entries() {
    return [...this.field.options].filter((each) => !each.disabled).map((each) => {
      const name = each.text.trim();
      return { value: each.value, label: name, name: fold(name), code: fold(each.value), also: fold(each.dataset.also || "") };
    });
  }
  chosen() {
    return [...this.field.selectedOptions].map((each) => ({ value: each.value, label: each.text.trim() }));
  }
  set(value, on) {
    for (const each of this.field.options) {
      if (each.value === value) each.selected = on;
    }
  }
}

/* The lines of a textarea, with a list of words that others use. */
class FromLines {
  constructor(area, words) {
    this.field = area;
    this.words = words;
    this.several = true;
    this.free = true;
  }
  lines() {
    return this.field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  }
  entries() {
    const offered = [...new Set([...this.lines(), ...this.words])];
    return offered.map((word) => ({ value: word, label: word, name: fold(word), code: fold(word), also: "" }));
  }
  chosen() {
    return this.lines().map((word) => ({ value: word, label: word }));
  }
  set(value, on) {
    const others = this.lines().filter((word) => word !== value);
    this.field.value = (on ? [...others, value] : others).join("\n");
  }
}

class SearchSelect extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("select, textarea");
    if (!field || this.input || field.querySelector("optgroup")) return;
    const offered = this.querySelector("datalist");
    this.source = field.localName === "select"
      ? new FromSelect(field)
      : new FromLines(field, offered ? [...offered.options].map((each) => each.value) : []);
    this.field = field;
    this.shown = [];
    this.at = -1;
    this.build();
    this.listen();
    this.show();
  }

  /* The input takes the select's id, so that its label and the links of an error summary lead to it. */
  build() {
    const { field, source } = this;
    const id = field.id;
    const reached = document.activeElement === field;
    this.input = make("input", {
      type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false", id,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_list`,
    });
    for (const name of ["aria-describedby", "aria-invalid", "aria-label", "aria-labelledby", "class"]) {
      if (field.hasAttribute(name)) this.input.setAttribute(name, field.getAttribute(name));
    }
    if (field.required) this.input[source.several ? "ariaRequired" : "required"] = true;
    this.input.disabled = field.disabled;
    this.list = make("ul", { role: "listbox", id: `${id}_list`, "aria-label": this.getAttribute("choices"), hidden: "" });
    if (source.several) {
      this.list.setAttribute("aria-multiselectable", "true");
      this.chips = make("ul", { class: "chips" });
      this.append(this.chips);
    }
    this.said = make("span", { role: "status", class: "hidden-visually" });
    field.id = `${id}_own`;
    field.required = false;
    field.hidden = true;
    this.append(this.input, this.list, this.said);
    this.classList.add("search-select");
    if (reached) this.input.focus(); // by Tab, before this script was there
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", (event) => this.quiet(event, () => this.open(input.value)));
    input.addEventListener("change", (event) => this.quiet(event));
    input.addEventListener("click", () => this.list.hidden && this.open(""));
    input.addEventListener("focus", () => !this.source.several && input.select());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.leave());
    // Pressing in the list must not take the focus away from the input, nor close the list before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.pick([...list.children].indexOf(row));
    });
    if (this.chips) {
      this.chips.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        this.change(button.value, false);
        input.focus();
      });
    }
    // Going back to a page and resetting a form change the select behind our back.
    window.addEventListener("pageshow", () => this.show());
    if (this.field.form) this.field.form.addEventListener("reset", () => setTimeout(() => this.show()));
  }

  /* What is typed to search is no value of the form. */
  quiet(event, then) {
    event.stopPropagation();
    if (then) then();
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden) this.open("");
      else if (!event.altKey) this.move(steps[event.key]);
      else if (event.key === "ArrowUp") this.close();
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.shown.length) this.pick(Math.max(this.at, 0));
    } else if (event.key === "Tab" && !this.list.hidden && this.input.value && this.at >= 0 && !this.source.several) {
      this.pick(this.at);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.show();
      this.close();
    } else if (event.key === "Backspace" && this.chips && !this.input.value) {
      const last = this.source.chosen().pop();
      if (last) this.change(last.value, false);
    }
  }

  open(text) {
    const sought = fold(text);
    const all = this.source.entries();
    const chosen = new Set(this.source.chosen().map((each) => each.value));
    let found = all;
    if (sought) {
      const fits = all.map((entry) => [fit(entry, sought), entry]).filter(([how]) => how >= 0);
      found = fits.sort((a, b) => a[0] - b[0]).map(([, entry]) => entry);
    }
    if (this.source.free && sought && !all.some((entry) => entry.name === sought)) {
      const word = text.trim();
      found = [...found, { value: word, label: this.getAttribute("add").replace("{}", word) }];
    }
    this.shown = found;
    this.list.replaceChildren(...found.map((entry, place) => make(
      "li", { role: "option", id: `${this.list.id}_${place}`, "aria-selected": String(chosen.has(entry.value)) }, entry.label,
    )));
    this.say(found.length ? "" : this.getAttribute("none"));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    if (sought && found.length) this.mark(0);
    else if (!this.source.several) this.mark(found.findIndex((entry) => chosen.has(entry.value)));
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.say("");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  say(text) {
    this.said.textContent = text;
    this.said.className = text ? "nothing" : "hidden-visually";
  }

  move(step) {
    const last = this.shown.length - 1;
    if (Math.abs(step) > 1) this.mark(Math.min(Math.max(this.at + step, 0), last));
    else if (this.at + step < 0) this.mark(last);
    else this.mark(this.at + step > last ? 0 : this.at + step);
  }

  mark(place) {
    const rows = this.list.children;
    if (rows[this.at]) rows[this.at].classList.remove("here");
    this.at = place;
    if (!rows[place]) return;
    rows[place].classList.add("here");
    rows[place].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[place].id);
  }

  pick(place) {
    const { value } = this.shown[place];
    const has = this.source.several && this.source.chosen().some((each) => each.value === value);
    this.change(value, !has);
    this.close();
  }

  change(value, on) {
    this.source.set(value, on);
    this.show();
    for (const name of ["input", "change"]) this.field.dispatchEvent(new Event(name, { bubbles: true }));
  }

  /* Leaving takes what was typed whole, and puts back what is chosen otherwise. */
  leave() {
    const typed = fold(this.input.value);
    const exact = this.source.entries().find((entry) => typed && (entry.name === typed || entry.code === typed));
    const empty = !typed && !this.source.several && this.source.entries().find((entry) => entry.value === "");
    const now = this.source.chosen().map((each) => each.value);
    const wanted = exact || empty || (this.source.free && typed && { value: this.input.value.trim() });
    if (wanted && !now.includes(wanted.value)) this.change(wanted.value, true);
    else this.show();
    this.close();
  }

  /* Show what the select holds. */
  show() {
    const chosen = this.source.chosen();
    if (!this.chips) {
      const [one] = chosen;
      this.input.value = one && one.value ? one.label : "";
      const nothing = [...this.field.options].find((each) => each.value === "");
      this.input.placeholder = nothing ? nothing.text : "";
      return;
    }
    this.input.value = "";
    // A chip that is being pressed takes the focus from the input first, and must still be there for the click.
    const values = JSON.stringify(chosen.map((each) => each.value));
    if (values === this.showing) return;
    this.showing = values;
    this.chips.replaceChildren(...chosen.map(({ value, label }) => make(
      "li", {}, make("button", { type: "button", value, "aria-label": this.getAttribute("remove").replace("{}", label) }, label),
    )));
    this.chips.hidden = !chosen.length;
  }
}

customElements.define("search-select", SearchSelect);
