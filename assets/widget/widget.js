// <ocop-verify root="…" code="…">: checks an OCOP code on anybody's page.
//
// The signed pack comes from the service, and the code is judged here: it is sent nowhere. No
// cookie, nothing is kept, and nobody is told who checks what. Whatever is missing ends in "could
// not be checked", never in "genuine".
//
// What stands in double braces is put in by the service that serves this file.

(() => {
  const SERVICE = new URL(document.currentScript?.src || document.baseURI).origin;
  const MODULE = "{{module}}";
  const MODULE_HASH = "{{module_hash}}";
  const ICONS = {{icons}};

  const WORDS = {
    vi: {
      name: "Kiểm tra mã OCOP",
      code: "Dán nội dung mã QR, hoặc nhập số giấy chứng nhận",
      photo: "hoặc chọn ảnh chụp mã",
      check: "Kiểm tra",
      working: "Đang kiểm tra…",
      unchecked: "KHÔNG KIỂM TRA ĐƯỢC",
      noRoot: "Trang này chưa khai khóa gốc của chương trình (thuộc tính root), nên không thể kết luận.",
      noModule: "Không tải hoặc không chạy được bộ kiểm tra. Hãy thử lại khi có mạng, hoặc mở trang của chương trình.",
      noPack: "Không tải được dữ liệu đã ký của chương trình. Hãy thử lại khi có mạng.",
      failed: "Việc kiểm tra dừng giữa chừng. Hãy tải lại trang rồi thử lại.",
      nothing: "Hãy dán nội dung mã hoặc chọn một ảnh.",
      noCode: "Không tìm thấy mã QR trong ảnh. Hãy chụp gần hơn, đủ sáng, thấy cả bốn góc của mã.",
      severalCodes: "Trong ảnh có nhiều mã QR khác nhau. Hãy chụp lại chỉ một mã, hoặc che các mã còn lại.",
      noPicture: "Không đọc được tệp này. Hãy chọn một ảnh.",
      reserved: "Chưa kiểm tra được hết: xem các mục dưới đây.",
      compare: "Hãy so sản phẩm, chủ thể và số sao với bao bì. Mã có thể bị sao chép sang hàng khác.",
      unconfirmed: "Nội dung trong mã, không được xác nhận:",
      product: "Sản phẩm", producer: "Chủ thể", stars: "Số sao", star: "sao",
      through: "Có giá trị đến hết ngày", number: "Số giấy",
      by: "Dữ liệu đã ký của",
      demonstration: "BẢN THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ",
    },
    en: {
      name: "Check an OCOP code",
      code: "Paste what the QR code says, or type the certificate's number",
      photo: "or choose a photo of the code",
      check: "Check",
      working: "Checking…",
      unchecked: "COULD NOT BE CHECKED",
      noRoot: "This page does not name the programme's root key (attribute root), so nothing can be concluded.",
      noModule: "The checking program could not be loaded or run. Try again when online, or open the programme's page.",
      noPack: "The programme's signed data could not be loaded. Try again when online.",
      failed: "The check stopped half-way. Load the page again and retry.",
      nothing: "Paste a code, or choose a photo.",
      noCode: "There is no QR code in the photo. Come closer, with enough light and all four corners of the code.",
      severalCodes: "There are several different QR codes in the photo. Take one of a single code, or cover the others.",
      noPicture: "This file cannot be read. Choose a photo.",
      reserved: "Not everything could be checked: see below.",
      compare: "Compare product, producer and stars with the package. A code can be copied onto other goods.",
      unconfirmed: "What the code says, which is not confirmed:",
      product: "Product", producer: "Producer", stars: "Stars", star: "stars",
      through: "Valid through", number: "Number",
      by: "Signed data of",
      demonstration: "DEMONSTRATION, NOT VALID",
    },
  };

  // Another shape and border for each: colour only repeats what words and icon say.
  const TONES = {
    genuine: ["good", "seal"], expired: ["expired", "clock"],
    revoked: ["withdrawn", "barred"], suspended: ["withdrawn", "barred"], mismatch: ["withdrawn", "unequal"],
    forged: ["bad", "cross"], out_of_mandate: ["bad", "cross"],
    compromised_key: ["bad", "cross"], not_registered: ["bad", "cross"],
    superseded: ["pending", "replaced"], not_yet_valid: ["pending", "clock"],
  };
  const UNDECIDED = ["undecided", "question"];
  const UNCONFIRMED = ["out_of_mandate", "compromised_key", "not_registered"];

  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(`
    :host{display:block;max-width:32rem;font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#111;background:#fff;border:2px solid #111;border-radius:12px;padding:1rem;overflow-wrap:anywhere}
    :host([hidden]){display:none}
    *{box-sizing:border-box}
    p{margin:.5rem 0}
    label{display:block;font-weight:700;margin:.75rem 0 .25rem}
    input{width:100%;min-height:2.75rem;padding:.5rem;font:inherit;color:#111;background:#fff;border:2px solid #111;border-radius:8px}
    button{min-height:2.75rem;margin-top:.75rem;padding:.375rem 1.25rem;font:inherit;font-weight:700;color:#fff;background:#0b5a2a;border:2px solid #0b5a2a;border-radius:8px}
    input:focus-visible,button:focus-visible{outline:3px solid #003f8f;outline-offset:2px}
    .said:empty{display:none}
    form+.said:not(:empty){margin-top:1rem}
    .verdict{--back:#fff;--front:#111;display:flex;gap:.75rem;align-items:center;padding:.75rem;border-radius:10px;color:var(--front);background:var(--back);border:3px solid var(--front)}
    .verdict svg{flex:none;width:2.75rem;height:2.75rem}
    .verdict b{font-size:1.1875rem;line-height:1.3}
    .hole{stroke:var(--back)}
    .good{--back:#0b5a2a;--front:#fff;border-color:#0b5a2a}
    .reserved{border:3px dashed #6b4a00}
    .expired{border:6px double #000;background:#fff3a8}
    .withdrawn{--front:#8b0000;border-width:6px}
    .bad{--back:#8b0000;--front:#fff;border-color:#8b0000}
    .undecided{--back:#eceff1;border:3px dotted #37474f}
    .demonstration{margin:0 0 .75rem;padding:.5rem .75rem;font-weight:700;text-align:center;color:#fff;background:#111;border-radius:10px}
    dl{margin:.5rem 0;border-top:1px solid #767676}
    dl div{padding:.25rem 0;border-bottom:1px solid #767676}
    dt{color:#444;font-size:.875rem}
    dd{margin:0;font-weight:700}
    .small{color:#444;font-size:.875rem}`);

  /** Why nothing can be said: the name of its words, or words. */
  class Unchecked extends Error {
    constructor(reason) { super(); this.reason = reason; }
  }

  const text = (bytes) => new TextDecoder().decode(bytes);

  /** The module of the judge, in an instance of its own. A trap ends an instance, not the page. */
  class Module {
    constructor(instance) { this.exports = instance.exports; }

    static async load(service) {
      try {
        Module.compiled ??= (async () => {
          const from = new URL(MODULE, service);
          const wish = { credentials: "omit", referrerPolicy: "no-referrer", integrity: MODULE_HASH };
          const answer = await fetch(from, wish);
          if (!answer.ok) throw new Unchecked("noModule");
          return WebAssembly.compile(await answer.arrayBuffer());
        })();
        return new Module(await WebAssembly.instantiate(await Module.compiled, {}));
      } catch {
        Module.compiled = undefined;
        throw new Unchecked("noModule");
      }
    }

    ask(act, question, bytes) {
      const { memory, room, answer, answer_length: length } = this.exports;
      const put = (which, bytes) => {
        const at = room(which, bytes.length);
        new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      };
      put(0, new TextEncoder().encode(JSON.stringify(question)));
      if (bytes) put(1, bytes);
      this.exports[act]();
      return JSON.parse(text(new Uint8Array(memory.buffer, answer(), length()).slice()));
    }
  }

  const now = () => new Date().toISOString().replace(/\.[0-9]+Z$/, "Z");
  // For so long a pack is used before the next is asked for.
  const FRESH = 10 * 60 * 1000;
  const judges = new Map();

  /** A judge with the service's pack, whose trust list this root key signed. */
  async function judgeOf(service, root, names) {
    const key = `${service} ${root} ${names}`;
    const known = judges.get(key);
    if (known && Date.now() - known.since < FRESH) return known.judge;
    const judge = (async () => {
      const module = await Module.load(service);
      let pack;
      try {
        const from = new URL(names ? "/pack?names=1" : "/pack", service);
        const answer = await fetch(from, { credentials: "omit", referrerPolicy: "no-referrer" });
        if (!answer.ok) throw new Unchecked("noPack");
        pack = new Uint8Array(await answer.arrayBuffer());
      } catch {
        throw new Unchecked("noPack");
      }
      const opened = module.ask("open", { root, held: null, at: now() }, pack);
      if (opened.refused) throw new Unchecked(opened.refused.reason);
      return module;
    })();
    judges.set(key, { judge, since: Date.now() });
    try {
      return await judge;
    } catch (error) {
      judges.delete(key);
      throw error;
    }
  }

  /** The text of the one code in a picture, beside codes of others. The pixels stay here. */
  async function read(service, file) {
    let pixels;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, 2400 / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      const context = canvas.getContext("2d");
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    } catch {
      throw new Unchecked("noPicture");
    }
    const module = await Module.load(service);
    const { width, height, data } = pixels;
    const { texts } = module.ask("read", { width, height, channels: 4, look: null }, data);
    if (!texts?.length) throw new Unchecked("noCode");
    const ours = texts.filter((one) => /^(https?:\/\/[^/]+\/[vsc]\/|\d{100,}$)/i.test(one));
    const [code, ...others] = ours.length > 0 ? ours : texts;
    // Which one is meant is not guessed.
    if (others.length > 0) throw new Unchecked("severalCodes");
    return code;
  }

  const make = (tag, said, name) => {
    const element = document.createElement(tag);
    if (said !== undefined) element.textContent = said;
    if (name) element.className = name;
    return element;
  };

  class OcopVerify extends HTMLElement {
    static observedAttributes = ["root", "code", "stars", "lang", "service"];

    #shadow = this.attachShadow({ mode: "open" });
    #said = make("div", undefined, "said");
    #turn = 0;
    #drawn = false;

    connectedCallback() {
      this.#shadow.adoptedStyleSheets = [STYLE];
      this.#draw();
    }

    attributeChangedCallback() { if (this.#drawn) this.#draw(); }

    get #language() {
      const said = this.closest("[lang]")?.lang || document.documentElement.lang || "vi";
      return said.toLowerCase().startsWith("en") ? "en" : "vi";
    }

    get #words() { return WORDS[this.#language]; }

    get #service() {
      try {
        return new URL(this.getAttribute("service") || SERVICE).origin;
      } catch {
        return SERVICE;
      }
    }

    #draw() {
      this.#drawn = true;
      this.#turn += 1;
      const words = this.#words;
      this.#said.replaceChildren();
      this.#said.setAttribute("role", "status");
      this.#shadow.replaceChildren();
      this.setAttribute("role", "group");
      this.setAttribute("aria-label", words.name);
      const code = this.getAttribute("code");
      if (code === null) this.#shadow.append(this.#form(words));
      this.#shadow.append(this.#said);
      if (code !== null) this.#check(async () => code);
      else if (!this.getAttribute("root")) this.#unchecked(new Unchecked("noRoot"));
    }

    #form(words) {
      const form = make("form");
      const field = (id, said, type) => {
        const label = make("label", said);
        const input = make("input");
        label.htmlFor = input.id = id;
        input.type = type;
        form.append(label, input);
        return input;
      };
      const code = field("code", words.code, "text");
      Object.assign(code, { autocomplete: "off", autocapitalize: "off", spellcheck: false });
      const photo = field("photo", words.photo, "file");
      photo.accept = "image/*";
      form.append(make("button", words.check));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const [typed, file] = [code.value.trim(), photo.files[0]];
        this.#check(async () => {
          if (typed) return typed;
          if (file) return read(this.#service, file);
          throw new Unchecked("nothing");
        });
      });
      return form;
    }

    /** Judges what the code turns out to be, and says so unless something newer was asked. */
    async #check(codeOf) {
      this.#turn += 1;
      const turn = this.#turn;
      this.#said.replaceChildren(make("p", this.#words.working));
      let said;
      try {
        const root = this.getAttribute("root");
        if (!root) throw new Unchecked("noRoot");
        const code = await codeOf();
        const stars = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 }[this.getAttribute("stars")] ?? null;
        const answer = async (names) => {
          const judge = await judgeOf(this.#service, root, names);
          return judge.ask("judge", { code, at: now(), stars });
        };
        let answered = await answer(false);
        // Only a number needs names, which make the pack three times as large.
        if (answered.refused?.code === "needs_names") answered = await answer(true);
        if (answered.refused) throw new Unchecked(answered.refused.reason);
        said = () => this.#answered(answered);
      } catch (error) {
        // A trap of the module, or whatever else was not foreseen, is no verdict.
        if (!(error instanceof Unchecked)) judges.clear();
        const unchecked = error instanceof Unchecked ? error : new Unchecked("failed");
        said = () => this.#unchecked(unchecked);
      }
      if (turn === this.#turn) said();
    }

    #verdict([tone, icon], heading) {
      const box = make("div", undefined, `verdict ${tone}`);
      const drawing = new DOMParser().parseFromString(ICONS[icon], "text/html").querySelector("svg");
      box.append(drawing, make("b", heading));
      return box;
    }

    #unchecked({ reason }) {
      const words = this.#words;
      const why = typeof reason === "string" ? words[reason] : reason[this.#language];
      this.#said.replaceChildren(this.#verdict(UNDECIDED, words.unchecked), make("p", why));
      this.#tell({ verdict: null, reason: why });
    }

    #answered(answer) {
      const words = this.#words;
      const { verdict, reason, certificate, number, registered, details = {}, pack } = answer;
      const { checks = {} } = answer;
      // Whether the package shows as many stars is for its reader, who is told to compare.
      const open = Object.keys(checks).filter((check) =>
        check !== "stars_on_package" && ["unknown", "warn"].includes(checks[check]));
      const unknown = [checks.register, checks.status].includes("unknown");
      let tone = TONES[verdict] ?? UNDECIDED;
      // Never plain green while something is open.
      if (verdict === "genuine" && (unknown || pack.expired)) tone = ["reserved", "reserved"];
      const parts = [this.#verdict(tone, reason[this.#language])];
      if (tone[0] === "reserved") parts.push(make("p", words.reserved));
      for (const check of open) {
        const detail = details[check]?.[this.#language];
        if (detail) parts.push(make("p", detail));
      }
      const facts = certificate ?? registered;
      if (facts) {
        if (UNCONFIRMED.includes(verdict)) parts.push(make("p", words.unconfirmed));
        const list = make("dl");
        const day = (date) => date.split("-").reverse().join("/");
        for (const [name, value] of [
          [words.product, facts.product], [words.producer, facts.producer],
          [words.stars, `${facts.stars} ${words.star}`],
          [words.through, day(facts.valid_through)], [words.number, number],
        ]) {
          if (!value) continue;
          const line = make("div");
          line.append(make("dt", name), make("dd", value));
          list.append(line);
        }
        parts.push(list, make("p", words.compare));
      }
      if (pack.demonstration) parts.unshift(make("p", words.demonstration, "demonstration"));
      const age = pack.words[this.#language];
      parts.push(make("p", `${words.by} ${new URL(this.#service).host}: ${age}`, "small"));
      this.#said.replaceChildren(...parts);
      this.#tell(answer);
    }

    /** For the page around: the whole answer, or a verdict of null and why. */
    #tell(detail) {
      this.dispatchEvent(new CustomEvent("ocop-verdict", { detail, bubbles: true }));
    }
  }

  if (!customElements.get("ocop-verify")) customElements.define("ocop-verify", OcopVerify);
})();
