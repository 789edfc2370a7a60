// Photographs: from a file to pixels within bounds, and to a JPEG without what a camera notes.

// Pixels of a photograph that a phone can hold unpacked: four bytes each, for a moment twice.
const LARGEST = (navigator.deviceMemory ?? 4) >= 4 ? 110_000_000 : 55_000_000;
// What is read of it: enough for a small code in a wide picture.
const READ = 2400;
// What is kept of it, on the longer side.
const KEPT = 1600;

// A file that cannot be taken: `too_large` (with its size), `not_a_picture`.
export class Unreadable extends Error {
  constructor(kind, width = 0, height = 0) {
    super(kind);
    this.kind = kind;
    this.megapixels = Math.round(width * height / 1e6);
  }
}

const png = view => (view.getUint32(0) === 0x89504e47 ? [view.getUint32(16), view.getUint32(20)] : null);

// Goes from marker to marker to the one that begins a frame.
const jpeg = view => {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < view.byteLength;) {
    const marker = view.getUint16(at);
    if (marker >> 8 !== 0xff) return null;
    const frame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (frame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return null;
};

// Width and height as the file says them, before anything is unpacked; null when it is of
// another kind, which the browser may know.
const stated = async file => {
  const view = new DataView(await file.slice(0, 256 * 1024).arrayBuffer());
  if (view.byteLength < 32) throw new Unreadable("not_a_picture");
  return png(view) ?? jpeg(view);
};

const unpack = async (file, longest) => {
  const size = await stated(file);
  if (size && size[0] * size[1] > LARGEST) throw new Unreadable("too_large", ...size);
  const options = { imageOrientation: "from-image" };
  if (size && Math.max(...size) > longest) {
    // The browser makes it small while it unpacks it. One side is named: the other follows.
    Object.assign(options, { resizeQuality: "medium" }, size[0] > size[1] ? { resizeWidth: longest } : { resizeHeight: longest });
  }
  try {
    return await createImageBitmap(file, options);
  } catch {
    throw size ? new Unreadable("too_large", ...size) : new Unreadable("not_a_picture");
  }
};

const drawn = (bitmap, longest) => {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  // What is transparent is paper.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
};

// A photograph to look for codes in.
export const toRead = async file => drawn(await unpack(file, READ), READ);

// A photograph to keep: encoded anew, so that neither a place nor a phone's name is in it.
export const toKeep = async file => {
  const canvas = drawn(await unpack(file, KEPT), KEPT);
  const blob = await new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", 0.85));
  if (!blob) throw new Unreadable("not_a_picture");
  return blob;
};
