// The journal's chain of hashes: each entry is a text that names the hash of the one before, and
// is never written anew. Used by the page and by the service worker.
import * as store from "./store.js";

const letters = bytes => {
  const text = Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

// base64url of the SHA-256 of bytes, or of a text's UTF-8.
export const hash = async content => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return letters(await crypto.subtle.digest("SHA-256", bytes));
};

const fresh = () => ({ device: letters(crypto.getRandomValues(new Uint8Array(16))), counter: 0, hash: "" });

// Where the chain of this device ends.
export const head = async () => (await store.setting("chain")) ?? fresh();

// The row of an entry, if it is here.
export const rowOf = (device, counter) => store.read(["entries"], of => store.got(of("entries").index("chain").get([device, counter])));

// A check of an earlier chain: what is added to a check is of the same chain as the check.
export class Earlier extends Error {}

// Where a check stands in this device's chain, as `{device, counter}`; null when it stayed in an
// earlier one.
export const standing = async ({ device, counter }) => {
  const end = await head();
  let place = { device, counter };
  while (place && place.device !== end.device) {
    const { again, anew } = (await rowOf(place.device, place.counter)) ?? {};
    place = again && anew ? { device: again, counter: anew } : null;
  }
  return place;
};

const row = (entry, text, hash) => ({
  device: entry.device, counter: entry.counter, hash, text, kind: entry.kind,
  ...(entry.kind === "check"
    // In Vietnam's day, as it is searched for.
    ? { day: new Date(Date.parse(entry.at) + 7 * 3600_000).toISOString().slice(0, 10), verdict: entry.verdict ?? "number" }
    : { to: entry.to }),
});

// An entry after a head, as a row.
export const link = async (head, content) => {
  const entry = { v: 1, device: head.device, counter: head.counter + 1, previous: head.hash, ...content };
  const text = JSON.stringify(entry);
  return row(entry, text, await hash(text));
};

// How often an entry is linked anew that another tab has overtaken.
const ATTEMPTS = 30;

// Writes one entry, whose counter and hash stand in the transaction in which it is written.
// When this comes back, the entry is on the device's disk. An addition comes with its check's row:
// a chain may have been begun since that was shown, where another check has its counter.
export const append = (content, photograph = null, check = null) => store.alone("chain", async () => {
  for (let attempt = 0; ; attempt++) {
    const before = await head();
    const place = check && await standing(check);
    if (check && !place) throw new Earlier();
    const added = await link(before, check ? { ...content, to: place.counter } : content);
    const written = await store.write(["settings", "entries", "photographs"], async of => {
      // Where there are no locks, another tab may have been faster: then it is linked anew.
      const now = await store.got(of("settings").get("chain"));
      if (now && (now.device !== before.device || now.counter !== before.counter)) return false;
      of("settings").put({ device: added.device, counter: added.counter, hash: added.hash }, "chain");
      if (photograph) of("photographs").put({ ...photograph, device: added.device, counter: added.counter, sent: 0 });
      added.place = await store.got(of("entries").add(added));
      return true;
    });
    if (written) return added;
    if (attempt === ATTEMPTS) throw new Error("the journal is written to by many tabs");
    // By chance, so that two tabs do not run into each other again and again.
    await new Promise(resolve => setTimeout(resolve, Math.random() * 20 * (attempt + 1)));
  }
});

// Begins another chain with what the server has not taken of this one: it knows another entry
// with the same counter, as when a phone was copied. Nothing is lost, and the old rows stay.
export const beginAnew = () => store.alone("chain", async () => {
  const old = await head();
  const synced = (await store.setting("synced")) ?? 0;
  const mine = await store.read(["entries"], of => store.got(
    of("entries").index("chain").getAll(IDBKeyRange.bound([old.device, 1], [old.device, Infinity])),
  ));
  const left = mine.filter(one => one.counter > synced);
  // An addition speaks of a check of its own chain, so that check comes along.
  const wanted = new Set(left.map(one => one.counter));
  for (const one of left) if (one.kind === "addition") wanted.add(one.to);
  let end = fresh();
  const counters = new Map();
  const rows = [];
  for (const one of mine.filter(one => wanted.has(one.counter))) {
    const { v, device, counter, previous, ...content } = JSON.parse(one.text);
    if (one.kind === "addition") content.to = counters.get(one.to);
    const next = await link(end, content);
    counters.set(one.counter, next.counter);
    rows.push(next);
    end = next;
  }
  await store.write(["settings", "entries", "photographs"], async of => {
    of("settings").put({ device: end.device, counter: end.counter, hash: end.hash }, "chain");
    of("settings").put(0, "synced");
    for (const one of mine.filter(one => wanted.has(one.counter))) {
      // It is listed once, in its new place; an export still has it.
      const { day, verdict, ...kept } = one;
      of("entries").put({ ...kept, again: end.device, anew: counters.get(one.counter) });
    }
    for (const one of rows) of("entries").add(one);
    const photographs = await store.got(of("photographs").getAll());
    for (const one of photographs.filter(one => one.device === old.device && counters.has(one.counter))) {
      of("photographs").put({ ...one, device: end.device, counter: counters.get(one.counter), sent: 0 });
    }
  });
});

// Follows every chain from its beginning: how many entries, and the first that does not hold.
export const verify = async progress => {
  const devices = new Map();
  let place = 0;
  let checked = 0;
  for (;;) {
    const rows = await store.read(["entries"], of => store.got(of("entries").getAll(IDBKeyRange.lowerBound(place, true), 500)));
    if (rows.length === 0) break;
    for (const one of rows) {
      place = one.place;
      const before = devices.get(one.device) ?? { counter: 0, hash: "" };
      const entry = JSON.parse(one.text);
      const holds = (await hash(one.text)) === one.hash && entry.previous === before.hash
        && entry.counter === before.counter + 1 && entry.device === one.device;
      if (!holds) return { checked, broken: one.counter };
      devices.set(one.device, { counter: entry.counter, hash: one.hash });
      checked++;
    }
    progress?.(checked);
  }
  const end = await head();
  const last = devices.get(end.device) ?? { counter: 0, hash: "" };
  return last.counter === end.counter && last.hash === end.hash ? { checked, broken: null } : { checked, broken: end.counter };
};
