// Drag a mentee onto a mentor. It only opens the page on which the change stands
// with what it costs; without script the same page is one link away.
(() => {
  "use strict";
  const root = document.querySelector("[data-change]");
  if (!root) return;
  let held = null;
  for (const card of root.querySelectorAll("[data-mentee]")) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      held = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.mentee);
    });
    card.addEventListener("dragend", () => (held = null));
  }
  for (const place of root.querySelectorAll("[data-mentor]")) {
    const takes = () => held && held !== place && held.dataset.mentor !== place.dataset.mentor;
    const leave = () => place.classList.remove("over");
    place.addEventListener("dragover", (event) => {
      if (!takes()) return;
      event.preventDefault();
      place.classList.add("over");
    });
    place.addEventListener("dragleave", leave);
    place.addEventListener("drop", (event) => {
      leave();
      if (!takes()) return;
      event.preventDefault();
      const to = new URLSearchParams({ mentee: held.dataset.mentee, mentor: place.dataset.mentor });
      window.location.assign(root.dataset.change + "?" + to);
    });
  }
  for (const hint of root.querySelectorAll("[data-drag-hint]")) hint.hidden = false;
})();
