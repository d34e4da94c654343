// On the sign-in page, where signing out leads: erases what this device has of any door (vault.js), the door being closed
// or not. Who signs in later is given the list anew.

const DOOR = /\/event-sign-ups\/\d+\/(\d+)\/door\/$/;

async function forget() {
  const registered = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const doors = registered.filter(({ scope }) => DOOR.test(scope));
  // Not every browser lists its databases: the doors say theirs.
  const known = (await indexedDB.databases?.()) ?? [];
  const names = new Set([...known.map(({ name }) => name), ...doors.map(({ scope }) => `door-${scope.match(DOOR)[1]}`)]);
  for (const name of names) if (name.startsWith("door-")) indexedDB.deleteDatabase(name);
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith("door ")) await caches.delete(name);
  for (const door of doors) await door.unregister();
}

if (globalThis.indexedDB) forget();
