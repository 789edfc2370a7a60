// The one place where the time is asked for. The device's clock may be wrong: it is never
// believed when it is behind an instant that the programme has signed.

// A clock that lags by less is not worth a word.
const TOLERANCE = 2 * 60_000;

// RFC 3339 with whole seconds.
export const written = milliseconds => new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");

export const now = () => Date.now();

// The instant to judge at: the clock's, or the latest signed one if the clock is behind it.
export const judged = signed => (signed && Date.parse(signed) > now() ? signed : written(now()));

export const isBehind = signed => Boolean(signed) && Date.parse(signed) - now() > TOLERANCE;
