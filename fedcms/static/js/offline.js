// Registers the service worker once the page has nothing else to do (README.md).

const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 2000));

async function register() {
  try {
    await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
    (await navigator.serviceWorker.ready).active.postMessage("idle");
  } catch {
    // A browser that allows none: the site is what it was.
  }
}

const start = () => idle(register);
if (navigator.serviceWorker && document.readyState === "complete") start();
else if (navigator.serviceWorker) addEventListener("load", start);
