// The judge: a pack that was opened under the pinned root, and the verdicts by it.
import { Engine, Trapped } from "./ask.js";
import * as clock from "./clock.js";
import * as store from "./store.js";

const engine = new Engine();
let about = null;
let signed = null;

// What pack is in use, or null.
export const pack = () => about;

// The latest instant that the programme has signed, as far as this device knows.
export const signedAt = () => signed;

const seen = instant => {
  if (!signed || Date.parse(instant) > Date.parse(signed)) signed = instant;
};

// Opens a pack: its ABOUT, or why not. One that is refused leaves the one before in place.
export const open = async (bytes, root) => {
  const held = (await store.setting("held")) ?? null;
  const answer = await engine.ask("open", { root, held, at: clock.judged(signed) }, { bytes });
  if (answer.pack) {
    about = answer.pack;
    seen(about.made_at);
    seen(about.trust_list_at);
  }
  return answer;
};

// Opens the pack that the device holds, if it holds one.
export const openHeld = async () => {
  const [root, kept, bytes] = await store.read(["settings", "packs"], of => Promise.all([
    store.got(of("settings").get("root")),
    store.got(of("settings").get("signed_at")),
    store.got(of("packs").get("held")),
  ]));
  if (kept) seen(kept);
  return bytes ? open(bytes, root) : null;
};

// A newer pack's whole file, from the held one and a delta: its bytes, or why not.
export const complete = async delta => {
  const held = await store.read(["packs"], of => store.got(of("packs").get("held")));
  return engine.ask("complete", {}, { bytes: held, more: delta });
};

// After a trap, of this question or of a newer pack that came before it, the new instance has to
// be given the pack again, once.
const asking = async (call, question) => {
  try {
    const answer = await engine.ask(call, question);
    if (!about || answer.refused?.code !== "no_pack") return answer;
  } catch (error) {
    if (!(error instanceof Trapped)) throw error;
  }
  await openHeld();
  return engine.ask(call, question);
};

// The verdict on a code or a number, `stars` as on the package; with the instants that the
// journal writes down.
export const judge = async (code, stars) => {
  const at = clock.written(clock.now());
  const answer = await asking("judge", { code, at, stars });
  return { answer, clock: at, at: answer.as_of?.judged_at ?? clock.judged(signed) };
};

// Everything that the pack has of a certificate's producer.
export const products = number => asking("products", { number, most: 200, at: clock.judged(signed) });
