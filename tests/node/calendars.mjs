// Reads calendars by ical.js: node calendars.mjs < '[{"name": "…", "text": "BEGIN:VCALENDAR…", "most": 50}]'
// Prints, by name, what each says of its events: UID, state, sequence, title, and its first occurrences as moments, by the
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

function read({ text, most }) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one, { strictExceptions: true }));
  const series = events.filter((event) => !event.isRecurrenceException());
  for (const exception of events.filter((event) => event.isRecurrenceException())) {
    series.find(({ uid }) => uid === exception.uid).relateException(exception.component);
  }
  return series.map((event) => ({
    uid: event.uid,
    sequence: event.sequence,
    state: event.component.getFirstPropertyValue("status"),
    summary: event.summary,
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
