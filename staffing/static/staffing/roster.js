// The roster's grid by keyboard and by hand. Every cell is a link: without this it still works.
(function () {
  "use strict";

  const grid = document.querySelector(".roster-grid");
  if (!grid) return;

  // Arrow keys move between cells as the eye does: left is left in every language.
  function neighbour(link, across, down) {
    const cell = link.closest("td");
    const column = cell.cellIndex + (document.dir === "rtl" ? -across : across);
    const row = cell.parentElement.parentElement.rows[cell.parentElement.rowIndex - 1 + down];
    return row && row.cells[column] ? row.cells[column].querySelector("a") : null;
  }
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  grid.addEventListener("keydown", function (event) {
    const link = event.target.closest("td a");
    if (!link || !moves[event.key]) return;
    const next = neighbour(link, moves[event.key][0], moves[event.key][1]);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // Drag a shift to another cook of the same day; the server judges before anything is kept.
  const form = document.getElementById("move");
  let carried = null;
  grid.addEventListener("dragstart", function (event) {
    carried = event.target.closest("a[data-assignment]");
    if (carried) event.dataTransfer.setData("text/plain", carried.dataset.assignment);
  });
  function target(event) {
    const link = event.target.closest("a[data-date]");
    return carried && link && link !== carried && link.dataset.date === carried.dataset.date ? link : null;
  }
  grid.addEventListener("dragover", function (event) {
    const link = target(event);
    if (!link) return;
    event.preventDefault();
    grid.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
    link.classList.add("over");
  });
  grid.addEventListener("drop", function (event) {
    const link = target(event);
    if (!link) return;
    event.preventDefault();
    form.elements.assignment.value = carried.dataset.assignment;
    form.elements.cook.value = link.dataset.cook;
    form.requestSubmit();
  });
})();
