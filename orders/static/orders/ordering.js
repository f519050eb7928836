// What is typed is never lost: it is kept on the phone until the kitchen has it.
(function () {
  "use strict";
  const form = document.getElementById("counts");
  if (!form) return;
  const PREFIX = "order:";
  const key = PREFIX + location.pathname;
  const inputs = () => Array.from(form.querySelectorAll("input[name^='count:']"));
  const version = () => form.querySelector("input[name=version]:not([form])");

  // A browser that keeps nothing (private mode) still orders; it only cannot remember.
  const store = {
    read(name) { try { return JSON.parse(localStorage.getItem(name) || "null"); } catch { return null; } },
    write(name, draft) { try { localStorage.setItem(name, JSON.stringify(draft)); } catch { /* nothing to keep it in */ } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
    names() { try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return []; } },
  };

  function keep() {
    const counts = Object.fromEntries(inputs().map((input) => [input.name, input.value]));
    store.write(key, { version: version().value, title: document.querySelector("h2").textContent, counts });
  }
  const drop = () => store.drop(key);
  const status = () => document.getElementById("status");

  // The kitchen's answer takes some seconds: say so, and hear one tap only.
  const asking = document.querySelector("form[data-asking]");
  if (asking) asking.addEventListener("submit", function () {
    asking.querySelector("button.main").disabled = true;
    asking.querySelector("[role=status]").textContent = asking.dataset.asking;
  });

  function say(text, link) {
    const note = Object.assign(document.createElement("p"), { className: "note bad", textContent: text + " " });
    if (link) note.append(Object.assign(document.createElement("a"), { href: link.url, textContent: link.text }));
    status().replaceChildren(version(), note);
  }
  const noConnection = () => say(form.dataset.notSaved);
  const signedOut = () => say(form.dataset.signedOut, { url: form.dataset.signInUrl, text: form.dataset.signIn });

  form.addEventListener("input", function () {
    keep();
    const saved = status().querySelector("[data-saved]");
    if (saved) saved.textContent = form.dataset.saving;
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-drop-draft]")) drop(); });
  form.addEventListener("htmx:sendError", noConnection);
  // An expired session answers with the page for signing in: never show it as a saved order.
  form.addEventListener("htmx:beforeSwap", function (event) {
    const xhr = event.detail.xhr;
    if (xhr.responseText.includes('id="status"')) return;
    event.detail.shouldSwap = false;
    if (xhr.status >= 500) noConnection();
    else signedOut();
  });
  form.addEventListener("htmx:afterSwap", () => { if (form.querySelector("[data-saved]")) drop(); });
  window.addEventListener("online", () => { if (store.read(key)) htmx.trigger(form, "change"); });
  // Leaving with something typed and not yet sent: the browser sends it after us.
  window.addEventListener("pagehide", function () {
    if (inputs().length && store.read(key)) navigator.sendBeacon(location.href, new FormData(form));
  });
  // The back button shows what stands now, never an old copy.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Days typed elsewhere on this phone that the kitchen has not got.
  const others = store.names().filter((name) => name !== key);
  const list = document.querySelector("#drafts ul");
  others.forEach(function (name) {
    const link = Object.assign(document.createElement("a"), { href: name.slice(PREFIX.length), className: "button", textContent: (store.read(name) || {}).title || name });
    list.append(document.createElement("li"));
    list.lastChild.append(link);
  });
  document.getElementById("drafts").hidden = !others.length;

  const draft = store.read(key);
  if (!draft || !draft.counts) return;
  if (!inputs().length) {
    const typed = Object.values(draft.counts).join(", ");
    say(form.dataset.tooLate + " " + typed);
    drop();
    return;
  }
  inputs().forEach((input) => { if (draft.counts[input.name] !== undefined) input.value = draft.counts[input.name]; });
  version().value = draft.version;
  htmx.trigger(form, "change");
})();
