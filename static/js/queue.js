// Keys on a record that was opened from a list: J next, K previous, A approve, D decline. Each is a link on the page.
(() => {
  // A decision is a link to its form, or a form of its own that is sent at once.
  function acts(...names) {
    return names.flatMap((name) => [`a[href*="/${name}/"]`, `form[action*="/${name}/"] button`]).join(", ");
  }
  const find = {
    j: '[data-key="j"]',
    k: '[data-key="k"]',
    a: acts("approve", "approve-plan", "accept", "confirm", "agree"),
    d: acts("decline"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!document.querySelector(".v-queue")) return;
    const link = document.querySelector(find[event.key.toLowerCase()] || "[data-no-key]");
    if (link) link.click();
  });
})();
