// Keys on a record that was opened from a list: J next, K previous, A approve, D decline. Each is a link on the page.
(() => {
  const find = {
    j: '[data-key="j"]',
    k: '[data-key="k"]',
    a: 'a[href*="/approve/"], a[href*="/accept/"], a[href*="/confirm/"], a[href*="/agree/"]',
    d: 'a[href*="/decline/"]',
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!document.querySelector(".v-queue")) return;
    const link = document.querySelector(find[event.key.toLowerCase()] || "[data-no-key]");
    if (link) link.click();
  });
})();
