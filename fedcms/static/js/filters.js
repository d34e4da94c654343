// Filters, pages and views of a listing change it in place; the address says what is shown, and "back" works.
// Without it the form is sent and the links are followed.

const find = () => document.querySelector("[data-filterable]");
// What else says what is shown: the feeds and the calendar to follow, in the page and in its head.
const SUBSCRIPTIONS = ".feeds";
const IN_HEAD = 'link[rel="alternate"], link[rel="canonical"]';
let pending = null;
// What the listing shows: a link to a place in the page is a step of the history too, and shows nothing else.
let shown = location.pathname + location.search;

async function show(url, { push = true, focus = null } = {}) {
  pending?.abort();
  pending = new AbortController();
  const listing = find();
  listing.setAttribute("aria-busy", "true");
  let page;
  try {
    const response = await fetch(url, { signal: pending.signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (error.name === "AbortError") return; // a newer choice is on its way
    location.assign(url); // the network's own page says what is wrong
    return;
  }
  const fresh = page.querySelector("[data-filterable]");
  if (!fresh) { location.assign(url); return; }
  const isOpen = listing.querySelector("details.facets")?.open;
  if (push) history.pushState({ filtered: true }, "", url);
  shown = location.pathname + location.search;
  document.title = page.title;
  listing.replaceChildren(...fresh.childNodes);
  listing.removeAttribute("aria-busy");
  const feeds = page.querySelector(SUBSCRIPTIONS);
  if (feeds) document.querySelector(SUBSCRIPTIONS)?.replaceChildren(...feeds.childNodes);
  for (const link of document.head.querySelectorAll(IN_HEAD)) link.remove();
  document.head.append(...page.head.querySelectorAll(IN_HEAD));
  document.querySelector(".languages")?.replaceChildren(...(page.querySelector(".languages")?.childNodes ?? []));
  const facets = listing.querySelector("details.facets");
  if (isOpen && facets) facets.open = true;
  if (focus) listing.querySelector(focus)?.focus({ preventScroll: true });
  announce(listing.querySelector(".listing__count")?.innerText);
}

// A region that is replaced is not read out; this one stays.
const voice = document.createElement("p");
voice.className = "vh";
voice.setAttribute("role", "status");
function announce(text) {
  if (!voice.isConnected) document.body.append(voice);
  voice.textContent = text ?? "";
}

function addressOf(form) {
  const url = new URL(form.action);
  url.search = "";
  for (const [name, value] of new FormData(form)) {
    if (value !== "") url.searchParams.append(name, value);
  }
  return url;
}

const listing = find();
if (listing) {
  listing.addEventListener("change", (event) => {
    const form = event.target.closest("form.facets__form");
    if (!form || !event.target.matches("[type=radio], [type=checkbox], select")) return;
    const isSelect = event.target.matches("select");
    const value = isSelect ? "" : `[value="${CSS.escape(event.target.value)}"]`;
    show(addressOf(form), { focus: `[name="${event.target.name}"]${value}` });
  });
  listing.addEventListener("submit", (event) => {
    if (!event.target.matches("form.facets__form")) return;
    event.preventDefault();
    show(addressOf(event.target), { focus: "button[type=submit]" });
  });
  listing.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
    event.preventDefault();
    const isPage = link.closest(".pagination, .month-nav");
    show(url).then(() => {
      const bar = find().querySelector(".listing__bar");
      if (isPage) bar?.scrollIntoView();
      if (!document.activeElement || document.activeElement === document.body) {
        bar?.setAttribute("tabindex", "-1");
        bar?.focus({ preventScroll: true });
      }
    });
  });
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) show(location.href, { push: false });
  });
}
