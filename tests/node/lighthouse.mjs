// Runs Lighthouse, mobile as by default, over pages: node lighthouse.mjs '{"chrome": "/usr/bin/chromium",
// "runs": 5, "pages": [{"name": "home-fr", "url": "http://127.0.0.1:8000/fr/"}]}'
// Prints one JSON object a run: name, scores by category (0 to 1), and the audits that cost points.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const { chrome: chromePath, runs, pages } = JSON.parse(process.argv[2]);
const TRIES = 4;
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-component-update"];

function lost(lhr, category) {
  return lhr.categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
    .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);
}

async function measured(url) {
  const chrome = await launch({ chromePath, chromeFlags });
  try {
    return (await lighthouse(url, { port: chrome.port, logLevel: "error" })).lhr;
  } finally {
    await chrome.kill();
  }
}

// On a busy machine a trace is now and then incomplete, and Lighthouse itself asks for another run: no score is lost.
async function patient(url) {
  for (let tries = 1; ; tries += 1) {
    const lhr = await measured(url);
    if (!lhr.runtimeError) return lhr;
    const said = `${url}: ${lhr.runtimeError.message}`;
    if (tries === TRIES) throw new Error(said);
    console.error(said);
  }
}

for (const { name, url } of pages) {
  for (let run = 0; run < runs; run += 1) {
    const lhr = await patient(url);
    const scores = {};
    const audits = {};
    for (const id of ["performance", "accessibility", "best-practices", "seo"]) {
      scores[id] = lhr.categories[id].score;
      audits[id] = lost(lhr, id);
    }
    console.log(JSON.stringify({ name, scores, audits, version: lhr.lighthouseVersion }));
  }
}
