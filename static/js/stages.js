/* Moves a request to another stage by dragging its card; the card's own form is sent. Without it, its buttons do.
   The focus follows the card, because what had it is replaced. */
(function () {
  "use strict";
  let dragged = null;
  let moved = null;
  const columnOf = (event) => event.target.closest && event.target.closest("[data-stage]");
  const ready = () => {
    document.querySelectorAll("[data-card]").forEach((card) => {
      card.draggable = card.querySelector("form") !== null;
    });
  };
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-card]");
    if (dragged && event.dataTransfer) {
      event.dataTransfer.effectAllowed = "move";
    }
  });
  document.addEventListener("dragover", (event) => {
    if (dragged && columnOf(event)) {
      event.preventDefault();
    }
  });
  document.addEventListener("drop", (event) => {
    const column = columnOf(event);
    const form = dragged && dragged.querySelector("form");
    if (!column || !form || column.contains(dragged)) {
      return;
    }
    event.preventDefault();
    form.elements.stage.value = column.dataset.stage;
    form.requestSubmit();
    dragged = null;
  });
  document.addEventListener("submit", (event) => {
    moved = event.target.elements.reservation ? event.target.elements.reservation.value : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    ready();
    const field = moved && document.querySelector(`[data-card] [name=reservation][value="${moved}"]`);
    if (field) {
      field.closest("[data-card]").querySelector("a").focus();
    }
    moved = null;
  });
  ready();
})();
