// Beside the hours of an event, in its own zone, those of the reader's, where their clock shows another hour then.
// Without script nothing is lost: the event's zone is named by its city. Zone and language are the browser's and the page's.

const language = document.documentElement.lang || "fr";
// The site's English is British: "4 January 2027".
const region = language === "en" ? "en-GB" : language;
// French writes "13 h 30" and "9 h", with no-break spaces, and "1er mars", as fedcms.core.i18n (formatting, days) does.
const inFrench = (text) =>
  text.replace(/(\d\d):(\d\d)/g, (_, hours, minutes) =>
    `${Number(hours)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}`)
    .replace(/(?<!\d)1 (?=\p{L}{3})/u, "1er ");
const written = (zone, moment, options) => {
  const text = new Intl.DateTimeFormat(region, {
    timeZone: zone, hourCycle: "h23", numberingSystem: "latn", ...options,
  }).format(moment);
  return language.startsWith("fr") ? inFrench(text) : text;
};
const hour = { hour: "2-digit", minute: "2-digit" };
const moment = { year: "numeric", month: "long", day: "numeric", ...hour };

export function readersHours(element, zone) {
  const [start, end] = [new Date(element.dataset.start), new Date(element.dataset.end || element.dataset.start)];
  const own = element.dataset.zone;
  if (Number.isNaN(start.getTime()) || written(zone, start, moment) === written(own, start, moment)) {
    return "";
  }
  const isOneDay = written(zone, start, { dateStyle: "short" }) === written(zone, end, { dateStyle: "short" });
  const last = written(zone, end, isOneDay ? hour : moment);
  const city = zone.split("/").at(-1).replaceAll("_", " ");
  return `${written(zone, start, moment)}${element.dataset.end ? `\u00a0–\u00a0${last}` : ""} (${city})`;
}

for (const element of document.querySelectorAll("[data-reader-time]")) {
  try {
    const hours = readersHours(element, Intl.DateTimeFormat().resolvedOptions().timeZone);
    if (hours) {
      element.querySelector("bdi").textContent = hours;
      element.hidden = false;
    }
  } catch {
    // A zone that this browser does not know: the event's own hours stand there.
  }
}
