// What a device keeps of a door: encrypted (AES-GCM) in IndexedDB. The key cannot be exported, and goes with the rest.

const STORE = "kept";
const ALGORITHM = "AES-GCM";

function answered(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => resolve(undefined));
  });
}

/** Does something alone, among all tabs of this site. */
function alone(name, does) {
  return navigator.locks ? navigator.locks.request(name, does) : does();
}

class Vault {
  #database;
  #name;

  constructor(name, database) {
    this.#name = name;
    this.#database = database;
    // Another tab erases: let go at once.
    database.addEventListener("versionchange", () => database.close());
  }

  #read(key) {
    return answered(this.#database.transaction(STORE).objectStore(STORE).get(key));
  }

  #write(key, value) {
    return answered(this.#database.transaction(STORE, "readwrite").objectStore(STORE).put(value, key));
  }

  #key() {
    return alone(`${this.#name} key`, () => this.#onlyKey());
  }

  async #onlyKey() {
    const kept = await this.#read("key");
    if (kept) return kept;
    const made = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
    await this.#write("key", made);
    return made;
  }

  /** Keeps a value under a name; the end (milliseconds) stands beside it in the clear: it says nothing of anybody. */
  async keep(name, value, end) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv }, await this.#key(), plain);
    await this.#write(name, { iv, sealed });
    if (end) await this.#write("end", end);
  }

  /** Changes a value that other tabs change, too; returns what is kept then. */
  change(name, change, end) {
    return alone(`${this.#name} ${name}`, async () => {
      const changed = change(await this.open(name));
      await this.keep(name, changed, end);
      return changed;
    });
  }

  /** Returns what is kept under a name, null if there is nothing, or nothing that this key opens. */
  async open(name) {
    const found = await this.#read(name);
    if (!found) return null;
    try {
      const plain = await crypto.subtle.decrypt({ name: ALGORITHM, iv: found.iv }, await this.#key(), found.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }

  /** Returns until when anything may be kept, 0 if nothing is. */
  async end() {
    return (await this.#read("end")) ?? 0;
  }

  /** Erases all, the key with it. */
  async erase() {
    this.#database.close();
    await answered(indexedDB.deleteDatabase(this.#name));
  }
}

export async function openVault(name) {
  const request = indexedDB.open(name, 1);
  request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
  return new Vault(name, await answered(request));
}
