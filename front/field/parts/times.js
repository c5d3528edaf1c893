// Times as a person says them. The server's clock counts: ours is put right by its skew.

import { language, say, told } from "./told.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SOON = 2 * HOUR;

let ahead = Number(localStorage.getItem("field-skew") ?? 0); // seconds our clock runs ahead

/** @param {number} seconds */
export function keepSkew(seconds) {
  ahead = seconds;
  localStorage.setItem("field-skew", String(seconds));
}

export function skew() {
  return ahead;
}
export function now() {
  return Date.now() - ahead * 1000;
}

/** @param {number} milliseconds */
export function span(milliseconds) {
  const length = Math.abs(milliseconds);
  if (length >= DAY) return say("days", { n: Math.floor(length / DAY) });
  const minutes = say("minutes", { n: Math.floor((length % HOUR) / MINUTE) });
  return length >= HOUR ? `${say("hours", { n: Math.floor(length / HOUR) })} ${minutes}` : minutes;
}

function locale() {
  return (language() === "en" ? "en-GB" : "zh-CN");
}

/** @param {string | number} when */
export function clock(when) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", timeZone: told.zone }).format(new Date(when));
}

/** @param {string | number} when */
function day(when) {
  return new Intl.DateTimeFormat(locale(), { month: "short", day: "numeric", timeZone: told.zone }).format(new Date(when));
}

/** @param {string | number} when */
export function moment(when) {
  return (day(when) === day(now()) ? clock(when) : `${day(when)} ${clock(when)}`);
}

/**
 * A deadline: tone and icon of the look, words, clock.
 * @param {string | null} due
 */
export function deadline(due) {
  if (!due) return { tone: "rest", icon: "pause", text: say("paused"), by: "" };
  const left = Date.parse(due) - now();
  const by = say("by", { time: moment(due) });
  if (left < 0) return { tone: "late", icon: "late", text: say("over", { span: span(left) }), by };
  if (left < SOON) return { tone: "soon", icon: "soon", text: say("left", { span: span(left) }), by };
  const isToday = day(due) === day(now());
  return { tone: isToday ? "ok" : "rest", icon: "clock", text: isToday ? say("today") : day(due), by };
}

/** @param {number} bytes */
export function size(bytes) {
  return (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
}
