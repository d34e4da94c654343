// Takes the place of worker.js where the site keeps nothing any more: erases what is kept, and ends itself.

async function erase() {
  for (const name of await caches.keys()) if (name.startsWith("offline-")) await caches.delete(name);
}

async function remove() {
  await erase();
  await registration.unregister();
  // What the worker before it was about to keep.
  await erase();
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(remove()));
