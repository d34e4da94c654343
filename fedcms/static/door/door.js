// Checks people in on a phone, without network until it is back. Names and codes are kept encrypted (vault.js) until the
// event ends, or the person signs out or loses the right, whichever is known first. Without this, forms do the same.

const root = document.querySelector("[data-door]");
const words = JSON.parse(root.querySelector("template[data-words]").content.textContent);
const { peopleUrl, presenceUrl, workerUrl, vaultUrl, sheet } = root.dataset;
const list = root.querySelector("[data-people]");
const search = root.querySelector("[name=words]");
const state = root.querySelector("[data-state]");
const counts = root.querySelector("[data-counts]");
const news = root.querySelector("[data-news]");
const CACHE = `door ${new URL("./", location.href)}`;
const AGAIN_MS = 15_000;
const CLOCK_WAS_SET_MS = 2_000;
const SHOWN = 50;
const LONGEST_TIMEOUT = 2 ** 31 - 1;

let vault;
let people = [];
let queue = [];
let csrf = "";
// How far the server's clock is ahead of ours (milliseconds), by the last list.
let ahead = null;
let sinceBoot = 0;
let end = 0;
let isSending = false;
let isOver = false;
let endWatch = 0;

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const plain = (code) => code.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "").replace(/O/g, "0").replace(/[IL]/g, "1");
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

function say(text) {
  news.textContent = text;
}

function found() {
  const wanted = fold(search.value).split(/\s+/).filter(Boolean);
  const code = plain(search.value);
  return people.filter(
    (each) => wanted.every((word) => fold(each.name).includes(word)) || (code && plain(each.code) === code),
  );
}

function row(each) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const isolated = document.createElement("bdi");
  const code = document.createElement("span");
  const button = document.createElement("button");
  name.className = "door__name";
  isolated.textContent = each.name;
  name.append(isolated);
  code.textContent = each.code;
  code.dir = "ltr";
  code.className = "door__code";
  button.type = "button";
  button.dataset.code = each.code;
  button.className = each.here ? "door__undo" : "door__here";
  button.textContent = each.here ? words.undo : words.here;
  button.setAttribute("aria-label", `${button.textContent} – ${each.name}`);
  item.className = each.here ? "is-here" : "";
  item.append(name, code, button);
  return item;
}

function show() {
  const some = found();
  list.replaceChildren(...some.slice(0, SHOWN).map(row));
  const here = people.filter((each) => each.here).length;
  counts.textContent = filled(words.counts, { here: numbers.format(here), all: numbers.format(people.length) });
  const more = some.length > SHOWN ? ` ${words.more}` : "";
  const waiting = queue.length ? ` ${filled(words.waiting, { number: numbers.format(queue.length) })}` : "";
  state.textContent = (navigator.onLine ? words.online : words.offline) + waiting + more;
}

async function keep() {
  if (vault && !isOver) await vault.keep("people", people, end);
}

/** One report a person, the last, whichever tab it comes from. */
function joined(some, others) {
  const found = new Map();
  for (const each of [...some, ...others]) {
    if ((found.get(each.code)?.moment ?? 0) <= each.moment) found.set(each.code, each);
  }
  return [...found.values()];
}

/** Changes what waits, in this tab and in the others, which share what is kept; without an argument, reads it. */
async function changeQueue(change = (kept) => kept) {
  try {
    if (!vault || isOver) throw new Error("Nothing is kept");
    queue = await vault.change("queue", (kept) => change(kept ?? []), end);
  } catch {
    queue = change(queue);
  }
  people = withWhatWaits(people);
}

function withWhatWaits(some) {
  const waiting = new Map(queue.map((each) => [each.code, each.here]));
  return some.map((each) => ({ ...each, here: waiting.get(each.code) ?? each.here }));
}

/** Erases all that this device has of the door. */
async function erase(text) {
  isOver = true;
  people = [];
  queue = [];
  await vault?.erase();
  vault = null;
  await caches.delete(CACHE);
  const registered = await navigator.serviceWorker.getRegistration("./");
  await registered?.unregister();
  list.replaceChildren();
  counts.textContent = "";
  state.textContent = text;
  // Without the list, the form searches.
  root.classList.remove("is-enhanced");
}

/** Whether an answer says that this person, or this moment, has no list any more. */
function isNoMore(answer) {
  return answer.type === "opaqueredirect" || [401, 403, 404, 410, 425].includes(answer.status);
}

/** Asks for the list; erases all when there is none for this person, or at this moment, any more. */
async function ask() {
  const answer = await fetch(peopleUrl, { redirect: "manual" });
  if (isNoMore(answer)) {
    const early = answer.status === 425 ? words.early : words.erased;
    await erase(answer.status === 410 ? words.over : early);
    return null;
  }
  return answer.ok ? answer.json() : null;
}

/** Our clock less one that nobody sets: another value later means that ours was set, or the device slept. */
function clockSinceBoot() {
  return Date.now() - performance.now();
}

async function renew() {
  const asked = Date.now();
  const answer = await ask();
  if (!answer) return;
  if (vault && (await vault.open("holder")) !== answer.holder) {
    // What somebody else left on this device is not this person's to see or send.
    if (await vault.open("holder")) await changeQueue(() => []);
  }
  csrf = answer.csrf;
  ahead = answer.now - asked;
  sinceBoot = clockSinceBoot();
  end = Date.now() + answer.milliseconds_left;
  people = withWhatWaits(answer.people);
  await vault.keep("holder", answer.holder, end);
  await keep();
  watchEnd();
}

/** Sends what waits; what was changed again meanwhile goes with the next one. */
async function send() {
  if (isSending || isOver) return;
  isSending = true;
  try {
    await changeQueue();
    if (!csrf || !queue.length) await renew();
    if (isOver || !queue.length) return;
    const sent = queue.slice(0, 500);
    if (Math.abs(clockSinceBoot() - sinceBoot) > CLOCK_WAS_SET_MS) ahead = null;
    const answer = await fetch(presenceUrl, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ sent: Date.now(), ahead, reports: sent }),
    });
    if (answer.ok) {
      const { outcomes } = await answer.json();
      const done = new Set(sent.map((each) => `${each.code} ${each.moment}`));
      await changeQueue((kept) => kept.filter((each) => !done.has(`${each.code} ${each.moment}`)));
      tell(sent, outcomes);
    }
    // Refused, too: the list says whether this person may still be here, and brings what is needed to send again.
    await renew();
  } catch {
    // No network: it stays in the queue.
  } finally {
    isSending = false;
    if (!isOver) show();
  }
}

function tell(sent, outcomes) {
  const name = (code) => people.find((each) => each.code === code)?.name ?? code;
  const said = sent.flatMap((each, number) => {
    const text = { older: words.older, unknown: words.unknown }[outcomes[number]];
    return text ? [filled(text, { name: name(each.code) })] : [];
  });
  if (said.length) say(said.join(" "));
}

async function tapped(code) {
  const each = people.find((one) => one.code === code);
  if (!each || isOver) return;
  each.here = !each.here;
  const report = { code, here: each.here, moment: Date.now() };
  queue = joined(queue, [report]);
  say(filled(each.here ? words.noted : words.undone, { name: each.name }));
  show();
  const next = list.querySelector(`[data-code="${CSS.escape(code)}"]`);
  next?.focus();
  await changeQueue((kept) => joined(kept, [report]));
  await keep();
  await send();
}

function watchEnd() {
  const left = end - Date.now();
  clearTimeout(endWatch);
  if (!end || isOver) return;
  if (left <= 0) erase(words.over);
  else endWatch = setTimeout(watchEnd, Math.min(left, LONGEST_TIMEOUT));
}

async function start() {
  const { openVault } = await import(vaultUrl);
  vault = await openVault(`door-${sheet}`);
  end = await vault.end();
  if (end && end <= Date.now()) await erase(words.over);
  if (isOver) return;
  people = (await vault.open("people")) ?? [];
  await changeQueue();
  root.classList.add("is-enhanced");
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-code]");
    if (button) tapped(button.dataset.code);
  });
  search.addEventListener("input", show);
  search.form.addEventListener("submit", (event) => isOver || event.preventDefault());
  addEventListener("online", send);
  addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(send, AGAIN_MS);
  show();
  try {
    await renew();
  } catch {
    // Opened without network: what is kept is shown.
  }
  if (isOver) return;
  watchEnd();
  show();
  await navigator.serviceWorker.register(workerUrl);
  const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href ?? each.src);
  if (navigator.onLine) await (await caches.open(CACHE)).addAll([...parts, vaultUrl, location.pathname]);
  root.dataset.isReady = "";
  await send();
}

// Without encryption (an address that is not secure) nothing is kept, and the forms do.
if (globalThis.crypto?.subtle && navigator.serviceWorker && globalThis.indexedDB) start();
