// Finds codes in pixels: by the module's reader, which is the service's own, and by the
// browser's where it has one.
import { Engine } from "./ask.js";

const engine = new Engine();
let detector = null;

const native = async () => {
  if (detector !== null) return detector;
  detector = false;
  if ("BarcodeDetector" in window) {
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (formats.includes("qr_code")) detector = new BarcodeDetector({ formats: ["qr_code"] });
  }
  return detector;
};

const byBrowser = async canvas => {
  const own = await native();
  if (!own) return [];
  const found = await own.detect(canvas).catch(() => []);
  return found.map(one => one.rawValue).filter(text => text !== "");
};

const byModule = async (canvas, look) => {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
  // A picture that trips the reader is one without a code.
  const answer = await engine.ask("read", { width, height, channels: 4, look }, { bytes: data.buffer, given: [data.buffer] }).catch(() => null);
  return answer?.texts ?? [];
};

// The texts of a canvas's codes. `look` counts the frames of a camera, each of which is looked
// at in another quick way; null takes its time and tries everything.
export const read = async (canvas, look) => {
  const [browser, module] = await Promise.all([byBrowser(canvas), byModule(canvas, look)]);
  return [...new Set([...module, ...browser])];
};

// Readies the reader before it is needed.
export const warm = () => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  return byModule(canvas, 0);
};
