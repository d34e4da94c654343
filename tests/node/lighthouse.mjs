// Runs Lighthouse, mobile as by default, over pages: node lighthouse.mjs '{"chrome": "/usr/bin/chromium",
// "runs": 5, "enough": {"performance": 97}, "lowest": {"performance": 95},
// "pages": [{"name": "home-fr", "url": "http://127.0.0.1:8000/fr/", "once": []}]}'
// Prints one JSON object a run: name, scores by category (0 to 1), the audits that cost points, and whether it is the
// page's last. One run is all where every score is `enough`, save those of `once`; else a page has as many as it takes
// to know on which side of each mark the median of all will be.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const { chrome: chromePath, runs, enough, lowest, pages } = JSON.parse(process.argv[2]);
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

// Once more than half of all runs are on one side of a mark, so is the median.
function isDecided(done, category) {
  const high = done.filter((scores) => scores[category] >= lowest[category] / 100).length;
  return Math.max(high, done.length - high) > runs / 2;
}

for (const { name, url, once } of pages) {
  const asked = Object.keys(lowest).filter((id) => !once.includes(id));
  const done = [];
  for (let isLast = false; !isLast; ) {
    const lhr = await patient(url);
    const scores = {};
    const audits = {};
    for (const id of Object.keys(lowest)) {
      scores[id] = lhr.categories[id].score;
      audits[id] = lost(lhr, id);
    }
    done.push(scores);
    const isClear = done.length === 1 && asked.every((id) => scores[id] >= enough[id] / 100);
    isLast = isClear || done.length === runs || asked.every((id) => isDecided(done, id));
    console.log(JSON.stringify({ name, scores, audits, last: isLast, version: lhr.lighthouseVersion }));
  }
}
