// The journal of this device: what was checked, as it is written, listed and taken along.
import * as chain from "./chain.js";
import * as store from "./store.js";

// Writes a check down; `judged` is what the judge said, with its instants.
export const keepCheck = ({ judged, code, stars, shelf }) => chain.append({
  kind: "check",
  at: judged.at,
  clock: judged.clock,
  code,
  verdict: judged.answer.verdict ?? null,
  number: judged.answer.number ?? null,
  stars_on_package: stars,
  trust_list: judged.answer.pack.trust_list,
  pack: judged.answer.pack.sequence,
  pack_made_at: judged.answer.pack.made_at,
  shelf,
});

// Adds a note, a place or a photograph to the check of a row; `at` and `clock` as of a check.
export const add = (check, { at, clock, note = null, place = null, picture = null }) => {
  const photograph = picture && { sha256: picture.sha256, media_type: "image/jpeg", bytes: picture.blob.size };
  const kept = picture && { sha256: picture.sha256, blob: picture.blob };
  return chain.append({ kind: "addition", at, clock, to: check.counter, note, place, photograph }, kept, check);
};

// Checks from the newest, `count` of them after the first `skip`, of a verdict or of a day.
export const list = async ({ verdict = "", day = "" }, skip, count) => {
  const rows = [];
  await store.read(["entries"], async of => {
    const by = of("entries").index(verdict ? "verdict" : "day");
    const range = verdict || day ? IDBKeyRange.only(verdict || day) : null;
    let passed = 0;
    await store.walk(by.openCursor(range, "prev"), row => {
      if (verdict && day && row.day !== day) return true;
      if (passed++ >= skip) rows.push(row);
      return rows.length < count;
    });
  });
  return rows;
};

// How many checks there are, and how many entries wait to be sent.
export const counts = () => store.read(["entries", "settings"], async of => {
  const [checks, chain, synced] = await Promise.all([
    store.got(of("entries").index("day").count()),
    store.got(of("settings").get("chain")),
    store.got(of("settings").get("synced")),
  ]);
  return { checks, waiting: (chain?.counter ?? 0) - (synced ?? 0), device: chain?.device ?? null, synced: synced ?? 0 };
});

// What was added to a check, the first first.
export const additions = row => store.read(["entries"], of => store.got(
  of("entries").index("to").getAll([row.device, row.counter]),
));

export const photograph = sha256 => store.read(["photographs"], of => store.got(of("photographs").get(sha256)));

// The journal as a file: a line an entry, each the text whose hash the next one names.
export const exported = async () => {
  const parts = [];
  let place = 0;
  for (;;) {
    const rows = await store.read(["entries"], of => store.got(of("entries").getAll(IDBKeyRange.lowerBound(place, true), 500)));
    if (rows.length === 0) return new Blob(parts, { type: "application/jsonl" });
    for (const row of rows) parts.push(`${row.text}\n`);
    place = rows.at(-1).place;
  }
};
