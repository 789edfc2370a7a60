// When the journal is sent: soon after an entry, when the network is back, and again after
// pauses that grow; by the service worker when the page is closed, where the browser can.
import { synchronise } from "./sync.js";

const PAUSES = [5, 15, 60, 300, 900].map(seconds => seconds * 1000);
// Entries that come together are sent together.
const SOON = 1500;

export class Sending {
  #state;
  #failed = 0;
  #timer = 0;

  constructor(state) {
    this.#state = state;
  }

  begin() {
    window.addEventListener("online", () => this.now());
    // The service worker has sent what there was: how it stands is asked for again.
    navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data === "sent") this.now(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.now(); });
    this.now();
  }

  soon() {
    this.#after(SOON);
    navigator.serviceWorker?.ready.then(worker => worker.sync?.register("journal")).catch(() => {});
  }

  #after(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), pause);
  }

  async now() {
    clearTimeout(this.#timer);
    const ended = await synchronise(() => this.#state.show());
    // Another tab or the service worker sends, perhaps not what was written since it began.
    if (!ended) {
      this.#after(PAUSES[0]);
      return;
    }
    await this.#state.sync(ended);
    if (ended.state !== "offline") {
      this.#failed = 0;
      return;
    }
    this.#after(PAUSES[Math.min(this.#failed++, PAUSES.length - 1)]);
  }
}
