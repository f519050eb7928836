// The roster's grid by keyboard and by hand. Every cell is a link: without this it still works.
(function () {
  "use strict";

  const grid = document.querySelector(".roster-grid");
  if (!grid) return;
  const form = document.getElementById("move");
  const words = document.getElementById("hand");
  let carried = null; // the shift in the hand
  let takers = {}; // by cook: may she take it, and why not

  function cells(date) {
    return grid.querySelectorAll('a[data-date="' + date + '"]');
  }

  // The planner's rules judge every cook of the day as soon as the shift is picked up.
  function pickUp(link) {
    carried = link;
    takers = {};
    link.classList.add("carried");
    fetch(form.dataset.hand.replace("/0/", "/" + link.dataset.assignment + "/"))
      .then((answer) => (answer.ok ? answer.json() : {}))
      .then(function (found) {
        if (carried !== link) return;
        takers = found;
        cells(link.dataset.date).forEach(function (one) {
          const judged = found[one.dataset.cook];
          if (!judged) return;
          one.classList.add(judged.ok ? "may" : "maynot");
          one.title = judged.text;
        });
        const focused = document.activeElement;
        if (target(focused)) say(focused);
      })
      .catch(function () {}); // offline: the server still judges when it is dropped
  }

  function putDown() {
    if (!carried) return;
    cells(carried.dataset.date).forEach(function (one) {
      one.classList.remove("may", "maynot", "over", "carried");
      one.removeAttribute("title");
    });
    carried = null;
    words.hidden = true;
  }

  function say(link) {
    const judged = takers[link.dataset.cook];
    words.hidden = !judged;
    if (judged) words.textContent = judged.text;
  }

  function target(element) {
    const link = element && element.closest ? element.closest("a[data-date]") : null;
    const same = carried && link && link !== carried && link.dataset.date === carried.dataset.date;
    return same ? link : null;
  }

  function over(link) {
    cells(carried.dataset.date).forEach((one) => one.classList.toggle("over", one === link));
    say(link);
  }

  function drop(link) {
    const judged = takers[link.dataset.cook];
    if (judged && !judged.ok) return say(link);
    form.elements.assignment.value = carried.dataset.assignment;
    form.elements.cook.value = link.dataset.cook;
    form.requestSubmit();
  }

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
    if (!link) return;
    if (event.code === "KeyM" && link.dataset.assignment) {
      event.preventDefault();
      putDown();
      return pickUp(link);
    }
    if (event.key === "Escape" && carried) {
      event.preventDefault();
      carried.focus();
      return putDown();
    }
    if (event.key === "Enter" && target(link)) {
      event.preventDefault();
      return drop(link);
    }
    if (!moves[event.key]) return;
    const next = neighbour(link, moves[event.key][0], moves[event.key][1]);
    if (!next || (carried && next.dataset.date !== carried.dataset.date)) return;
    event.preventDefault();
    next.focus();
    if (carried && next !== carried) over(next);
  });

  // The grid opens at today, beside the names that stay: what is over lies before it.
  const today = grid.querySelector("th.today");
  if (today) {
    const names = grid.querySelector("thead th").getBoundingClientRect();
    const place = today.getBoundingClientRect();
    const rightToLeft = document.dir === "rtl";
    const past = rightToLeft ? place.right - names.left : place.left - names.right;
    grid.closest(".scroll").scrollLeft += past;
  }

  // Drag a shift to another cook of the same day; the server judges before anything is kept.
  grid.addEventListener("dragstart", function (event) {
    putDown();
    const link = event.target.closest("a[data-assignment]");
    if (!link) return;
    event.dataTransfer.setData("text/plain", link.dataset.assignment);
    pickUp(link);
  });
  grid.addEventListener("dragover", function (event) {
    const link = target(event.target);
    if (!link) return;
    const judged = takers[link.dataset.cook];
    if (!judged || judged.ok) event.preventDefault();
    over(link);
  });
  grid.addEventListener("drop", function (event) {
    const link = target(event.target);
    if (!link) return;
    event.preventDefault();
    drop(link);
  });
  grid.addEventListener("dragend", putDown);
})();
