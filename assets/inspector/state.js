// What always stands on the page: how old the pack and the trust list are, the clock, whether
// the phone may delete the journal, what waits to be sent.
import * as clock from "./clock.js";
import { build, icon, refill } from "./elements.js";
import * as journal from "./journal.js";
import * as judge from "./judge.js";
import { ago, instant, language, pick, say } from "./words.js";

const OLD = 48 * 3600_000;

export class State {
  #element;
  #age;
  #update;
  #send;
  #beginAnew;
  #updating = null;
  #sync = null;
  #persisted = null;
  #installed = false;
  #notes = new Map();

  // `age` is what is seen wherever the page is scrolled to.
  constructor(element, age, { update, send, beginAnew }) {
    this.#element = element;
    this.#age = age;
    this.#update = update;
    this.#send = send;
    this.#beginAnew = beginAnew;
    // Ages grow while the page is looked at, and only then.
    setInterval(() => { if (!document.hidden) this.show(); }, 60_000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.show(); });
  }

  // How an update goes on or ended: `{state: running | done | network | refused | none, …}`.
  updating(state) {
    this.#updating = state;
    return this.show();
  }

  sync(state) {
    this.#sync = state;
    return this.show();
  }

  persisted(value, ask) {
    this.#persisted = { value, ask };
    return this.show();
  }

  // From now on the page opens without a network.
  installed() {
    this.#installed = true;
    return this.show();
  }

  // Something to be said until it is over, under a name.
  note(name, ...content) {
    if (content.length === 0) this.#notes.delete(name);
    else this.#notes.set(name, content);
    return this.show();
  }

  async show() {
    const counts = await journal.counts().catch(() => null);
    refill(this.#age, this.#pack());
    refill(this.#element, this.#old(), this.#clock(), this.#running(),
      [...this.#notes.values()].map(content => build("p", { class: "loud" }, content)),
      this.#installed && build("p", { class: "small", id: "installed" }, say("opens_offline")),
      this.#kept(), counts && this.#waiting(counts));
  }

  // How old the pack is, and whether that is too old: `old`, `expired` or null.
  #ages() {
    const pack = judge.pack();
    const at = Date.parse(clock.judged(judge.signedAt()));
    const [made, trust] = [at - Date.parse(pack.made_at), at - Date.parse(pack.trust_list_at)];
    const expired = at >= Date.parse(pack.expires_at);
    return { pack, made, trust, too: expired ? "expired" : made > OLD ? "old" : null };
  }

  #pack() {
    if (!judge.pack()) return build("p", { class: "loud", id: "pack" }, icon("question"), build("span", {}, say("no_pack"), " ", this.#button()));
    const { pack, made, trust, too } = this.#ages();
    const behind = clock.isBehind(judge.signedAt());
    return build("p", { id: "pack", class: too || behind ? "loud" : null }, icon(too || behind ? "clock" : "seal"), build("span", {},
      say("pack_age", { n: pack.sequence, ago: ago(made) }), " ", say("trust_age", { n: pack.trust_list, ago: ago(trust) }), " ",
      too && build("b", {}, too === "old" ? say("old_short") : say("expired_short"), " "),
      behind && build("b", {}, say("clock_short"), " "),
      this.#button()));
  }

  #old() {
    if (!judge.pack()) return null;
    const { too } = this.#ages();
    return too && build("p", { class: "loud", id: "old" }, icon("clock"), build("span", {}, too === "old" ? say("pack_old") : say("pack_expired")));
  }

  #button() {
    if (this.#updating?.state === "running") return null;
    return build("button", { type: "button", class: "link", id: "update", onclick: this.#update }, say("update"));
  }

  #clock() {
    if (!clock.isBehind(judge.signedAt())) return null;
    return build("p", { class: "loud", id: "clock" }, icon("clock"), build("span", {}, say("clock_behind", {
      clock: instant(clock.written(clock.now())), signed: instant(judge.signedAt()),
    })));
  }

  #running() {
    const now = this.#updating;
    if (!now) return null;
    const kilobytes = bytes => Math.ceil((bytes ?? 0) / 1024);
    const words = {
      running: () => (now.length ? say("updating_of", { n: kilobytes(now.size), of: kilobytes(now.length) }) : say("updating")),
      done: () => say("updated"),
      network: () => say("update_network", { n: kilobytes(now.size) }),
      none: () => pick(now.reason),
      refused: () => `${say("update_refused")} ${pick(now.reason)} ${judge.pack() ? say("held_stays") : ""}`,
      not_stored: () => say("update_not_stored", { why: now.why }),
    }[now.state]();
    const loud = ["refused", "not_stored"].includes(now.state);
    return build("p", { class: loud ? "loud" : "small", id: "updating", role: "status", "data-state": now.state }, words);
  }

  #kept() {
    if (!this.#persisted || this.#persisted.value !== false) return null;
    return build("p", { class: "small", id: "persisted" }, say("not_persisted"), " ",
      build("button", { type: "button", class: "link", onclick: this.#persisted.ask }, say("ask_again")));
  }

  #waiting({ waiting, checks }) {
    if (checks === 0) return null;
    const state = this.#sync?.state ?? "idle";
    const words = waiting === 0 && state === "done" ? say("synced") : waiting > 0 ? say("n_waiting", { n: waiting }) : "";
    const next = `/inspector?lang=${language}`;
    const why = {
      signed_out: () => [say("sync_signed_out"), " ", build("a", { href: `/sign-in?next=${encodeURIComponent(next)}&lang=${language}` }, say("sign_in"))],
      not_allowed: () => [say("sync_not_allowed")],
      other_account: () => [say("sync_other_account"), " ", build("button", { type: "button", class: "link", id: "begin-anew", onclick: this.#beginAnew }, say("begin_anew"))],
      refused: () => [say("sync_refused"), " ", pick(this.#sync.reason)],
      offline: () => (waiting > 0 ? [say("sync_offline")] : []),
    }[state]?.() ?? [];
    const button = waiting > 0 && state !== "signed_out" && build("button", { type: "button", class: "link", id: "send", onclick: this.#send }, say("send"));
    return build("p", { class: "small", id: "sync", "data-state": state, "data-waiting": waiting }, words, " ", ...why, " ", button);
  }
}
