/* The glossary's terms beside each text of wagtail-localize's editor, and which of them its translation ignores.

   The editor is drawn by React, which knows nothing of this: what is added stands at the end of a text's item, is drawn
   again after the editor changed, and is asked anew, for a change may be a text that was saved. Without the script the
   side-by-side screen says the same. */

const PATIENCE = 700; // milliseconds after the editor's last change
const words = (text) => text.replace(/\s+/g, " ").trim();
// As the admin's language names several things: "a, b et c".
const listed = (names, how) =>
  new Intl.ListFormat(document.documentElement.lang || "fr", { style: "long", type: "conjunction" })[how](names);

function termItem(term, sides, labels) {
  const item = document.createElement("li");
  const from = document.createElement("bdi");
  from.lang = sides.source.code;
  from.textContent = term.term;
  item.append(from, " → ");
  if (term.keep) {
    item.append(labels.kept);
  } else {
    const to = document.createElement("bdi");
    to.lang = sides.target.code;
    to.textContent = term.expected;
    item.append(to);
  }
  if (term.note) item.append(` (${term.note})`);
  return item;
}

function box(segment, sides, labels) {
  const found = document.createElement("div");
  found.className = "glossary-beside";
  found.setAttribute("role", "note");
  found.setAttribute("aria-label", labels.heading);
  const heading = document.createElement("strong");
  heading.textContent = labels.heading;
  const list = document.createElement("ul");
  list.append(...segment.terms.map((term) => termItem(term, sides, labels)));
  found.append(heading, list);
  const ignored = segment.terms.filter((term) => term.ignored);
  if (ignored.length) {
    const warning = document.createElement("div");
    warning.className = "glossary-beside__warning";
    warning.append(`${labels.ignored} `);
    for (const part of listed(ignored.map((term) => term.term), "formatToParts")) {
      if (part.type === "literal") {
        warning.append(part.value);
        continue;
      }
      const name = document.createElement("bdi");
      name.lang = sides.source.code;
      name.textContent = part.value;
      warning.append(name);
    }
    found.append(warning);
  }
  return found;
}

function draw(editor, data, labels) {
  editor.querySelectorAll(".glossary-beside").forEach((each) => each.remove());
  const bySource = new Map();
  for (const segment of data.segments) {
    bySource.set(words(segment.text), segment);
    bySource.set(words(segment.markup), segment);
  }
  for (const source of editor.querySelectorAll("section li > p")) {
    const segment = bySource.get(words(source.textContent));
    if (segment) source.parentElement.append(box(segment, data, labels));
  }
}

function start(place, editor) {
  const labels = place.dataset;
  const status = document.querySelector("[data-glossary-status]");
  let known = "";
  let waiting = 0;

  async function refresh() {
    const answer = await fetch(labels.glossary, { headers: { Accept: "application/json" } });
    // The editor works without it; a reader of the network sees the status.
    if (!answer.ok) return;
    const data = await answer.json();
    observer.disconnect();
    draw(editor, data, labels);
    watch();
    const ignored = data.segments.flatMap((segment) => segment.terms.filter((term) => term.ignored));
    const now = listed(ignored.map((term) => term.term), "format");
    // Told when it changes, not on arrival: the texts say it themselves.
    if (known !== now && status && now) status.textContent = `${labels.ignored} ${now}`;
    known = now;
  }

  const observer = new MutationObserver(() => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refresh, PATIENCE);
  });
  function watch() {
    observer.observe(editor, { childList: true, subtree: true });
  }
  watch();
  refresh();
}

const place = document.querySelector("[data-glossary]");
const editor = document.querySelector(".js-translation-editor");
if (place && editor) start(place, editor);
