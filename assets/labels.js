// The label studio: shows what the form asks for while it is filled in. The server makes the page
// anew, and its parts take the place of the old ones; without this script the form's button does
// the same.
"use strict";
(() => {
  const form = document.querySelector("form.studio");
  if (!form || !window.DOMParser) return;
  const pause = 400;
  let waiting = 0;
  let asked = null;

  const address = () => {
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(given).toString();
    return form.getAttribute("action") + (query ? "?" + query : "");
  };

  // The picture is there before it is shown, so that nothing flickers.
  const loaded = page => {
    const found = page.querySelector("[data-part=picture] img");
    if (!found) return Promise.resolve();
    const picture = new Image();
    picture.src = found.getAttribute("src");
    return picture.decode().catch(() => {});
  };

  const show = page => {
    for (const part of document.querySelectorAll("[data-part]")) {
      const newer = page.querySelector(`[data-part=${part.dataset.part}]`);
      if (!newer || newer.innerHTML === part.innerHTML) continue;
      const open = part.querySelector("details[open]") !== null;
      part.replaceChildren(...newer.childNodes);
      const details = part.querySelector("details");
      if (details && open) details.open = true;
    }
    for (const field of form.elements) {
      const newer = field.id && page.getElementById(field.id);
      if (!newer) continue;
      const wrong = newer.getAttribute("aria-invalid");
      if (wrong) field.setAttribute("aria-invalid", wrong);
      else field.removeAttribute("aria-invalid");
    }
  };

  const refresh = async () => {
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    const wanted = address();
    try {
      const answer = await fetch(wanted, { signal: mine.signal, headers: { Accept: "text/html" } });
      if (!(answer.headers.get("content-type") || "").startsWith("text/html")) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Signed out, or another page: the button leads there.
      if (!page.querySelector("form.studio")) return;
      await loaded(page);
      if (mine.signal.aborted) return;
      show(page);
      history.replaceState(null, "", wanted);
    } catch (error) {
      // The button still works.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, pause);
  });
})();
