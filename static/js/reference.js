/* The API reference: finds operations by words, keeps the one that was opened in the address, and copies examples.
   Without this script everything can be read, and links still open what they lead to. */

class Reference extends HTMLElement {
  connectedCallback() {
    this.find = this.querySelector("input[type=search]");
    this.said = this.querySelector("[role=status]");
    this.operations = [...this.querySelectorAll(".reference__one")].map((one) => {
      const name = one.querySelector("[id]").id;
      const words = `${one.querySelector("summary").textContent} ${name} ${one.querySelector("p code")?.textContent ?? ""}`;
      return { one, words: words.toLowerCase(), entry: this.querySelector(`nav a[href="#${name}"]`).parentElement };
    });
    this.find.addEventListener("input", () => this.filter());
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target === this.find) this.clear();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      this.find.focus();
    });
    // Events of opening don't rise, so they are caught on their way down.
    this.addEventListener("toggle", (event) => this.toggled(event.target), true);
    window.addEventListener("hashchange", () => this.open());
    this.offerCopies(this.querySelector("#quick-start"));
    this.open();
  }

  /* Show the operations that have every word; without words, all of them. */
  filter() {
    const words = this.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { one, words: known, entry } of this.operations) {
      const fits = words.every((word) => known.includes(word));
      one.hidden = entry.hidden = !fits;
      found += fits;
    }
    for (const each of this.querySelectorAll(".reference__section")) each.hidden = !each.querySelector("details:not([hidden])");
    for (const each of this.querySelectorAll("nav details")) {
      for (const list of each.querySelectorAll("ul")) {
        list.hidden = list.previousElementSibling.hidden = !list.querySelector("li:not([hidden])");
      }
      each.hidden = !each.querySelector("ul:not([hidden])");
      each.open = words.length > 0 && !each.hidden;
    }
    this.said.textContent = found ? "" : this.said.dataset.none;
  }

  clear() {
    this.find.value = "";
    this.filter();
  }

  toggled(details) {
    if (!details.open || !details.matches(".reference__one, .reference__object")) return;
    this.offerCopies(details);
    const name = details.querySelector("[id]").id;
    if (location.hash !== `#${name}`) history.replaceState(null, "", `#${name}`);
    this.mark(name);
  }

  /* Open what the address names, also where a filter hides it. */
  open() {
    const name = decodeURIComponent(location.hash.slice(1));
    const details = name && document.getElementById(name)?.closest("details");
    if (!details || !this.contains(details)) return;
    if (details.hidden) this.clear();
    details.open = true;
    details.scrollIntoView({ block: "start" });
    this.mark(name);
  }

  mark(name) {
    for (const link of this.querySelectorAll("nav a")) {
      if (link.hash !== `#${name}`) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "location");
        const group = link.closest("details");
        if (group) group.open = true;
      }
    }
  }

  offerCopies(place) {
    if (!navigator.clipboard) return;
    for (const example of place.querySelectorAll("pre")) {
      if (example.parentElement.matches(".reference__copied")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "reference__copy";
      button.textContent = this.getAttribute("copy");
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(example.textContent);
        button.textContent = this.getAttribute("copied");
        setTimeout(() => (button.textContent = this.getAttribute("copy")), 2000);
      });
      const frame = document.createElement("div");
      frame.className = "reference__copied";
      example.replaceWith(frame);
      frame.append(example, button);
    }
  }
}
customElements.define("api-reference", Reference);
