// What the page keeps on the device, in one IndexedDB. Every change is one transaction that is
// whole or not at all, and is durable before it is spoken of as kept.
//
//     settings     root, held, signed_at, download, chain, synced
//     packs        "held": the file of the pack in use
//     pieces       what has come of a newer pack, by offset
//     entries      the journal, by place; `chain` makes two entries with one counter impossible
//     photographs  of the journal, by SHA-256
const NAME = "ocop-inspector";

let opening = null;

const open = () => {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const made = asked.result;
      made.createObjectStore("settings");
      made.createObjectStore("packs");
      made.createObjectStore("pieces");
      made.createObjectStore("photographs", { keyPath: "sha256" });
      const entries = made.createObjectStore("entries", { keyPath: "place", autoIncrement: true });
      entries.createIndex("chain", ["device", "counter"], { unique: true });
      // Only checks have a day and a verdict; only additions have what they are added to.
      entries.createIndex("day", "day");
      entries.createIndex("verdict", "verdict");
      entries.createIndex("to", ["device", "to"]);
    };
    asked.onsuccess = () => {
      // Another tab with a newer version of the page must not wait for this one.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  opening.catch(() => { opening = null; });
  return opening;
};

// The result of a request of a transaction.
export const got = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// Does `body` in one transaction, and gives its result when that has been committed.
const run = async (stores, mode, body) => {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    let result;
    let failure = null;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(failure ?? transaction.error ?? new DOMException("aborted", "AbortError"));
    body(name => transaction.objectStore(name)).then(
      value => { result = value; },
      error => {
        failure = error;
        // It may have been aborted already, by what failed.
        try { transaction.abort(); } catch { /* then it is over */ }
      },
    );
  });
};

export const read = (stores, body) => run(stores, "readonly", body);
export const write = (stores, body) => run(stores, "readwrite", body);

export const setting = name => read(["settings"], of => got(of("settings").get(name)));
export const set = (name, value) => write(["settings"], of => got(of("settings").put(value, name)));

// Goes through a cursor until `visit` says false.
export const walk = (request, visit) => new Promise((resolve, reject) => {
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor || visit(cursor.value) === false) resolve();
    else cursor.continue();
  };
});

// One at a time over all tabs and the service worker; without Web Locks, over this tab alone:
// the transactions keep the rest apart.
const queues = new Map();
export const alone = (name, body) => {
  if (navigator.locks) return navigator.locks.request(`${NAME}.${name}`, body);
  const next = (queues.get(name) ?? Promise.resolve()).then(body, body);
  queues.set(name, next.catch(() => {}));
  return next;
};

// The same, or nothing at once when another does it already.
export const aloneOrNot = (name, body) => {
  if (!navigator.locks) return alone(name, body);
  return navigator.locks.request(`${NAME}.${name}`, { ifAvailable: true }, lock => (lock ? body() : null));
};

// Whether the device said that there is no room.
export const isFull = error => error?.name === "QuotaExceededError"
  || (error?.name === "AbortError" && /quota|space|full/i.test(error.message));
