// When the pack is brought up to date: at the start, when the network is back, when it is asked
// for; after a cut again, after pauses that grow.
import { because } from "./additions.js";
import * as clock from "./clock.js";
import * as judge from "./judge.js";
import { NotUpdated, update } from "./pack.js";
import { setting } from "./store.js";

const PAUSES = [2, 5, 15, 60, 300].map(seconds => seconds * 1000);
// A pack younger than this is new enough not to be asked for at the start.
const FRESH = 3600_000;

export class Updates {
  #state;
  #failed = 0;
  #timer = 0;
  #running = false;

  constructor(state) {
    this.#state = state;
  }

  begin() {
    window.addEventListener("online", () => this.#ifOld());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#ifOld(); });
    this.#ifOld();
  }

  async #ifOld() {
    const pack = judge.pack();
    const begun = await setting("download").catch(() => null);
    // A clock that is behind cannot tell how old the pack is.
    const behind = clock.isBehind(judge.signedAt());
    if (!pack || begun || behind || clock.now() - Date.parse(pack.made_at) > FRESH) await this.now();
  }

  // `asked` by a person, who is told that there is nothing newer.
  async now(asked = false) {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    await this.#state.updating({ state: "running" });
    try {
      const root = await setting("root");
      const pack = await update(root, (size, length) => this.#state.updating({ state: "running", size, length }));
      this.#failed = 0;
      await this.#state.updating(pack && asked ? { state: "done" } : null);
    } catch (error) {
      await this.#end(error);
    } finally {
      this.#running = false;
    }
  }

  async #end(error) {
    if (!(error instanceof NotUpdated)) {
      await this.#state.updating({ state: "not_stored", why: because(error) });
      return;
    }
    const { size } = (await setting("download").catch(() => null)) ?? {};
    await this.#state.updating({ state: error.kind, reason: error.reason, size });
    if (error.kind === "refused") return;
    const pause = PAUSES[Math.min(this.#failed++, PAUSES.length - 1)];
    // A page that nobody sees waits until it is seen.
    this.#timer = setTimeout(() => { if (!document.hidden) this.now(); }, pause);
  }
}
