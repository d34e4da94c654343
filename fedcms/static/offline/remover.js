// Takes the place of worker.js where the site keeps nothing any more: erases what is kept, and ends itself.

async function remove() {
  for (const name of await caches.keys()) if (name.startsWith("offline-")) await caches.delete(name);
  await registration.unregister();
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(remove()));
