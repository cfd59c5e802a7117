/* The palette of the dashboard: Ctrl+K, or a click on the link that leads to the same search without a script. */
(() => {
  const link = document.querySelector("a[data-palette]");
  if (!link) return;
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", link.dataset.name);
  const input = document.createElement("input");
  Object.assign(input, { type: "search", maxLength: 100, autocomplete: "off", placeholder: link.dataset.hint });
  input.setAttribute("aria-label", link.dataset.hint);
  const list = document.createElement("div");
  list.setAttribute("aria-live", "polite");
  const keys = document.createElement("p");
  keys.className = "soft small";
  keys.textContent = link.dataset.keys;
  dialog.append(input, list, keys);
  document.body.append(dialog);

  function open() {
    if (dialog.open) return;
    document.querySelector("#sections:popover-open")?.hidePopover();
    dialog.showModal();
    input.select();
  }

  let timer, asked = 0;
  async function look() {
    const mine = ++asked;
    const answer = await fetch(`${link.href}?q=${encodeURIComponent(input.value)}`, { headers: { "X-Palette": "1" } });
    const text = answer.ok ? await answer.text() : "";
    if (mine === asked) list.innerHTML = text; // rendered and escaped by the server
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
  dialog.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
    } else if (event.key === "Enter" && document.activeElement === input && links.length) {
      event.preventDefault();
      links[0].click();
    }
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
})();
