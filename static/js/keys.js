// The theme has controls that only a mouse can use. This makes buttons of them, says whether what they open is open,
// and moves the focus into it and back.
(() => {
  const NATIVE = "a[href], button, input, select, textarea, summary, label";
  const TOGGLE = /^\s*(\w+) = (!\1|true)\s*$/;
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, [tabindex='0']";
  let opened = null; // what the keyboard opened last: its control, the name of its state, what it shows

  const shown = (each) => each.getClientRects().length > 0;
  const state = (each) => (TOGGLE.exec(each.getAttribute("x-on:click") || "") || [])[1];

  function improve() {
    document.querySelectorAll(".material-symbols-outlined:not([x-on\\:click])").forEach((icon) => icon.setAttribute("aria-hidden", "true"));
    // What only closes something when it is clicked beside is not a control: the Escape key does that.
    for (const control of document.querySelectorAll("[x-on\\:click]:not([data-keys], #changelist-filter-close)")) {
      control.dataset.keys = "";
      if (!control.matches(NATIVE)) {
        control.setAttribute("role", "button");
        control.tabIndex = 0;
      }
      const open = state(control);
      if (open && !control.hasAttribute("x-bind:aria-expanded")) {
        Alpine.effect(() => control.setAttribute("aria-expanded", String(Boolean(Alpine.evaluate(control, open)))));
      }
    }
    nameIcons();
  }

  // A control that shows only an icon is called like what it searches, or like what it opens.
  function nameIcons() {
    for (const each of document.querySelectorAll("a, button")) {
      const icon = each.querySelector(".material-symbols-outlined");
      if (!icon || each.title || each.hasAttribute("aria-label") || each.textContent.trim() !== icon.textContent.trim()) continue;
      const words = each.form?.querySelector("[type=search], [type=text]")?.placeholder || document.querySelector('[data-more]')?.dataset.more;
      if (words) each.setAttribute("aria-label", words);
    }
  }

  function follow(control) {
    const name = state(control);
    const panel = [...document.querySelectorAll(`[x-show="${name}"]`)].find(shown);
    const first = panel && [...panel.querySelectorAll(FOCUSABLE)].find(shown);
    if (!first) return;
    opened = { control, name, panel };
    first.focus();
  }

  function close() {
    const { control, name } = opened;
    opened = null;
    Alpine.evaluate(control, `${name} = false`);
    control.focus();
  }

  // The palette (Ctrl+K) lies over the page: Tab stays in it, and what had the focus before gets it back.
  let before = null;
  const palette = () => document.querySelector(".v-palette");
  function remember() {
    if (!palette()?.contains(document.activeElement)) before = document.activeElement;
  }
  window.addEventListener("opencommand", remember);
  document.addEventListener("keydown", (event) => {
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) remember();
    if (!palette()?.contains(event.target)) return;
    if (event.key === "Tab") event.preventDefault();
    if (event.key === "Escape") setTimeout(() => shown(palette()) || before?.focus(), 60);
  }, true);

  // The theme hides the page until Alpine has started: too late for the browser to honor autofocus by itself.
  function begin() {
    if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
  }

  document.addEventListener("alpine:initialized", improve);
  document.addEventListener("alpine:initialized", () => setTimeout(begin));
  document.addEventListener("htmx:afterSettle", improve);
  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-keys]");
    // A click of the keyboard has no count. The panel is drawn after Alpine's transition has begun.
    if (control && state(control) && event.detail === 0) setTimeout(() => follow(control), 60);
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (opened && !shown(opened.panel)) opened = null;
    if (opened && key === "Escape") {
      close();
    } else if (opened && key === "Tab" && opened.panel.contains(target)) {
      const stops = [...opened.panel.querySelectorAll(FOCUSABLE)].filter(shown);
      if (target !== (event.shiftKey ? stops[0] : stops[stops.length - 1])) return;
      event.preventDefault();
      close();
    } else if (["Enter", " "].includes(key) && target.matches("[data-keys][role=button]")) {
      event.preventDefault();
      target.click();
    }
  });
})();
