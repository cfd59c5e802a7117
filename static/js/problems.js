/* The list of what is wrong with a form leads to its fields. Without this script the address would keep the field's name,
   and a browser that opens such an address does not begin at the list of what is wrong the next time. */
for (const link of document.querySelectorAll(".problems a")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    field.focus();
    if (document.activeElement !== field) return;
    field.scrollIntoView({ block: "center" }); // focusing shows only the first line of a long field
    event.preventDefault();
  });
}
