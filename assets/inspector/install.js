// Installing: the root key is pinned once, the service worker takes the shell, and the phone is
// asked not to delete what is kept.
import { build } from "./elements.js";
import * as store from "./store.js";
import { language, root, say } from "./words.js";

// Megabytes: a newer pack beside the one in use, and some photographs.
const LITTLE = 100;

// The root key that this device trusts: the one of the first visit. Whether the page may go on.
export const pin = async state => {
  let pinned;
  try {
    pinned = await store.setting("root");
    if (!pinned) {
      await store.set("root", root);
      pinned = root;
    }
  } catch (error) {
    // Private windows of some browsers have no storage: it is said, and nothing is judged.
    await state.note("storage", say("no_storage", { error: error?.message ?? String(error) }));
    return false;
  }
  if (pinned !== root) await state.note("root", say("other_root"));
  return true;
};

const offer = (state, waiting) => state.note("shell", say("newer_page"), " ", build("button", {
  type: "button", class: "link", onclick: () => waiting.postMessage("take over"),
}, say("use_newer_page")));

// Whether the page is kept. `ready` waits for ever when a first installation fails: its worker is
// redundant then, or gone before it was looked at.
const kept = registered => new Promise(resolve => {
  navigator.serviceWorker.ready.then(() => resolve(true));
  const begun = registered.active ?? registered.waiting ?? registered.installing;
  const look = () => { if (!begun || begun.state === "redundant") resolve(false); };
  begun?.addEventListener("statechange", look);
  look();
});

// Registers the service worker. A newer page is taken in whole, and used when it is wanted.
export const worker = async state => {
  if (!navigator.serviceWorker) {
    await state.note("worker", say(window.isSecureContext ? "no_worker" : "not_secure"));
    return;
  }
  const before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (before) location.reload(); });
  try {
    const registered = await navigator.serviceWorker.register("/inspector/worker.js", { scope: "/", type: "module", updateViaCache: "none" });
    if (registered.waiting && before) offer(state, registered.waiting);
    registered.addEventListener("updatefound", () => {
      const newer = registered.installing;
      newer?.addEventListener("statechange", () => {
        if (newer.state === "installed" && before) offer(state, newer);
      });
    });
    if (!await kept(registered)) throw new Error("the worker is redundant");
    await state.installed();
    // The language that was chosen before the worker was there to see it.
    if (new URLSearchParams(location.search).has("lang")) {
      const choices = await caches.open("ocop-inspector choices");
      await choices.put("/inspector/language", new Response(language));
    }
    document.body.dataset.installed = "";
  } catch (error) {
    // Without a network a page that is installed already goes on as it is.
    if (!before) await state.note("worker", say("worker_failed"));
  }
};

// Asks the phone not to delete what is kept. Browsers that ask the person are asked at the first
// visit and when the person wants it.
export const persist = async state => {
  if (!navigator.storage?.persist) return;
  const ask = async () => state.persisted(await navigator.storage.persist(), ask);
  // Older versions of Safari do not say it; then nothing is known to be short.
  const { quota, usage } = (await navigator.storage.estimate?.()) ?? {};
  const left = Math.round((quota - usage) / 1e6);
  if (left < LITTLE) await state.note("room", say("little_room", { n: left }));
  const asked = await store.setting("asked_to_persist");
  if (asked) await state.persisted(await navigator.storage.persisted(), ask);
  else {
    await ask();
    await store.set("asked_to_persist", true);
  }
  window.addEventListener("appinstalled", ask);
  window.addEventListener("beforeinstallprompt", event => {
    event.preventDefault();
    state.note("install", say("may_install"), " ", build("button", { type: "button", class: "link", onclick: async () => {
      await event.prompt();
      await state.note("install");
    } }, say("install")));
  });
};
