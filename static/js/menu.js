// The menu's groups fold. A group that somebody opens stays open on the next pages: the server reads the cookie, so that
// nothing moves while a page loads.
(() => {
  const YEAR = 31536000; // seconds

  function opened() {
    const found = /(?:^|; )menu=([^;]*)/.exec(document.cookie);
    return new Set(found ? found[1].split(".").filter(Boolean) : []);
  }

  // The click comes before the group opens or closes; a key on a summary is a click, too.
  document.addEventListener("click", (event) => {
    const group = event.target.closest("summary")?.closest("[data-group]");
    if (!group) return;
    const codes = opened();
    if (group.open) codes.delete(group.dataset.group);
    else codes.add(group.dataset.group);
    const safe = location.protocol === "https:" ? "; Secure" : "";
    const path = new URL(document.querySelector("#nav-sidebar-apps").dataset.root, location).pathname;
    document.cookie = `menu=${[...codes].join(".")}; Path=${path}; Max-Age=${YEAR}; SameSite=Lax${safe}`;
  });
})();
