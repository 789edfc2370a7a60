// A verdict as an element, in the wording and the order of the online verdict page: conclusion
// and reason first, then the certificate, what to compare, what is open, every check.
import { build, icon } from "./elements.js";
import { ago, checks, date, instant, outcomes, pick, reserved, say, statuses, verdicts } from "./words.js";

const STAR = "m12 2 3 6.6 7.2.8-5.4 4.8 1.5 7.1L12 17.7l-6.3 3.6 1.5-7.1L1.8 9.4 9 8.6z";

// "MÃ GIẢ: chữ ký số không đúng": what is shown large, and its reason.
export const split = reason => {
  const end = reason.search(/[:;]/);
  return end < 0 ? [reason, ""] : [reason.slice(0, end), reason.slice(end + 1).trim()];
};

// The words in capitals are kept together and are loud.
const heading = text => {
  const words = text.split(" ");
  const loud = word => word.length > 1 && word !== "OCOP" && word === word.toUpperCase() && word !== word.toLowerCase();
  const first = words.findIndex(loud);
  if (first < 0) return [text];
  const last = words.findLastIndex(loud);
  const before = words.slice(0, first).join(" ");
  const after = words.slice(last + 1).join(" ");
  return [before && `${before} `, build("em", {}, words.slice(first, last + 1).join(" ")), after && ` ${after}`];
};

// A label with a serial, which only the service can check.
const hasSerial = code => /\/s\/\d{17}/.test(code);

// How a verdict looks: class, icon, advice.
export const look = (answer, code) => {
  if (answer.verdict === null) return { class: "pending", icon: "question", advice: "" };
  const own = verdicts[answer.verdict];
  const unknown = ["status", "register"].some(check => answer.checks[check] === "unknown");
  const open = answer.verdict === "genuine" && (unknown || hasSerial(code));
  return open ? { ...own, ...reserved } : own;
};

const stars = (count, size = 5) => {
  const drawing = name => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    if (name) svg.setAttribute("class", name);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", STAR);
    svg.append(path);
    return svg;
  };
  return [
    build("span", { "aria-hidden": "true" }, Array.from({ length: size }, (_, place) => drawing(place < count ? "on" : ""))),
    say("n_stars", { n: count }),
  ];
};

const line = (term, value, more = {}) => value && build("div", { class: more.name ? "name" : null },
  build("dt", {}, term), build("dd", { class: more.class ?? null }, value, more.small && build("small", { class: more.over ? "over" : null }, more.small)));

const remaining = (through, at) => {
  const today = new Date(Date.parse(at) + 7 * 3600_000).toISOString().slice(0, 10);
  const days = Math.round((Date.parse(through) - Date.parse(today)) / 86_400_000);
  if (days === 0) return [say("last_day"), false];
  return days > 0 ? [say("days_left", { n: days }), false] : [say("days_over", { n: -days }), true];
};

const facts = (answer, at) => {
  const one = answer.certificate ?? answer.registered;
  const [rest, over] = remaining(one.valid_through, at);
  const council = answer.council?.name ? pick(answer.council.name) : one.council;
  const decision = answer.decision?.number ?? one.decision;
  return build("dl", {},
    line(say("product"), one.product, { name: true }),
    line(say("producer"), one.producer, { name: true }),
    !one.product && line(`${say("product")}, ${say("producer")}`, say("no_names")),
    build("div", {}, build("dt", {}, say("stars")), build("dd", { class: "stars" }, stars(one.stars))),
    line(say("council"), council),
    line(say("decision"), typeof decision === "string" ? decision : null),
    line(say("issued_on"), date(one.issued_on)),
    line(say("valid_through"), date(one.valid_through), { small: rest, over }),
    line(say("number"), answer.number, { class: "code" }),
  );
};

const question = (chosen, ask) => [
  build("p", { class: "question" }, say("stars_question")),
  build("ul", { class: "ask" }, [1, 2, 3, 4, 5].map(count => build("li", {}, build("button", {
    type: "button", "aria-pressed": String(chosen === count), "aria-label": say("n_stars", { n: count }), onclick: () => ask(count),
  }, String(count))))),
];

const asOf = answer => {
  const of = answer.as_of;
  const parts = of && [
    `${say("judged_at")} ${instant(of.judged_at)}`,
    `${say("trust_list_of")} ${instant(of.trust_list)} (${ago(Date.parse(of.judged_at) - Date.parse(of.trust_list))})`,
    of.status ? `${say("status_list_of")} ${instant(of.status)}` : say("no_status_list"),
    of.register ? `${say("register_of")} ${instant(of.register)}` : say("no_register"),
  ];
  return build("p", { class: "small" }, `${pick(answer.pack.words)} ${parts ? `${parts.join("; ")}. ` : ""}${say("time_zone")}`);
};

// The whole. `ask(stars)` judges again, `producer()` shows what else the producer has.
export const show = ({ judged, code, stars: chosen }, { ask, producer, more }) => {
  const { answer } = judged;
  const tone = look(answer, code);
  const [large, why] = answer.verdict === null ? split(say("by_number_heading")) : split(pick(answer.reason));
  const compared = ["genuine", "mismatch", "expired"].includes(answer.verdict) || answer.verdict === null;
  const confirmed = answer.certificate && !["out_of_mandate", "compromised_key", "not_registered"].includes(answer.verdict);
  const open = answer.checks ? checks.filter(([name]) => name !== "stars_on_package" && ["unknown", "warn"].includes(answer.checks[name]) && answer.details?.[name]) : [];
  return build("article", { class: "judged", "data-verdict": answer.verdict ?? "number" },
    build("section", { class: `verdict ${tone.class}` }, build("div", {},
      build("div", { class: "top" }, icon(tone.icon), build("h1", { tabindex: "-1" }, heading(large))),
      why && build("p", { class: "why" }, why),
      answer.verdict === null && build("p", { class: "why" }, pick(answer.reason)),
      hasSerial(code) && answer.verdict === "genuine" && build("p", {}, say("serial_not_checked")),
      tone.advice && build("p", {}, tone.advice),
    )),
    more,
    (answer.certificate || answer.registered) && [
      build("h2", {}, confirmed || answer.registered ? say("certificate_says") : say("code_says")),
      facts(answer, judged.at),
    ],
    compared && (answer.certificate || answer.registered) && build("section", { class: "note" },
      build("h2", {}, say("compare_heading")),
      build("p", {}, say("compare")),
      answer.certificate && question(chosen, ask),
      answer.checks?.stars_on_package === "pass" && build("p", { role: "status" }, say("stars_agree")),
    ),
    answer.number && answer.pack.names && build("details", { ontoggle: event => { if (event.target.open) producer(event.target); } },
      build("summary", {}, say("all_of_producer"))),
    open.length > 0 && [
      build("h2", {}, say("not_checked")),
      build("ul", {}, open.map(([name, words]) => build("li", {}, build("b", {}, `${words}: `), pick(answer.details[name])))),
    ],
    answer.checks && build("details", { class: "every" },
      build("summary", {}, say("every_check")),
      build("ul", { class: "checks" }, checks.map(([name, words]) => {
        const outcome = answer.checks[name];
        return build("li", { class: outcome }, build("b", {}, outcomes[outcome]), words,
          answer.details?.[name] && build("p", {}, pick(answer.details[name])));
      })),
    ),
    asOf(answer),
  );
};

// What else the pack has of a producer, as a list.
const standing = (one, at) => {
  if (one.status === "valid" && remaining(one.valid_through, at)[1]) return say("row_expired");
  return statuses[one.status] ?? say("status_unknown");
};

export const listed = ({ producer, certificates }, at) => [
  build("p", {}, build("b", {}, producer), ` · ${say("n_certificates", { n: certificates.length })}`),
  build("ul", { class: "listed" }, certificates.map(one => build("li", {},
    build("p", { class: "product" }, one.product),
    build("p", {}, `${say("n_stars", { n: one.stars })} · ${one.number}`),
    build("p", { class: "small" }, `${standing(one, at)} · ${say("valid_through")} ${date(one.valid_through)}`),
  ))),
];
