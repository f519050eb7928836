// What is typed is never lost: it is kept on the phone until the kitchen has it.
(function () {
  "use strict";
  const form = document.getElementById("counts");
  if (!form) return;
  const key = "order:" + location.pathname;
  const inputs = () => Array.from(form.querySelectorAll("input[type=number]"));

  function keep() {
    const draft = Object.fromEntries(inputs().map((input) => [input.name, input.value]));
    localStorage.setItem(key, JSON.stringify(draft));
  }
  function drop() { localStorage.removeItem(key); }

  function say(text) {
    const note = Object.assign(document.createElement("p"), { className: "note bad", textContent: text });
    const status = document.getElementById("status");
    status.replaceChildren(status.querySelector("[name=version]"), note);
  }

  form.addEventListener("input", keep);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-drop-draft]")) drop(); });
  form.addEventListener("htmx:sendError", () => say(form.dataset.notSaved));
  // An expired session answers with the page for signing in: never show it as a saved order.
  form.addEventListener("htmx:beforeSwap", function (event) {
    const xhr = event.detail.xhr;
    if (xhr.responseText.includes('id="status"')) return;
    event.detail.shouldSwap = false;
    say(form.dataset.signedOut);
  });
  form.addEventListener("htmx:afterSwap", () => { if (form.querySelector("[data-saved]")) drop(); });
  window.addEventListener("online", () => { if (localStorage.getItem(key)) htmx.trigger(form, "change"); });

  const draft = JSON.parse(localStorage.getItem(key) || "null");
  if (!draft) return;
  inputs().forEach((input) => { if (draft[input.name] !== undefined) input.value = draft[input.name]; });
  htmx.trigger(form, "change");
})();
