// What may be added to a check: a note, a photograph, the place; each an entry of its own.
import { Earlier, hash, standing } from "./chain.js";
import * as clock from "./clock.js";
import { build, fill } from "./elements.js";
import * as journal from "./journal.js";
import * as judge from "./judge.js";
import { toKeep, Unreadable } from "./picture.js";
import { isFull } from "./store.js";
import { instant, say } from "./words.js";

// Characters of a note.
const NOTE = 2000;
// About as exact as a phone knows it: a metre.
const exact = degrees => Math.round(degrees * 1e5) / 1e5;

const located = () => new Promise((resolve, reject) => {
  if (!navigator.geolocation) reject(new Error("none"));
  else navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 });
});

// Why something was not kept, in words.
export const because = error => {
  if (isFull(error)) return say("because_full");
  if (error instanceof Earlier) return say("because_earlier");
  if (error instanceof Unreadable) {
    return error.kind === "too_large" ? say("photo_too_large", { n: error.megapixels }) : say("photo_unreadable");
  }
  return say("because_failed", { error: error?.message || error?.name || String(error) });
};

const shown = (addition, picture) => {
  const entry = JSON.parse(addition.text);
  return build("li", {},
    build("small", {}, instant(entry.clock)),
    entry.note && build("p", {}, entry.note),
    entry.place && build("p", {}, say("place_at", { latitude: entry.place.latitude, longitude: entry.place.longitude, n: Math.round(entry.place.accuracy_metres) })),
    picture && build("img", { src: picture, alt: say("photo_alt") }));
};

// The part of a check's page where things are added. `changed` is told after each. Of a check in
// an earlier chain it only shows what was added.
export const part = (row, changed) => {
  const list = build("ul", { class: "additions" });
  const fields = build("div", {});
  const said = build("p", { role: "status", class: "said" });
  let pictures = [];

  const refresh = async () => {
    for (const address of pictures) URL.revokeObjectURL(address);
    pictures = [];
    const items = [];
    const here = await standing(row);
    if (!here) fill(fields, build("p", { class: "small" }, say("earlier_journal")));
    for (const one of await journal.additions(here ?? row)) {
      const { photograph } = JSON.parse(one.text);
      const kept = photograph && await journal.photograph(photograph.sha256);
      const picture = kept && URL.createObjectURL(kept.blob);
      if (picture) pictures.push(picture);
      items.push(shown(one, picture));
    }
    fill(list, items);
  };

  const keep = async addition => {
    try {
      const at = clock.judged(judge.signedAt());
      const entry = await journal.add(row, { ...addition, at, clock: clock.written(clock.now()) });
      said.classList.remove("loud");
      said.textContent = say("added", { n: entry.counter });
      await refresh();
      changed();
      return true;
    } catch (error) {
      said.classList.add("loud");
      said.textContent = say("not_added", { why: because(error) });
      return false;
    }
  };

  const note = build("textarea", { rows: 3, maxlength: NOTE, id: `note-${row.place}` });
  const photo = build("input", { type: "file", accept: "image/*", capture: "environment" });
  photo.addEventListener("change", async () => {
    const [file] = photo.files;
    if (!file) return;
    said.textContent = say("working");
    try {
      const blob = await toKeep(file);
      await keep({ picture: { blob, sha256: await hash(await blob.arrayBuffer()) } });
    } catch (error) {
      said.classList.add("loud");
      said.textContent = say("not_added", { why: because(error) });
    }
    photo.value = "";
  });
  const place = async () => {
    said.classList.remove("loud");
    said.textContent = say("locating");
    let position;
    try {
      position = await located();
    } catch (error) {
      said.classList.add("loud");
      said.textContent = say(error.code === 1 ? "place_refused" : "place_unknown");
      return;
    }
    const { latitude, longitude, accuracy } = position.coords;
    await keep({ place: { latitude: exact(latitude), longitude: exact(longitude), accuracy_metres: Math.ceil(accuracy) } });
  };
  fill(fields,
    build("label", { for: note.id }, say("note")),
    note,
    build("button", { type: "button", class: "plain keep-note", onclick: async () => {
      const text = note.value.trim().normalize("NFC");
      if (text !== "" && await keep({ note: text })) note.value = "";
    } }, say("keep_note")),
    build("label", { class: "plain file" }, say("add_photo"), photo),
    build("button", { type: "button", class: "plain add-place", onclick: place }, say("add_place")),
    build("p", { class: "small" }, say("place_hint")),
    said);
  refresh();
  return build("section", { class: "add" }, build("h2", {}, say("add_heading")), list, fields);
};
