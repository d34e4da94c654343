// The service worker of public pages: keeps the last pages read, the agenda and the contacts, and shows them only when
// the network fails (docs/adr/0080). Before this text stand VERSION and SITE (home.offline.worker_script).

const PAGES = `offline-pages-${VERSION}`;
const FILES = `offline-files-${VERSION}`;
const MOST_READ = 30;
const MOST_FILES = 60;
const LARGEST = 300_000; // characters of a page, bytes of a file
const PATIENCE = 10_000;
const RENEWED_EVERY = 24 * 3600_000;
// Its own entries, which no page has: since when the site has not said which copies may still be shown; and when, by its
// own clock, it said so last.
const UNCHECKED = "/offline/unchecked";
const CHECKED = "/offline/checked";
const LATE = 5 * 60_000;
// What the site reads in a question (home.offline.asked_copies).
const PATH = /^\/[a-z]{2,3}(-[a-z]{2,8})?\/([\w-]+\/){0,11}$/;
const GREY =
  '<svg xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="#888" fill-opacity=".15"/></svg>';

const ADMIN = /^https?:\/\/[^/]+\/admin\//;
// What no reader asked for: no view, and never out of the browser's cache unasked.
const QUIET = { cache: "no-cache", headers: { Purpose: "prefetch" } };
const BARE_HEADERS = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'" };

const languageOf = (path) => (Object.hasOwn(SITE.languages, path.split("/")[1]) ? path.split("/")[1] : "");
const keptAt = (copy) => Number(copy.headers.get("X-Kept-At"));
const answeredAt = (copy) => Math.floor(Date.parse(copy.headers.get("Date")) / 1000);
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  for (const name of await caches.keys()) {
    // Of its own name, too: it is from before another release, and nobody has asked about it since.
    if (name.startsWith("offline-")) await caches.delete(name);
  }
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (languageOf(url.pathname)) event.respondWith(page(event, url));
  } else if (ADMIN.test(request.referrer)) return;
  else if (request.destination === "image" || url.pathname.startsWith(SITE.static)) event.respondWith(file(request));
});

// Said by js/offline.js; pages that come one after the other are not waited for.
let quiet;
addEventListener("message", (event) => {
  if (event.data !== "idle" || quiet || !event.source) return;
  quiet = keepQuietly(new URL(event.source.url)).finally(() => { quiet = undefined; });
  event.waitUntil(quiet);
});

/** "Back" and a tab that is restored would come out of the browser's own cache, which may hold what was withdrawn. */
function isOutOfCache(request) {
  return request.isHistoryNavigation || ["force-cache", "only-if-cached"].includes(request.cache);
}

async function page(event, url) {
  const { request } = event;
  const asked = Date.now();
  let answer;
  try {
    answer = await fetch(request, isOutOfCache(request) ? { cache: "no-cache" } : undefined);
  } catch (error) {
    const copy = await withoutNetwork(url);
    if (copy) return copy;
    throw error;
  }
  const checked = check(asked);
  // Only of what is kept there are two: a browser holds in memory what one of them has not read yet.
  const copy = !url.search && mayBeKept(answer, url.pathname) ? answer.clone() : undefined;
  // The answer is not waited for by the question, and what fails to be kept does not end it.
  const noted = note(url, answer, copy, asked).catch(() => {});
  // Kept after a later contact has asked about the others: this one is asked about as well.
  event.waitUntil(Promise.all([checked, noted.then(() => (asked < latest ? check(Date.now()) : undefined))]));
  return answer;
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request.url, { cacheName: FILES });
    if (kept) return kept;
    if (request.destination !== "image") throw error;
    return new Response(GREY, { headers: { "Content-Type": "image/svg+xml" } });
  }
}

// What is kept

/** Not an error of the server, nor a page of before, sent while its database is away (fedcms.core.page_cache.notice). */
function isOfNow(answer) {
  return answer.status < 500 && !answer.headers.has("X-Kept-Since");
}

/** The server marks what is the same for everybody (fedcms.core.http.public_answers): nothing else is kept. */
function mayBeKept(answer, path) {
  const said = (name) => answer.headers.get(name) ?? "";
  return PATH.test(path) && isOfNow(answer) && answer.status === 200 && answer.type === "basic" && !answer.redirected
    && said("Cache-Control").startsWith(SITE.mark) && said("Content-Type").startsWith("text/html")
    && !/cookie|\*/i.test(said("Vary")) && Date.parse(said("Date")) > 0;
}

/** Keeps what a reader opened, or erases its copy: gone, restricted, led elsewhere. */
async function note(url, answer, copy, asked) {
  if (copy) await keep(url.pathname, copy, asked);
  else if (!url.search && isOfNow(answer)) await (await caches.open(PAGES)).delete(url.pathname);
}

/** Keeps an answer to what was asked at a moment. What the site sent before it last said what may stay is not from now. */
async function keep(path, answer, asked, isPrecached = false) {
  const text = await answer.text();
  if (text.length > LARGEST) return;
  const checked = await (await caches.open(FILES)).match(CHECKED);
  if (checked && Date.parse(answer.headers.get("Date")) < Number(await checked.text()) - LATE) return;
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("X-Kept-At", String(asked));
  if (isPrecached) headers.set("X-Precached", "1");
  const pages = await caches.open(PAGES);
  // The order of the keys is that of reading.
  await pages.delete(path);
  await pages.put(path, new Response(text, { headers }));
  const read = [];
  for (const request of await pages.keys()) {
    if (!(await pages.match(request))?.headers.has("X-Precached")) read.push(request);
  }
  for (const request of read.slice(0, -MOST_READ)) await pages.delete(request);
  await keepFiles(text);
}

/** Styles, scripts, fonts and icons of a page: the site's own, whose names change with what is in them. */
async function keepFiles(text) {
  const files = await caches.open(FILES);
  let number = (await files.keys()).length;
  for (const [, path] of text.matchAll(/\s(?:href|src)="(\/[^"#?]+\.(?:css|js|woff2|svg))[#"]/g)) {
    if (!path.startsWith(SITE.static) || number >= MOST_FILES || (await files.match(path))) continue;
    const answer = await fetch(path, { cache: "force-cache", credentials: "omit" }).catch(() => undefined);
    if (!answer?.ok || (await answer.clone().blob()).size > LARGEST) continue;
    await files.put(path, answer);
    number += 1;
  }
}

/**
 * Keeps the page on which the worker was new; and, unless data is saved, the rest. The site is asked each time, which a
 * browser does with what it has: its own cache alone may hold what was withdrawn.
 */
async function keepQuietly(url) {
  const language = languageOf(url.pathname);
  if (!language) return;
  const pages = await caches.open(PAGES);
  if (!url.search && !(await pages.match(url.pathname))) {
    const asked = Date.now();
    const answer = await fetch(url.pathname, QUIET).catch(() => undefined);
    if (answer && mayBeKept(answer, url.pathname)) await keep(url.pathname, answer, asked);
  }
  // What is erased meanwhile is fetched anew.
  await checking;
  if (navigator.connection?.saveData) return;
  const offline = await precached(SITE.languages[language].offline);
  const agenda = offline?.match(/data-keep="([^"]+)"/)?.[1];
  if (agenda) await precached(agenda);
}

/** A page that nobody opened: asked for without session, so that it is everybody's, and not counted as a view. */
async function precached(path) {
  const pages = await caches.open(PAGES);
  const copy = await pages.match(path);
  if (copy && Date.now() - keptAt(copy) < RENEWED_EVERY) return copy.text();
  const asked = Date.now();
  const answer = await fetch(path, { ...QUIET, credentials: "omit" }).catch(() => undefined);
  if (answer && mayBeKept(answer, path)) await keep(path, answer.clone(), asked, true);
  else if (answer && isOfNow(answer)) await pages.delete(path);
  return answer?.ok ? answer.text() : undefined;
}

// What may still be shown

// The last contact, and the question that followed it.
let latest = 0;
let checking;

/** After each contact with the site: asks which copies may stay, and erases the others. */
function check(asked) {
  latest = asked;
  checking = ask(asked).catch(() => {});
  return checking;
}

async function ask(asked) {
  const files = await caches.open(FILES);
  // Until the site has answered, what was kept before this contact is not shown. Where that cannot be written, nothing stays.
  await files.put(UNCHECKED, new Response(String(asked))).catch(() => caches.delete(PAGES));
  const pages = await caches.open(PAGES);
  const copies = [];
  for (const request of await pages.keys()) {
    const copy = await pages.match(request);
    if (copy) copies.push({ address: new URL(request.url).pathname, answered_at: answeredAt(copy) });
  }
  if (copies.length > 0) {
    const answer = await fetch(SITE.check, {
      method: "POST", credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json" }, body: JSON.stringify({ pages: copies }),
    });
    if (answer.status === 429 || answer.status >= 500) throw new Error(String(answer.status));
    // A site that cannot say which may stay (another release, an address that it does not know) has none that may.
    const erased = new Set(answer.ok ? (await answer.json()).erase : copies.map(({ address }) => address));
    for (const { address, answered_at: asOf } of copies) {
      const copy = erased.has(address) ? await pages.match(address) : undefined;
      // Not what was kept anew meanwhile.
      if (copy && answeredAt(copy) === asOf) await pages.delete(address);
    }
    const moment = Date.parse(answer.headers.get("Date"));
    if (moment) await files.put(CHECKED, new Response(String(moment))).catch(() => {});
  }
  // A later contact waits for its own answer.
  if (latest === asked) await files.delete(UNCHECKED);
}

async function shown(path) {
  const copy = await (await caches.open(PAGES)).match(path);
  if (!copy || Math.abs(Date.now() - keptAt(copy)) > SITE.lifetime) return undefined;
  const unchecked = await (await caches.open(FILES)).match(UNCHECKED);
  return unchecked && keptAt(copy) < Number(await unchecked.text()) ? undefined : copy;
}

// What is read without network

async function withoutNetwork(url) {
  const language = languageOf(url.pathname);
  const { offline } = SITE.languages[language];
  const copy = url.search ? undefined : await shown(url.pathname);
  if (copy && url.pathname !== offline) {
    const text = (await copy.text()).replace(/<main[^>]*>/, (main) => main + notice(language, copy));
    return new Response(text, { headers: copy.headers });
  }
  const around = await shown(offline);
  const text = around ? await around.text() : bare(language);
  const list = await missing(language, url);
  const headers = around?.headers ?? BARE_HEADERS;
  return new Response(text.replace("<!-- kept pages -->", () => list), { status: 503, headers });
}

/** Says of when the copy is, in the reader's own zone, as js/reader-time.js writes moments. */
function notice(language, copy) {
  const moment = new Date(copy.headers.get("Date"));
  let words = new Intl.DateTimeFormat(language, {
    year: "numeric", month: "long", day: "numeric",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn",
  }).format(moment);
  if (language === "fr") {
    words = words.replace(/(\d\d):(\d\d)/, (_, hours, minutes) =>
      `${Number(hours)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}`).replace(/^1 /, "1er ");
  }
  const time = `<bdi><time datetime="${moment.toISOString()}">${words}</time></bdi>`;
  const said = escaped(SITE.languages[language].notice).replace("{moment}", () => time);
  return `<div class="notice notice--quiet" role="note" data-kept-copy><p>${said}</p></div>`;
}

/** What stands where a page is missing: its address to try again, and links to what is kept, the last read first. */
async function missing(language, url) {
  const words = SITE.languages[language];
  const links = [];
  for (const request of await (await caches.open(PAGES)).keys()) {
    const { pathname } = new URL(request.url);
    const copy = await shown(pathname);
    if (!copy || Object.values(SITE.languages).some(({ offline }) => offline === pathname)) continue;
    const text = await copy.text();
    const [, title] = text.match(/<meta property="og:title" content="([^"]+)"/) ?? text.match(/<title>([^<]+)</) ?? [];
    const own = languageOf(pathname);
    // The title is escaped as it stands in the page.
    const name = `<bdi lang="${own}">${(title ?? pathname).replace(/</g, "&lt;")}</bdi>`;
    const link = `<a href="${escaped(pathname)}" hreflang="${own}"><span class="available-versions__title">${name}</span></a>`;
    if (copy.headers.has("X-Precached")) links.push(`<li>${link}</li>`);
    else links.unshift(`<li>${link}</li>`);
  }
  const list = links.length === 0 ? "" : `<section class="section" aria-labelledby="offline-pages">
    <div class="section__head"><h2 id="offline-pages">${escaped(words.pages)}</h2></div>
    <ul class="available-versions">${links.join("")}</ul></section>`;
  if (url.pathname === words.offline) return list;
  const again = `<a class="button" href="${escaped(url.pathname + url.search)}"><span>${escaped(words.retry)}</span></a>`;
  return `<div class="notice notice--warn" role="note"><p>${escaped(words.missing)}</p><p>${again}</p></div>${list}`;
}

/** The page without the site's own: where data is saved, or before anything was kept. */
function bare(language) {
  const { dir, title } = SITE.languages[language];
  const name = escaped(title);
  return `<!doctype html><html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><title>${name}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"></head>
    <body><main><h1>${name}</h1><!-- kept pages --></main></body></html>`;
}
