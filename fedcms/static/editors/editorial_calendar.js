// An entry of the editorial calendar is dragged to another day (home.editorial_calendar). The server decides, in words; then
// the calendar is read again, so that it shows what is stored. Until then nothing else is moved.

const calendar = document.querySelector("[data-calendar]");
const done = document.querySelector("[data-calendar-status]");
const refused = document.querySelector("[data-calendar-alert]");
// Longer than a slow server takes: after it the calendar can be used again.
const PATIENCE_MS = 30_000;

let dragged = null;
let isMoving = false;

const dayOf = (event) => event.target.closest?.("[data-calendar-day]");

function say(words, region = done) {
  for (const each of [done, refused]) each.textContent = each === region ? words : "";
}

function mark(day) {
  calendar.querySelector(".ecal-day--aim")?.classList.remove("ecal-day--aim");
  day?.classList.add("ecal-day--aim");
}

function lock(entry) {
  isMoving = true;
  entry.setAttribute("aria-busy", "true");
  for (const each of calendar.querySelectorAll("[data-calendar-drop]")) each.draggable = false;
  say(calendar.dataset.moving);
}

function unlock(entry) {
  isMoving = false;
  entry.removeAttribute("aria-busy");
  for (const each of calendar.querySelectorAll("[data-calendar-drop]")) each.draggable = true;
}

// What the server says, and whether it refused.
async function send(entry, day) {
  const { revision, moment, calendarDrop: address } = entry.dataset;
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": calendar.dataset.token, "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    body: new URLSearchParams({ day: day.dataset.calendarDay, shown_revision: revision, shown_moment: moment }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const { message } = await response.json();
  return { message, region: response.ok ? done : refused };
}

async function readAgain(page) {
  const response = await fetch(window.location.href, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const read = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-calendar]");
  if (!read) throw new Error("no calendar");
  calendar.dataset.token = read.dataset.token;
  calendar.replaceChildren(...read.childNodes);
  const moved = calendar.querySelector(`[data-calendar-drop][data-page="${page}"]`);
  moved?.classList.add("ecal-entry--moved");
  moved?.querySelector("a")?.focus({ preventScroll: true });
}

async function move(entry, day) {
  if (isMoving) return;
  lock(entry);
  let answer = { message: calendar.dataset.failed, region: refused };
  try {
    answer = await send(entry, day);
  } catch {
    // No answer, or none of ours: the session may have ended.
  }
  try {
    await readAgain(entry.dataset.page);
  } catch {
    answer = { message: calendar.dataset.lost, region: refused };
  }
  unlock(entry);
  say(answer.message, answer.region);
}

calendar.addEventListener("dragstart", (event) => {
  const entry = event.target.closest?.("[data-calendar-drop]");
  if (!entry) return;
  if (isMoving) {
    event.preventDefault();
    return;
  }
  dragged = entry;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", entry.querySelector(".ecal-entry__title")?.textContent.trim() ?? "");
});

calendar.addEventListener("dragover", (event) => {
  const day = dayOf(event);
  if (!dragged || !day || day.contains(dragged)) {
    mark(null);
    return;
  }
  event.preventDefault();
  mark(day);
});

calendar.addEventListener("drop", (event) => {
  const day = dayOf(event);
  if (!dragged || !day) return;
  event.preventDefault();
  if (!day.contains(dragged)) move(dragged, day);
});

calendar.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});
