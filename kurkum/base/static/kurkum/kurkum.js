// Small comforts: toasts that close, steppers, dialogs, unsaved work. Every page works without it.
(function () {
  "use strict";

  // Digits of Arabic and Persian keyboards count like ours; anything else counts as nothing.
  function latin(text) {
    const digits = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
    return Number(digits.replace("\u2212", "-").replace(/[\u200e\u200f\s]/g, "")) || 0;
  }

  // A stepper button moves the number beside it and tells listeners as typing would.
  function step(button) {
    const input = button.closest(".stepper").querySelector("input");
    const by = Number(button.dataset.step);
    const low = input.min === "" ? -Infinity : Number(input.min);
    const high = input.max === "" ? Infinity : Number(input.max);
    input.value = String(Math.min(high, Math.max(low, latin(input.value) + by)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function close(button) {
    const dialog = button.closest("dialog");
    if (dialog) dialog.close();
    else button.closest(".toast").remove();
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-step], [data-open], [data-close], [data-print]");
    if (!button) return;
    if (button.dataset.step) step(button);
    else if (button.dataset.open) document.getElementById(button.dataset.open).showModal();
    else if ("close" in button.dataset) close(button);
    else window.print();
  });

  // The panel behind the bar's last button closes at a press beside it or at Escape.
  function closePanels(except) {
    document.querySelectorAll("details[data-more][open]").forEach(function (panel) {
      if (panel !== except) panel.open = false;
    });
  }
  document.addEventListener("click", (event) => closePanels(event.target.closest("details[data-more]")));
  document.addEventListener("keydown", function (event) {
    const panel = event.key === "Escape" && document.querySelector("details[data-more][open]");
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });

  // Good news leaves by itself; warnings and errors stay until they are closed.
  function leaveSoon(root) {
    root.querySelectorAll(".toast:not(.error):not(.warning)").forEach(function (toast) {
      setTimeout(() => toast.remove(), 7000);
    });
  }
  leaveSoon(document);
  document.addEventListener("htmx:load", (event) => leaveSoon(event.detail.elt));

  // Ask before leaving a form marked data-unsaved that has been changed and not sent.
  let changed = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-unsaved]")) changed = true;
  });
  document.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

  // A failed request never looks like a success.
  function failed() {
    const text = Object.assign(document.createElement("p"), { textContent: document.body.dataset.failed });
    const toast = Object.assign(document.createElement("div"), { className: "toast error" });
    toast.append(text);
    document.querySelector(".toasts").replaceChildren(toast);
  }
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  // A form refused with 422 comes back with its errors: show it in place.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status !== 422) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
})();
