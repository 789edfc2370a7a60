// Brings the pack up to date over a bad network: in pieces that are kept as they come, so that
// what was cut goes on where it ended, also after the page was closed.
import * as judge from "./judge.js";
import * as store from "./store.js";

const PIECE = 64 * 1024;
// Without a byte for so long, the network carries nothing.
const SILENCE = 20_000;

// Why an update came to nothing: `network` and `none`, which was not made yet, may be tried again;
// `none` and `refused` have words.
export class NotUpdated extends Error {
  constructor(kind, reason = null) {
    super(kind);
    this.kind = kind;
    this.reason = reason;
  }
}

const begun = () => store.setting("download");

const discard = () => store.write(["settings", "pieces"], async of => {
  of("pieces").clear();
  of("settings").delete("download");
});

const keep = (download, offset, bytes) => store.write(["settings", "pieces"], async of => {
  of("pieces").put(bytes, offset);
  of("settings").put(download, "download");
});

const joined = (parts, length) => {
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), filled);
    filled += part.byteLength;
  }
  return whole;
};

const ask = async (download, signal) => {
  const headers = {};
  if (download?.size) {
    headers.Range = `bytes=${download.size}-`;
    // Of another pack than the pieces are of, the whole is sent.
    headers["If-Range"] = download.etag;
  }
  try {
    return await fetch(download.address, { headers, signal, cache: "no-store", credentials: "omit" });
  } catch {
    throw new NotUpdated("network");
  }
};

// What the server refuses with, in both languages.
const refusal = async answer => {
  if (answer.status >= 500 || answer.status === 429) return new NotUpdated("network");
  const problem = await answer.json().catch(() => ({}));
  const reason = problem.detail ? { vi: problem.detail_vi, en: problem.detail } : null;
  return new NotUpdated(problem.code === "no_pack" ? "none" : "refused", reason);
};

// Reads an answer to its end, and keeps a piece whenever there is one.
const receive = async (answer, download, quiet, progress) => {
  const reader = answer.body.getReader();
  let parts = [];
  let waiting = 0;
  const flush = async () => {
    if (waiting === 0) return;
    const offset = download.size;
    download.size += waiting;
    await keep(download, offset, joined(parts, waiting).buffer);
    parts = [];
    waiting = 0;
    progress(download.size, download.length);
  };
  for (;;) {
    const timer = setTimeout(quiet, SILENCE);
    let step;
    try {
      step = await reader.read();
    } catch {
      await flush();
      throw new NotUpdated("network");
    } finally {
      clearTimeout(timer);
    }
    if (step.done) break;
    parts.push(step.value);
    waiting += step.value.byteLength;
    if (waiting >= PIECE) await flush();
  }
  await flush();
};

const whole = async (address, progress) => {
  let download = await begun();
  if (download && download.address !== address) {
    await discard();
    download = null;
  }
  download ??= { address, etag: null, size: 0, length: null };
  if (download.length === null || download.size < download.length) {
    const stop = new AbortController();
    const slow = setTimeout(() => stop.abort(), SILENCE);
    const answer = await ask(download, stop.signal).finally(() => clearTimeout(slow));
    const continued = answer.status === 206
      && (answer.headers.get("Content-Range") ?? "").startsWith(`bytes ${download.size}-`);
    if (!continued) {
      // A service that is busy or away for a moment says nothing against the pieces.
      if (![200, 206, 416].includes(answer.status)) throw await refusal(answer);
      await discard();
      if (answer.status !== 200) throw new NotUpdated("network");
      const length = Number(answer.headers.get("Content-Length"));
      download = { address, etag: answer.headers.get("ETag"), size: 0, length: length || null };
    }
    await receive(answer, download, () => stop.abort(), progress);
    if (download.length !== null && download.size !== download.length) throw new NotUpdated("network");
  }
  const pieces = await store.read(["pieces"], of => store.got(of("pieces").getAll()));
  return joined(pieces, download.size).buffer;
};

// Takes the place of the pack that is held: in one transaction, after it was opened.
const swap = (bytes, about) => store.write(["settings", "packs", "pieces"], async of => {
  of("packs").put(bytes, "held");
  of("settings").put({ sequence: about.sequence, trust_list: about.trust_list, made_at: about.made_at }, "held");
  of("settings").put(judge.signedAt(), "signed_at");
  of("settings").delete("download");
  of("pieces").clear();
});

// Has the judge look at what came: its ABOUT and the whole file, or why not.
const look = async (came, isDelta, root) => {
  const whole = isDelta ? await judge.complete(came) : { bytes: came };
  if (whole.refused) return whole;
  return { bytes: whole.bytes, ...(await judge.open(whole.bytes, root)) };
};

const once = async (since, root, progress) => {
  const address = `/pack?names=1${since === null ? "" : `&since=${since}`}`;
  const came = await whole(address, progress);
  // What the judge stumbles over is refused like what it refuses.
  const { pack, bytes, refused } = await look(came, since !== null, root).catch(() => ({}));
  if (pack) {
    await swap(bytes, pack);
    return pack;
  }
  // What was refused is not continued.
  await discard();
  throw new NotUpdated("refused", refused?.reason);
};

// Fetches what is newer than the pack that is held, and holds it from then on: its ABOUT.
// Nothing when another tab does so already.
export const update = (root, progress = () => {}) => store.aloneOrNot("pack", async () => {
  const held = judge.pack();
  if (!held) return once(null, root, progress);
  try {
    return await once(held.sequence, root, progress);
  } catch (error) {
    // A delta that does not fit what is held: the whole pack says whether it is the network's
    // fault or the pack's.
    if (!(error instanceof NotUpdated) || error.kind !== "refused") throw error;
    return once(null, root, progress);
  }
});
