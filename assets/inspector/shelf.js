// A shelf: many codes one after the other, each counted once, with counts by verdict.
import { build, fill, icon } from "./elements.js";
import { look, split } from "./verdict.js";
import { pick, say } from "./words.js";

// What the list shows at most; the counts and the journal have everything.
const SHOWN = 200;

export class Shelf {
  #counts;
  #list;
  #seen = new Map();
  #tally = new Map();
  #again = 0;

  constructor(counts, list) {
    this.#counts = counts;
    this.#list = list;
  }

  // Another shelf.
  begin() {
    this.#seen.clear();
    this.#tally.clear();
    this.#again = 0;
    this.#list.replaceChildren();
    this.#show();
  }

  // Whether a code is new on this shelf. One that is not is said to be, and counted no second time.
  take(code) {
    const last = this.#seen.get(code);
    this.#seen.set(code, performance.now());
    if (last === undefined) return true;
    // The camera sees the same package for a while: that is no second one.
    if (performance.now() - last > 2000) {
      this.#again++;
      this.#show(say("shelf_again"));
    }
    return false;
  }

  // Lets a code be checked again: its check came to nothing.
  forget(code) {
    this.#seen.delete(code);
  }

  add(record, open) {
    const { answer } = record.judged;
    const of = look(answer, record.code);
    const [words] = split(answer.verdict === null ? say("by_number_heading") : pick(answer.reason));
    const key = answer.verdict ?? "number";
    const group = this.#tally.get(key) ?? { words, icon: of.icon, count: 0 };
    group.count++;
    this.#tally.set(key, group);
    const one = answer.certificate ?? answer.registered;
    this.#list.prepend(build("li", { "data-verdict": key },
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
      build("ul", { class: "tally" }, [...this.#tally].map(([key, group]) => build("li", { "data-verdict": key },
        icon(group.icon), build("b", {}, String(group.count)), ` ${group.words}`))),
      this.#again > 0 && build("p", { class: "small" }, say("shelf_seen", { n: this.#again })),
      note && build("p", { class: "small", role: "status" }, note));
  }
}
