// The page itself: what is pressed, and what follows from it.
import { because, part } from "./additions.js";
import { beginAnew } from "./chain.js";
import { Camera } from "./camera.js";
import { build, fill, find } from "./elements.js";
import * as install from "./install.js";
import * as journal from "./journal.js";
import { JournalPage } from "./journal_page.js";
import * as judge from "./judge.js";
import { toRead } from "./picture.js";
import * as reader from "./reader.js";
import { Shelf } from "./shelf.js";
import { State } from "./state.js";
import { Updates } from "./updates.js";
import { Sending } from "./sending.js";
import * as verdict from "./verdict.js";
import { pick, say } from "./words.js";

const state = new State(find("#state"), find("#age"), {
  update: () => updates.now(true),
  send: () => sending.now(),
  beginAnew: async () => {
    await beginAnew();
    await sending.now();
  },
});
const updates = new Updates(state);
const sending = new Sending(state);
const shelf = new Shelf(find("#tally"), find("#shelf"));
const journalPage = new JournalPage(find("#journal"), () => sending.soon());
const result = find("#result");
const said = find("#said");

const tell = (words, loud = false) => {
  said.classList.toggle("loud", loud);
  fill(said, words);
};

// Judges a code, and writes the check down before it is said to be kept.
const check = async (code, { stars = null, onShelf = false } = {}) => {
  const judged = await judge.judge(code, stars);
  if (judged.answer.refused) return { judged, code };
  const record = { judged, code, stars };
  // The verdict does not wait for the disk.
  record.keeping = journal.keepCheck({ judged, code, stars, shelf: onShelf }).then(
    row => {
      record.row = row;
      record.kept = true;
      sending.soon();
    },
    error => {
      record.kept = false;
      record.why = because(error);
    },
  );
  return record;
};

const showKept = async (record, element, after) => {
  await record.keeping;
  element.classList.toggle("loud", !record.kept);
  element.dataset.kept = record.kept;
  element.textContent = record.kept ? say("kept", { n: record.row.counter }) : say("not_kept", { why: record.why });
  if (record.kept) after.replaceChildren(part(record.row, () => sending.soon()));
  state.show();
};

const showProducts = async (details, number, at) => {
  if (details.childElementCount > 1) return;
  const answer = await judge.products(number);
  details.append(...(answer.refused ? [build("p", {}, pick(answer.refused.reason))] : verdict.listed(answer, at)));
};

const show = record => {
  if (record.judged.answer.refused) {
    fill(result, build("section", { class: "verdict undecided", role: "alert" }, build("div", {},
      build("p", { class: "why" }, pick(record.judged.answer.refused.reason)))));
    return;
  }
  const kept = build("p", { id: "kept", role: "status" }, say("keeping"));
  const after = build("div", {});
  fill(result, verdict.show(record, {
    ask: stars => judgeAndShow(record.code, { stars }),
    producer: details => showProducts(details, record.judged.answer.number, record.judged.at),
    more: kept,
  }), after, build("button", { type: "button", class: "again", onclick: () => { fill(result); scan(); } }, say("scan_next")));
  // For whoever measures how long an inspector waits.
  performance.mark("verdict");
  showKept(record, kept, after);
  const heading = result.querySelector("h1");
  heading.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
};

const judgeAndShow = async (code, wish) => {
  fill(find("#choice"));
  try {
    const record = await check(code, wish);
    tell(null);
    show(record);
  } catch (error) {
    tell(say("judge_failed", { error: error.message }), true);
  }
};

// Two codes in one picture: which one is meant is not guessed. What each says it is of helps to
// choose; only the one that is chosen is a check.
const choose = async texts => {
  fill(result);
  const buttons = await Promise.all(texts.map(async text => {
    // Without a judge each is still there to be chosen, and that it does not run is said then.
    const { answer } = await judge.judge(text, null).catch(() => ({}));
    const product = (answer?.certificate ?? answer?.registered)?.product;
    return build("button", { type: "button", class: "plain", onclick: () => judgeAndShow(text) },
      product && build("span", {}, `${product} `), build("small", { class: "code" }, shortened(text)));
  }));
  fill(find("#choice"),
    build("h2", {}, say("several_codes", { n: texts.length })),
    build("p", {}, say("choose_code")),
    buttons);
};

const shortened = text => (text.length <= 48 ? text : `${text.slice(0, 24)}…${text.slice(-20)}`);

const onShelf = () => find("#on-shelf").checked;

// What the camera sees stays in view for a while; a photograph was chosen to be looked at now.
const takeOnShelf = async (texts, chosen = false) => {
  for (const code of texts) {
    if (!shelf.take(code, chosen)) continue;
    navigator.vibrate?.(60);
    try {
      const record = await check(code, { onShelf: true });
      if (record.judged.answer.refused) {
        shelf.forget(code);
        tell(pick(record.judged.answer.refused.reason), true);
        continue;
      }
      await record.keeping;
      if (!record.kept) tell(say("not_kept", { why: record.why }), true);
      shelf.add(record, () => { camera.stop(); show(record); });
    } catch (error) {
      shelf.forget(code);
      tell(say("judge_failed", { error: error.message }), true);
    }
  }
  state.show();
};

const found = texts => {
  if (onShelf()) return void takeOnShelf(texts);
  camera.stop();
  navigator.vibrate?.(60);
  if (texts.length > 1) choose(texts);
  else judgeAndShow(texts[0]);
};

const stopped = why => {
  find("#camera").hidden = true;
  find("#scan").hidden = false;
  if (why) tell(say(why), why !== "camera_hidden" && why !== "camera_nothing");
};

const camera = new Camera(find("video"), found, stopped);

const scan = async () => {
  tell(null);
  fill(find("#choice"));
  fill(result);
  find("#scan").hidden = true;
  find("#camera").hidden = false;
  find("#camera").scrollIntoView({ block: "start" });
  await camera.start();
  find("#torch").hidden = !camera.hasTorch;
  find("#torch").setAttribute("aria-pressed", "false");
  const zoom = camera.zoom;
  find("#zoom").hidden = !zoom;
  if (zoom) Object.assign(find("#zoom input"), { min: zoom.min, max: zoom.max, step: zoom.step || 0.1, value: zoom.min });
};

const readPhoto = async file => {
  tell(say("reading_photo"));
  fill(result);
  fill(find("#choice"));
  try {
    const texts = await reader.read(await toRead(file), null);
    if (texts.length === 0) tell(say("photo_no_code"), true);
    else if (onShelf()) {
      tell(null);
      await takeOnShelf(texts, true);
    } else if (texts.length > 1) {
      tell(null);
      choose(texts);
    } else await judgeAndShow(texts[0]);
  } catch (error) {
    tell(because(error), true);
  }
};

const turnTo = name => {
  if (name !== "check") camera.stop();
  for (const view of ["check", "journal"]) {
    find(`#${view}`).hidden = view !== name;
    find(`[data-view=${view}]`).setAttribute("aria-current", view === name ? "page" : "false");
  }
  if (name === "journal") journalPage.show();
};

const listen = () => {
  find("#scan").addEventListener("click", scan);
  find("#stop").addEventListener("click", () => camera.stop());
  find("#torch").addEventListener("click", event => {
    const on = event.target.getAttribute("aria-pressed") !== "true";
    event.target.setAttribute("aria-pressed", String(on));
    camera.set({ torch: on });
  });
  find("#zoom input").addEventListener("input", event => camera.set({ zoom: Number(event.target.value) }));
  find("#on-shelf").addEventListener("change", event => {
    find("#shelf-part").hidden = !event.target.checked;
    fill(result);
    shelf.begin();
  });
  find("#another-shelf").addEventListener("click", () => { fill(result); shelf.begin(); });
  find("#photo").addEventListener("change", async event => {
    const [file] = event.target.files;
    if (file) await readPhoto(file);
    event.target.value = "";
  });
  find("#typed").addEventListener("submit", event => {
    event.preventDefault();
    const text = find("#number").value.trim();
    if (text !== "") judgeAndShow(text);
  });
  for (const button of document.querySelectorAll("[data-view]")) button.addEventListener("click", () => turnTo(button.dataset.view));
};

const begin = async () => {
  listen();
  if (!await install.pin(state)) return;
  let failed = false;
  // A phone's camera opened a code, and there was no network: its address is the code.
  const opened = /^\/[vsc]\//.test(location.pathname) ? location.origin + location.pathname : null;
  if (opened) tell(say("judging"));
  try {
    const held = await judge.openHeld();
    if (held?.refused) await state.updating({ state: "refused", reason: held.refused.reason });
  } catch (error) {
    failed = true;
    tell(say("judge_failed", { error: error.message }), true);
  }
  await state.show();
  if (!judge.pack()) await updates.now();
  if (opened && judge.pack()) {
    const stars = Number(new URLSearchParams(location.search).get("stars"));
    await judgeAndShow(opened, { stars: stars >= 1 && stars <= 5 ? stars : null });
  } else if (opened && !failed) tell(say("no_pack_to_judge"), true);
  document.body.dataset.ready = "";
  reader.warm();
  updates.begin();
  sending.begin();
  // These wait for the browser, and for what its person answers, perhaps for ever.
  await install.worker(state);
  await install.persist(state);
};

begin();
