/* What wagtail-localize's editor of a translation lacks, without changing its script.

   A text that the server does not take is answered beside it, in the server's words, and what was typed stays there.
   With each text goes the version that was shown, so that nobody writes over what somebody else saved meanwhile; who
   saves again has seen it, and may. And the few words that its script says in English alone are said as the reader does.
   Without this file the editor works as upstream made it. */

const place = document.querySelector("[data-translation-editor]");
const editor = document.querySelector(".js-translation-editor");

function watchSaving() {
  const props = JSON.parse(editor.dataset.props);
  const pathOf = (address) => new URL(address, window.location.href).pathname;
  const known = new Map(props.initialStringTranslations.map((each) => [each.segment_id, each.version]));
  const shown = new Map(
    props.segments
      .filter((segment) => segment.type === "string")
      .map((segment) => [pathOf(segment.editUrl), known.get(segment.id) ?? "none"]),
  );
  const refused = new Set();
  const send = window.fetch.bind(window);

  window.fetch = async (address, options = {}) => {
    const path = typeof address === "string" ? pathOf(address) : "";
    if (!shown.has(path) || !["PUT", "DELETE"].includes(options.method)) return send(address, options);
    const typed = options.body?.get("value") ?? "";
    // Until it is saved, what was typed is here alone.
    if (typed.trim()) refused.add(path);
    else refused.delete(path);
    const answer = await send(address, {
      ...options,
      headers: { ...options.headers, "X-Shown-Version": shown.get(path) },
    });
    const said = await answer
      .clone()
      .json()
      .catch(() => ({}));
    if (said.version) shown.set(path, said.version);
    if (answer.ok || !said.detail) {
      if (answer.ok) refused.delete(path);
      return answer;
    }
    if (options.method === "DELETE") {
      // The editor's only words for it, which it looks up here.
      window.django.catalog["Server error"] = said.detail;
      return answer;
    }
    // The editor shows the words of a text that was saved with a fault, and keeps what was typed.
    return new Response(JSON.stringify({ data: typed, error: said.detail, last_translated_by: null }));
  };

  window.addEventListener("beforeunload", (event) => {
    if (refused.size) event.preventDefault();
  });
  return `${props.sourceLocale.displayName} to ${props.locale.displayName} translation`;
}

// React never touches these again: their words are written into its script.
function sayInWords(title) {
  for (const toggle of editor.querySelectorAll(".w-dropdown__toggle > .w-sr-only")) {
    if (toggle.textContent === "More actions") toggle.textContent = place.dataset.moreActions;
  }
  for (const heading of editor.querySelectorAll("h2, h3, h4, header, [class*=title]")) {
    if (heading.childElementCount || heading.textContent !== title) continue;
    heading.replaceChildren(place.querySelector("template").content.cloneNode(true));
  }
}

if (place && editor) {
  const title = watchSaving();
  sayInWords(title);
  new MutationObserver(() => sayInWords(title)).observe(editor, { childList: true, subtree: true });
}
