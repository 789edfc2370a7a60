// The camera: on only while something is looked for. It stops when the page is hidden, when
// nothing was found for a minute, and when whoever began it says so.
import { read } from "./reader.js";

// At most eight frames a second are looked at.
const PAUSE = 125;
const NOTHING_FOR = 60_000;
// What is looked at of a frame.
const PIXELS = 640 * 480;

const why = error => ({
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_none",
  DevicesNotFoundError: "camera_none",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
})[error.name] ?? "camera_failed";

export class Camera {
  #video;
  #canvas = document.createElement("canvas");
  #stream = null;
  #found;
  #stopped;
  #since = 0;
  #look = 0;
  // Counts starts and stops: what was begun before the last of them is not gone on with.
  #turn = 0;
  #begun = false;

  // `found(texts)` is told of each frame with codes in it; `stopped(why)` of the end, with the
  // name of a text or null.
  constructor(video, found, stopped) {
    this.#video = video;
    this.#found = found;
    this.#stopped = stopped;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.stop("camera_hidden");
    });
  }

  get on() {
    return this.#stream !== null;
  }

  async start() {
    if (this.#begun) return;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.#stopped(window.isSecureContext ? "camera_none" : "camera_insecure");
      return;
    }
    this.#begun = true;
    const turn = ++this.#turn;
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
      // Stopped while the person was asked.
      if (turn !== this.#turn) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      this.#video.srcObject = stream;
      await this.#video.play();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#end();
      this.#stopped(why(error));
      return;
    }
    if (turn !== this.#turn) return;
    // Taken away by the system, or unplugged.
    for (const track of this.#stream.getTracks()) track.onended = () => this.stop("camera_busy");
    this.#since = performance.now();
    this.#loop(this.#stream);
  }

  stop(why = null) {
    if (!this.#begun) return;
    this.#end();
    this.#stopped(why);
  }

  #end() {
    this.#turn++;
    this.#begun = false;
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.#stream = null;
    this.#video.srcObject = null;
  }

  async #loop(stream) {
    while (this.#stream === stream) {
      const begun = performance.now();
      if (this.#draw()) {
        const texts = await this.#lookAt();
        if (this.#stream !== stream) return;
        if (texts.length > 0) {
          this.#since = performance.now();
          this.#found(texts);
        }
      }
      if (performance.now() - this.#since > NOTHING_FOR) this.stop("camera_nothing");
      const rest = Math.max(15, PAUSE - (performance.now() - begun));
      await new Promise(resolve => setTimeout(resolve, rest));
    }
  }

  // Every other frame is its middle, not made smaller: there a small code has more pixels.
  #draw() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (width === 0) return false;
    const scale = Math.min(1, Math.sqrt(PIXELS / (width * height)));
    const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
    if (this.#canvas.width !== across || this.#canvas.height !== down) {
      this.#canvas.width = across;
      this.#canvas.height = down;
    }
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    if (scale < 1 && this.#look % 2 === 1) {
      context.drawImage(this.#video, (width - across) / 2, (height - down) / 2, across, down, 0, 0, across, down);
    } else {
      context.drawImage(this.#video, 0, 0, across, down);
    }
    return true;
  }

  // Where there is one code there may be another: the same frame is then looked at again.
  async #lookAt() {
    const look = this.#look++;
    const texts = new Set(await read(this.#canvas, look));
    if (texts.size === 1) {
      for (const more of [1, 2]) for (const text of await read(this.#canvas, look + more)) texts.add(text);
    }
    return [...texts];
  }

  #capabilities() {
    const track = this.#stream?.getVideoTracks()[0];
    return track?.getCapabilities?.() ?? {};
  }

  // Whether the phone lets its light be switched on.
  get hasTorch() {
    return Boolean(this.#capabilities().torch);
  }

  // `{min, max, step}` of its zoom, or null.
  get zoom() {
    const { zoom } = this.#capabilities();
    return zoom && zoom.max > zoom.min ? zoom : null;
  }

  set(wish) {
    const track = this.#stream?.getVideoTracks()[0];
    // A wish that the camera does not grant changes nothing.
    return track?.applyConstraints({ advanced: [wish] }).catch(() => {});
  }
}
