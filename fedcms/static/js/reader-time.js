// Beside the hours of an event, in its own zone, those of the reader's, where their clock shows another hour then.
// Without script nothing is lost: the event's zone is named by its city. Zone and language are the browser's and the page's.

const written = (zone, moment, options) =>
  new Intl.DateTimeFormat(document.documentElement.lang || "fr", {
    timeZone: zone, hourCycle: "h23", numberingSystem: "latn", ...options,
  }).format(moment);
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
  return `${written(zone, start, moment)}${element.dataset.end ? ` – ${last}` : ""} (${city})`;
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
