// The service worker of one door: lets its page, which names nobody, open without network. The list is not its business.

const CACHE = `door ${registration.scope}`;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

/** Whether an answer says that this person has no door here any more: led to sign in, refused, or gone. */
function isNoMore(answer) {
  return answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404, 410].includes(answer.status);
}

/** Erases what this device has of the door: its page, and the list with its key (vault.js). */
async function erase() {
  const [sheet] = registration.scope.match(/\d+(?=\/door\/)/);
  await caches.delete(CACHE);
  indexedDB.deleteDatabase(`door-${sheet}`);
  await registration.unregister();
}

async function page(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(request.url);
    if (kept) return kept;
    throw error;
  }
  if (isNoMore(answer)) await erase();
  else if (answer.ok) await (await caches.open(CACHE)).put(request.url, answer.clone());
  return answer;
}

async function part(request) {
  const kept = await caches.match(request.url, { cacheName: CACHE });
  return kept ?? fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && request.url.split(/[?#]/)[0] === registration.scope) event.respondWith(page(request));
  else if (["script", "style", "font"].includes(request.destination)) event.respondWith(part(request));
});
