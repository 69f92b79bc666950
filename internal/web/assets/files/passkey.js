// Passkeys: the device of the reader answers the question of a form. Without script, or in
// a browser that has none, the form stays hidden.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const said = (key) => {
    const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = key.response;
    const response = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
    for (const name of Object.keys(response)) response[name] = text(response[name]) ?? undefined;
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
  };
  const ask = async (form) => {
    const { publicKey } = JSON.parse(form.dataset.options);
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    for (const known of publicKey.excludeCredentials ?? []) known.id = bytes(known.id);
    return said(await navigator.credentials[form.dataset.passkey]({ publicKey }));
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const refused = form.querySelector("[data-refused]");
    form.hidden = false;
    for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      refused.hidden = true;
      try {
        form.elements.answer.value = await ask(form);
      } catch {
        delete form.dataset.sent; // it may be pressed again
        form.removeAttribute("aria-busy");
        refused.hidden = false;
        return;
      }
      const stay = document.querySelector("input[name=stay]:checked");
      if (stay && form.elements.stay) form.elements.stay.value = stay.value;
      form.submit();
    });
  }
})();
