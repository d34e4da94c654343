// Reads calendars by ical.js: node calendars.mjs < '[{"name": "…", "text": "BEGIN:VCALENDAR…", "most": 50}]'
// Prints, by name, what each says of its events: UID, state, sequence, title, all details, and its first occurrences as moments, by the
// VTIMEZONE of the calendar alone; or the error.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function moment(time) {
  return time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();
}

function occurrences(event, most) {
  if (!event.isRecurring()) {
    return [[moment(event.startDate), moment(event.endDate)]];
  }
  const found = [];
  const steps = event.iterator();
  for (let next = steps.next(); next && found.length < most; next = steps.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    const state = item.component.getFirstPropertyValue("status");
    found.push([moment(startDate), moment(endDate), ...(state === "CANCELLED" ? [state] : [])]);
  }
  return found;
}

function text(value) {
  return value === null ? "" : String(value);
}

// All that an entry says besides its dates.
function details({ component }, method) {
  const all = (name) => component.getAllProperties(name).flatMap((property) => property.getValues());
  const one = (name) => text(component.getFirstPropertyValue(name));
  return {
    method,
    description: one("description"),
    location: one("location"),
    url: one("url"),
    transparency: one("transp"),
    privacy: one("class"),
    geo: (component.getFirstPropertyValue("geo") ?? []).map(Number),
    changed: component.hasProperty("last-modified") ? moment(component.getFirstPropertyValue("last-modified")) : "",
    categories: all("categories").map(text),
    contacts: all("contact").map(text),
    related: all("related-to").map(text),
    attendees: all("attendee").map(text),
    organiser: [one("organizer"), text(component.getFirstProperty("organizer")?.getParameter("cn") ?? null)],
    links: all("conference").map(text),
  };
}

function read({ text, most }) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  // Without `exceptions` each series would be given those of all others in the calendar.
  const options = { strictExceptions: true, exceptions: [] };
  const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one, options));
  const series = events.filter((event) => !event.isRecurrenceException());
  for (const exception of events.filter((event) => event.isRecurrenceException())) {
    series.find(({ uid }) => uid === exception.uid).relateException(exception.component);
  }
  return series.map((event) => ({
    uid: event.uid,
    sequence: event.sequence,
    state: event.component.getFirstPropertyValue("status"),
    summary: event.summary,
    details: details(event, calendar.getFirstPropertyValue("method")),
    occurrences: occurrences(event, most),
  }));
}

const answers = {};
for (const calendar of JSON.parse(readFileSync(0, "utf-8"))) {
  try {
    answers[calendar.name] = read(calendar);
  } catch (error) {
    answers[calendar.name] = String(error);
  }
}
process.stdout.write(JSON.stringify(answers));
