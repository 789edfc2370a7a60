// Passkeys: fetches a challenge, lets the browser and its authenticator answer it, and sends the
// answer with the page's form. Without this script the form stays hidden, and codes remain.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = text => {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), letter => letter.charCodeAt(0));
  };
  const written = buffer => {
    const letters = Array.from(new Uint8Array(buffer), byte => String.fromCharCode(byte));
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const known = list => (list || []).map(one => ({ ...one, id: bytes(one.id) }));

  const make = async options => {
    const made = await navigator.credentials.create({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    } });
    const answer = made.response;
    return {
      id: made.id, rawId: written(made.rawId), type: made.type, extensions: {},
      response: {
        attestationObject: written(answer.attestationObject),
        clientDataJSON: written(answer.clientDataJSON),
        transports: answer.getTransports ? answer.getTransports() : [],
      },
    };
  };

  const show = async options => {
    const shown = await navigator.credentials.get({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    } });
    const answer = shown.response;
    return {
      id: shown.id, rawId: written(shown.rawId), type: shown.type, extensions: {},
      response: {
        authenticatorData: written(answer.authenticatorData),
        clientDataJSON: written(answer.clientDataJSON),
        signature: written(answer.signature),
        userHandle: answer.userHandle ? written(answer.userHandle) : null,
      },
    };
  };

  const ask = async form => {
    const step = form.elements.step;
    const asked = await fetch(form.dataset.begin, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept": "application/json" },
      body: JSON.stringify(step ? { step: step.value } : {}),
    });
    const said = await asked.json();
    if (!asked.ok) {
      throw { words: document.documentElement.lang === "vi" ? said.detail_vi : said.detail };
    }
    return said;
  };

  for (const form of document.querySelectorAll("form.passkey")) {
    const status = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", async event => {
      event.preventDefault();
      status.textContent = form.dataset.wait;
      try {
        const { ceremony, options } = await ask(form);
        const answer = await (form.dataset.makes ? make(options) : show(options));
        form.elements.ceremony.value = ceremony;
        form.elements.answer.value = JSON.stringify(answer);
        form.submit();
      } catch (error) {
        status.textContent = error.words || form.dataset.failed;
      }
    });
  }
})();
