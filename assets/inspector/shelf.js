// A shelf: many codes one after the other, each counted once, with counts by verdict.
import { build, fill, icon } from "./elements.js";
import { look, split } from "./verdict.js";
import { pick, reserved, say } from "./words.js";

// What the list shows at most; the counts and the journal have everything.
const SHOWN = 200;
// Milliseconds without a code until it is out of view.
const IN_VIEW = 2000;

// What is shown of an answer: its conclusion, and whatever is open of it.
const shown = (answer, of) => {
  if (answer.verdict === null) return say("by_number_heading");
  const reason = pick(answer.reason);
  if (of.class !== reserved.class) return split(reason)[0];
  if (answer.checks.status === "unknown") return reason;
  return say(answer.checks.register === "unknown" ? "shelf_register" : "shelf_serial", { words: reason });
};

export class Shelf {
  #counts;
  #list;
  #seen = new Map();
  #failed = new Set();
  #tally = new Map();
  #again = 0;

  constructor(counts, list) {
    this.#counts = counts;
    this.#list = list;
  }

  // Another shelf.
  begin() {
    this.#seen.clear();
    this.#failed.clear();
    this.#tally.clear();
    this.#again = 0;
    this.#list.replaceChildren();
    this.#show();
  }

  // Whether a code is to be checked. One that was counted is said to be, and counted no second time.
  take(code, chosen = false) {
    const now = performance.now();
    const last = this.#seen.get(code);
    this.#seen.set(code, now);
    // The camera sees the same package for a while: that is no second one.
    if (last === undefined) {
      this.#failed.delete(code);
      return true;
    }
    if (!chosen && now - last <= IN_VIEW) return false;
    if (this.#failed.delete(code)) return true;
    this.#again++;
    this.#show(say("shelf_again"));
    return false;
  }

  // Lets a code be checked again when it comes back into view: its check came to nothing.
  forget(code) {
    this.#failed.add(code);
  }

  add(record, open) {
    const { answer } = record.judged;
    const of = look(answer, record.code);
    const words = shown(answer, of);
    const name = answer.verdict ?? "number";
    // What could not be checked is not counted with what is in force.
    const key = `${name} ${of.class} ${words}`;
    const group = this.#tally.get(key) ?? { name, words, icon: of.icon, count: 0 };
    group.count++;
    this.#tally.set(key, group);
    const one = answer.certificate ?? answer.registered;
    this.#list.prepend(build("li", { "data-verdict": name },
      build("button", { type: "button", class: "row", onclick: open },
        icon(of.icon),
        build("span", {}, build("b", {}, words), build("small", {}, one?.product ?? answer.number ?? record.code.slice(-24)),
          record.kept === false && build("small", { class: "loud" }, say("not_kept_short"))))));
    while (this.#list.childElementCount > SHOWN) this.#list.lastElementChild.remove();
    this.#show();
  }

  #show(note = null) {
    const total = [...this.#tally.values()].reduce((sum, group) => sum + group.count, 0);
    fill(this.#counts,
      build("h2", {}, say("shelf_total", { n: total })),
      build("ul", { class: "tally" }, [...this.#tally.values()].map(group => build("li", { "data-verdict": group.name },
        icon(group.icon), build("b", {}, String(group.count)), ` ${group.words}`))),
      this.#again > 0 && build("p", { class: "small" }, say("shelf_seen", { n: this.#again })),
      note && build("p", { class: "small", role: "status" }, note));
  }
}
