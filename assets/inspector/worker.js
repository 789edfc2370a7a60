// The service worker: keeps the shell of one version whole, and answers with it when there is no
// network. The service writes `shell` and the import of `synchronise` before this text.
const CACHE = `ocop-inspector ${shell.version}`;
const CHOICES = "ocop-inspector choices";
const LANGUAGE = "/inspector/language";
// A cellar often has a signal that carries nothing: then the shell answers.
const PATIENCE = 2500;

const take = async (cache, address) => {
  const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
  if (!Object.values(shell.pages).includes(address)) {
    await cache.put(address, answer);
    return;
  }
  const text = await answer.text();
  // While the service is brought up to date, another of its programs may have answered.
  if (!text.includes(shell.files_version)) throw new Error(`${address} is of another version`);
  await cache.put(address, new Response(text, { headers: answer.headers }));
};

// All of it or nothing: what fails, fails the installation, and the version before stays.
const install = async () => {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all([...Object.values(shell.pages), ...shell.files].map(address => take(cache, address)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
};

const activate = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("ocop-inspector ") && name !== CACHE && name !== CHOICES) await caches.delete(name);
  }
  await self.clients.claim();
};

const isOfPage = language => Object.hasOwn(shell.pages, language);

// The language of the address, the one used last, or that of the phone.
const languageOf = async url => {
  const named = url.searchParams.get("lang");
  const choices = await caches.open(CHOICES);
  if (isOfPage(named)) {
    await choices.put(LANGUAGE, new Response(named));
    return named;
  }
  const kept = await (await choices.match(LANGUAGE))?.text();
  if (isOfPage(kept)) return kept;
  const preferred = navigator.languages.map(tag => tag.slice(0, 2)).find(isOfPage);
  return preferred ?? "vi";
};

const page = async url => {
  const cache = await caches.open(CACHE);
  return cache.match(shell.pages[await languageOf(url)]);
};

const fromNetworkOrShell = async (request, url) => {
  const asked = fetch(request).then(answer => (answer.status >= 500 ? Promise.reject(new Error(String(answer.status))) : answer));
  const patience = new Promise(resolve => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([asked.catch(() => null), patience]);
  if (first) return first;
  return (await page(url)) ?? asked;
};

const fromShell = async address => {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? fetch(address);
};

self.addEventListener("install", event => event.waitUntil(install()));
self.addEventListener("activate", event => event.waitUntil(activate()));
self.addEventListener("message", event => { if (event.data === "take over") self.skipWaiting(); });

// Only the inspector's own pages and files, and the pages that codes lead to. Everything else
// passes by: this answers no API and no desk.
self.addEventListener("fetch", event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/inspector") event.respondWith(page(url).then(kept => kept ?? fetch(request)));
    else if (/^\/[vsc]\//.test(url.pathname)) event.respondWith(fromNetworkOrShell(request, url));
  } else if (shell.files.includes(url.pathname + url.search)) event.respondWith(fromShell(url.pathname + url.search));
});

const send = async () => {
  const ended = await synchronise();
  for (const client of await self.clients.matchAll()) client.postMessage("sent");
  // The browser tries again later, with pauses of its own.
  if (ended?.state === "offline") throw new Error("offline");
};

self.addEventListener("sync", event => { if (event.tag === "journal") event.waitUntil(send()); });
