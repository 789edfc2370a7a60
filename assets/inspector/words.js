// What the page brings for its scripts: the words of its language, and where things are. No
// script holds a word that people read.
const brought = JSON.parse(document.getElementById("brought").textContent);

export const { language, version, root, module, verdicts, reserved, checks, outcomes, statuses } = brought;

// A text by its name, `{n}` replaced by what is given.
export const say = (name, values = {}) => {
  const text = brought.texts[name];
  if (text === undefined) throw new Error(`no text is named ${name}`);
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
};

// One of the two languages that the judge and the server answer in.
export const pick = text => (text ? text[language] ?? text.vi : "");

// `05/08/2026` from an ISO date, as the verdict's words have it.
export const date = iso => iso.slice(0, 10).split("-").reverse().join("/");

// `05/08/2026 09:30` in Vietnam's time.
export const instant = iso => {
  const there = new Date(Date.parse(iso) + 7 * 3600_000).toISOString();
  return `${date(there)} ${there.slice(11, 16)}`;
};

// How long ago, in the largest unit that says something.
export const ago = milliseconds => {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return say("just_now");
  if (hours < 1) return say("minutes_ago", { n: minutes });
  if (hours < 48) return say("hours_ago", { n: hours });
  return say("days_ago", { n: Math.floor(hours / 24) });
};
