// The journal as it is looked through: newest first, a page at a time, by verdict and by day.
import { part } from "./additions.js";
import * as chain from "./chain.js";
import { build, fill, icon, save } from "./elements.js";
import * as journal from "./journal.js";
import { look, split } from "./verdict.js";
import { instant, say, verdicts } from "./words.js";

const PAGE = 30;

// Of a genuine certificate an entry does not say whether its revocation could be checked, so
// neither its words nor its drawing say that it was in force.
const words = verdict => {
  if (verdict === "number") return say("by_number_heading");
  return verdict === "genuine" ? say("genuine_then") : verdicts[verdict].words;
};

export class JournalPage {
  #element;
  #list = build("ul", { class: "listed entries" });
  #more = build("button", { type: "button", class: "plain", onclick: () => this.#next() });
  #count = build("p", {});
  #said = build("p", { role: "status", class: "said" });
  #day = build("input", { type: "date", id: "day" });
  #verdict = build("select", { id: "of-verdict" });
  #shown = 0;
  #changed;

  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
    this.#more.textContent = say("more");
    this.#verdict.append(build("option", { value: "" }, say("every_verdict")),
      ...Object.keys(verdicts).concat("number").map(name => build("option", { value: name }, split(words(name))[0])));
    for (const field of [this.#day, this.#verdict]) field.addEventListener("change", () => this.#anew());
    element.append(
      build("h1", {}, say("journal_heading")),
      this.#count,
      build("div", { class: "filters" },
        build("div", {}, build("label", { for: "of-verdict" }, say("of_verdict")), this.#verdict),
        build("div", {}, build("label", { for: "day" }, say("of_day")), this.#day)),
      this.#list,
      this.#more,
      build("h2", {}, say("whole_journal")),
      build("button", { type: "button", class: "plain export", onclick: () => this.#export() }, say("export")),
      build("button", { type: "button", class: "plain verify", onclick: () => this.#verify() }, say("verify_chain")),
      this.#said,
      build("p", { class: "small" }, say("export_hint")));
  }

  async show() {
    await this.#anew();
  }

  async #anew() {
    this.#shown = 0;
    this.#list.replaceChildren();
    const { checks, waiting } = await journal.counts();
    this.#count.textContent = `${say("n_checks", { n: checks })} ${waiting > 0 ? say("n_waiting", { n: waiting }) : ""}`;
    await this.#next();
  }

  async #next() {
    const filter = { verdict: this.#verdict.value, day: this.#day.value };
    const rows = await journal.list(filter, this.#shown, PAGE + 1);
    this.#more.hidden = rows.length <= PAGE;
    this.#shown += Math.min(rows.length, PAGE);
    this.#list.append(...rows.slice(0, PAGE).map(row => this.#row(row)));
    if (this.#shown === 0) this.#list.append(build("li", {}, say("no_entries")));
  }

  #row(row) {
    const entry = JSON.parse(row.text);
    const of = look({ verdict: entry.verdict, checks: {} }, entry.code);
    const inside = build("div", {});
    const open = event => {
      if (!event.target.open || inside.hasChildNodes()) return;
      inside.append(
        build("dl", {},
          build("div", {}, build("dt", {}, say("entry")), build("dd", {}, String(entry.counter), build("small", {}, say("entry_device", { device: row.device })))),
          entry.at !== entry.clock && build("div", {}, build("dt", {}, say("clock_then")), build("dd", {}, instant(entry.clock))),
          entry.stars_on_package && build("div", {}, build("dt", {}, say("stars_on_package")), build("dd", {}, say("n_stars", { n: entry.stars_on_package }))),
          build("div", {}, build("dt", {}, say("judged_by")), build("dd", {}, say("judged_by_pack", { pack: entry.pack, trust: entry.trust_list }), build("small", {}, instant(entry.pack_made_at)))),
          build("div", {}, build("dt", {}, say("code")), build("dd", { class: "code small" }, entry.code))),
        part(row, this.#changed));
    };
    return build("li", { "data-verdict": row.verdict, "data-counter": row.counter },
      build("details", { ontoggle: open },
        build("summary", {}, of.icon !== "seal" && icon(of.icon), build("span", {},
          build("b", {}, split(words(row.verdict))[0]),
          build("small", {}, `${entry.number ?? ""} ${instant(entry.at)}`))),
        inside));
  }

  async #export() {
    const device = (await chain.head()).device;
    const file = await journal.exported();
    save(file, `ocop-${device}.jsonl`);
    this.#said.textContent = say("exported", { n: Math.ceil(file.size / 1024) });
  }

  async #verify() {
    const result = await chain.verify(n => { this.#said.textContent = say("verifying", { n }); });
    this.#said.classList.toggle("loud", result.broken !== null);
    this.#said.textContent = result.broken === null
      ? say("chain_holds", { n: result.checked }) : say("chain_broken", { n: result.broken });
  }
}
