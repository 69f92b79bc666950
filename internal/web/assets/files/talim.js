// Small helps. Every page works without them.
(() => {
  "use strict";
  const store = window.sessionStorage;

  // Computers are shared. What is kept in this tab belongs to one account: it goes when
  // somebody else has signed in, or nobody has. A page that does not know whose it is,
  // such as one that failed, takes nothing away.
  const who = document.documentElement.dataset.who;
  if (who !== undefined && store.getItem("who") !== who) {
    store.clear();
    store.setItem("who", who);
  }
  // So it is in other tabs, where the page of the one before may still stand.
  const tabs = window.BroadcastChannel && new BroadcastChannel("who");
  if (tabs) {
    tabs.onmessage = ({ data }) => {
      if (!who || data === who) return;
      store.clear();
      location.replace(location.pathname + location.search);
    };
    if (who) tabs.postMessage(who);
  }

  // Drafts: what stands in a form with data-draft survives a change of language
  // or a page left by mistake. They stay in this tab and go with the session.
  const key = (form) => "draft " + (who ?? store.getItem("who")) + " " + form.dataset.draft;
  // The version that the text was written over stays with it, so that the server sees what changed since.
  const skip = (el) =>
    !el.name || el.name.startsWith("_") || ["password", "file", "submit"].includes(el.type) || (el.type === "hidden" && !["version", "was"].includes(el.name));
  const take = (form) => {
    const kept = {};
    for (const el of form.elements) {
      if (skip(el)) continue;
      const one = el.type === "checkbox" || el.type === "radio" ? (el.checked ? [el.value] : []) : [el.value];
      kept[el.name] = (kept[el.name] || []).concat(one);
    }
    return JSON.stringify(kept);
  };
  const give = (form, kept) => {
    const left = {};
    for (const el of form.elements) {
      if (skip(el) || !(el.name in kept)) continue;
      if (el.type === "checkbox" || el.type === "radio") el.checked = kept[el.name].includes(el.value);
      else {
        const i = left[el.name] || 0;
        if (kept[el.name][i] !== undefined) el.value = kept[el.name][i];
        left[el.name] = i + 1;
      }
    }
  };
  // What was sent goes with the next page, unless that says it was not saved.
  const failed = document.querySelector("[data-failed]");
  for (const name of Object.keys(store).filter((n) => n.startsWith("sent "))) {
    store.removeItem(name);
    if (!failed) store.removeItem(name.slice("sent ".length));
  }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (form.querySelector("[type=password]")) continue;
    const was = store.getItem(key(form));
    // An answer to what was sent (422) holds the typed text already.
    if (form.querySelector(".summary")) store.setItem(key(form), take(form));
    else if (was) give(form, JSON.parse(was));
    form.addEventListener("input", () => store.setItem(key(form), take(form)));
    form.addEventListener("submit", () => store.setItem("sent " + key(form), "1"));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.dataset.signout !== undefined) {
      store.clear();
      if (tabs) tabs.postMessage("");
    }
    if (form.method === "post") {
      form.dataset.sent = "1";
      form.setAttribute("aria-busy", "true");
      setTimeout(() => again(form), 10000); // an answer that is a file leaves the page here
    }
  });
  // Back from the next page: the form may be sent again.
  const again = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(again));

  // A question before something is done: it is read when it opens, and Escape leaves
  // everything as it is.
  for (const ask of document.querySelectorAll("details.ask")) {
    const [leave, question] = ask.children;
    ask.addEventListener("toggle", () => ask.open && question.focus());
    ask.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !ask.open) return;
      ask.open = false;
      leave.focus();
    });
  }

  // The entry of the current page in a navigation that scrolls.
  const current = document.querySelector(".nav [aria-current]");
  if (current) current.parentElement.scrollLeft = current.offsetLeft - 16;

  // After an error, go to the summary of what is wrong.
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();

  for (const select of document.querySelectorAll("select[data-auto]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
