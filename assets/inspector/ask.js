// Asks a worker that holds the module.
import { module } from "./words.js";

// The module ended in the middle of a question: whatever it held is gone.
export class Trapped extends Error {}

export class Engine {
  #worker = new Worker(new URL("./engine.js", import.meta.url), { type: "module" });
  #waiting = new Map();
  #next = 1;
  #failed = null;

  constructor() {
    this.#worker.postMessage({ module });
    this.#worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.failed === undefined) resolve(data.answer);
      else reject(data.trapped ? new Trapped(data.failed) : new Error(data.failed));
    };
    // Its script could not be loaded: no question is ever answered.
    this.#worker.onerror = event => {
      this.#failed = new Error(event.message || "engine.js");
      for (const { reject } of this.#waiting.values()) reject(this.#failed);
      this.#waiting.clear();
    };
  }

  // `given` (buffers) is handed over, not copied.
  ask(call, question, { bytes, more, given = [] } = {}) {
    if (this.#failed) return Promise.reject(this.#failed);
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call, question, bytes, more }, given);
    });
  }
}
