// Sends the journal to the inspector's account. The server counts the entries of a device, so
// that each is there once however often it is sent. Used by the page and by the service worker.
import * as chain from "./chain.js";
import * as store from "./store.js";

const BATCH = 200;
// Milliseconds: a network that carries nothing is no network.
const PATIENCE = 30_000;
// Bytes a millisecond of the slowest line: it carries a photograph in minutes.
const SLOWEST = 10;

// Why nothing more can be sent now: offline, signed_out, not_allowed, other_account, refused.
class Stopped extends Error {
  constructor(state, reason = null) {
    super(state);
    this.state = state;
    this.reason = reason;
  }
}

const ask = async (path, options = {}) => {
  let answer;
  try {
    answer = await fetch(`/api/v1/journal/${path}`, {
      ...options,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE + (options.body?.size ?? 0) / SLOWEST),
      headers: { Accept: "application/json", ...options.headers },
    });
  } catch {
    throw new Stopped("offline");
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  const reason = problem.detail ? { vi: problem.detail_vi, en: problem.detail } : null;
  if (answer.status === 401) throw new Stopped("signed_out");
  if (["journal_forked", "journal_gap"].includes(problem.code)) throw new Stopped(problem.code, reason);
  if (problem.code === "no_such_journal") throw new Stopped("other_account", reason);
  if (answer.status === 403) throw new Stopped("not_allowed", reason);
  if (answer.status >= 500 || answer.status === 429) throw new Stopped("offline");
  throw new Stopped("refused", reason);
};

// Sends what the server has not. What it has must be what is here.
const sendEntries = async progress => {
  const { device, counter } = await chain.head();
  if (counter === 0) return 0;
  const known = await ask(device);
  let size = known.size;
  if (size > 0 && (await chain.rowOf(device, size))?.hash !== known.head) throw new Stopped("journal_forked");
  await store.set("synced", size);
  while (size < counter) {
    const rows = await store.read(["entries"], of => store.got(
      of("entries").index("chain").getAll(IDBKeyRange.bound([device, size + 1], [device, counter]), BATCH),
    ));
    const sent = await ask(`${device}/entries`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ entries: rows.map(one => one.text) }),
    });
    if (sent.size <= size) throw new Stopped("refused");
    size = sent.size;
    await store.set("synced", size);
    progress(counter - size);
  }
  return counter;
};

const isAllSent = async () => ((await store.setting("synced")) ?? 0) === (await chain.head()).counter;

const sendPhotographs = async () => {
  const all = await store.read(["photographs"], of => store.got(of("photographs").getAllKeys()));
  for (const sha256 of all) {
    const one = await store.read(["photographs"], of => store.got(of("photographs").get(sha256)));
    if (one.sent) continue;
    try {
      await ask(`${one.device}/photographs/${sha256}`, {
        method: "PUT",
        headers: { "Content-Type": "image/jpeg" },
        body: one.blob,
      });
    } catch (error) {
      // Of a chain that another account has: it waits for that account, and holds up no other.
      if (error instanceof Stopped && error.state === "other_account") continue;
      throw error;
    }
    await store.write(["photographs"], of => store.got(of("photographs").put({ ...one, sent: 1 })));
  }
};

// Sends everything that waits. Null when another tab does so; else how it ended:
// `{state: done | offline | signed_out | not_allowed | other_account | refused, reason}`.
export const synchronise = (progress = () => {}) => store.aloneOrNot("sync", async () => {
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await sendEntries(progress);
        break;
      } catch (error) {
        if (!(error instanceof Stopped) || attempt === 2) throw error;
        // Of a gap the server's size is asked for again. Another inspector has signed in: when
        // all was sent, theirs is a chain of its own; else a person decides.
        if (error.state === "journal_forked" || (error.state === "other_account" && await isAllSent())) await chain.beginAnew();
        else if (error.state !== "journal_gap") throw error;
      }
    }
    await sendPhotographs();
    return { state: "done" };
  } catch (error) {
    if (!(error instanceof Stopped)) return { state: "refused", reason: null, failed: String(error) };
    const state = error.state.startsWith("journal_") ? "refused" : error.state;
    return { state, reason: error.reason };
  }
});
