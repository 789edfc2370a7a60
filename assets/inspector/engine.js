// A worker with an instance of the module, the same judge as the service's. What traps, a
// strange picture say, ends the instance and nothing else: the next question has a new one.
let address = null;
let compiled = null;
let instance = null;

const BUFFERS = { question: 0, bytes: 1, more: 2 };

const ready = async () => {
  compiled ??= WebAssembly.compileStreaming(fetch(address));
  try {
    instance ??= await WebAssembly.instantiate(await compiled, {});
  } catch (error) {
    compiled = null;
    throw error;
  }
  return instance.exports;
};

const put = (exports, which, bytes) => {
  const place = exports.room(which, bytes.length);
  // Its memory may have moved while it made room.
  new Uint8Array(exports.memory.buffer, place, bytes.length).set(bytes);
};

const ask = async ({ call, question, bytes, more }) => {
  const exports = await ready();
  put(exports, BUFFERS.question, new TextEncoder().encode(JSON.stringify(question)));
  if (bytes) put(exports, BUFFERS.bytes, new Uint8Array(bytes));
  if (more) put(exports, BUFFERS.more, new Uint8Array(more));
  exports[call]();
  const answer = new Uint8Array(exports.memory.buffer, exports.answer(), exports.answer_length()).slice();
  // A file begins with a CBOR array, every other answer is a JSON object.
  if (call === "complete" && answer[0] !== 0x7b) return { bytes: answer.buffer };
  return JSON.parse(new TextDecoder().decode(answer));
};

// One question after the other: they share the buffers.
let last = Promise.resolve();
onmessage = ({ data }) => {
  if (data.module) {
    address = data.module;
    return;
  }
  last = last.then(async () => {
    try {
      const answer = await ask(data);
      postMessage({ id: data.id, answer }, answer.bytes ? [answer.bytes] : []);
    } catch (error) {
      const trapped = error instanceof WebAssembly.RuntimeError;
      if (trapped) instance = null;
      postMessage({ id: data.id, trapped, failed: String(error) });
    }
  });
};
