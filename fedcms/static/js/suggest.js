// The list of suggestions under a search box: an ARIA 1.2 combobox with a listbox of groups. The focus stays in the
// box, Enter without a chosen suggestion sends the form, and what was typed is never changed.

const WAIT = 150; // milliseconds without a key before the site is asked
const SHORTEST = 2;

/** An element with attributes and children. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** An icon of the sprite, for eyes alone: `address` ends with its name. */
function icon(address, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon ${className}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", address);
  svg.append(use);
  return svg;
}

/** The nodes of a title whose only markup is <mark>: text stays text, whatever the answer holds. */
function* marked(html) {
  for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    yield node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent;
  }
}

/** Makes a search box suggest. Called once a form, with its field. */
export function suggest(form, input) {
  const words = form.dataset;
  const list = make("div", {
    "class": "suggest", "role": "listbox", "id": `${input.id}-suggestions`, "aria-label": words.suggestLabel, "hidden": "",
  });
  // A region that is there before it speaks; out of the list, which comes and goes.
  const voice = make("p", { "class": "vh", "role": "status" });
  form.append(list, voice);
  input.setAttribute("aria-controls", list.id);

  let options = [];
  let active = -1;
  let timer = 0;
  let pending = null;
  let asked = ""; // the words that the list answers

  function close() {
    clearTimeout(timer);
    pending?.abort();
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    voice.textContent = "";
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function choose(place) {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function optionOf(item, id) {
    const code = make("span", { "class": "chip", "dir": "ltr", "aria-hidden": "true" }, item.cluster?.code ?? "FED");
    const title = make("bdi", { "class": "suggest__title", "lang": item.language }, ...marked(item.highlighted_title));
    const isOutside = item.source === "external";
    const out = isOutside ? [icon(words.suggestOut, "icon--turn suggest__out")] : [];
    const owner = make("span", { "class": "vh" }, `– ${item.cluster?.name ?? words.suggestOwner}${isOutside ? ` ${words.suggestOutside}` : ""}`);
    // A link, so that a click with a modifier or a long touch does what it does on any link.
    return make("a", {
      "class": "suggest__option accented", "style": item.cluster?.style ?? "", "role": "option", "id": id,
      "aria-selected": "false", "href": item.url, "tabindex": "-1",
    }, code, make("span", {}, title, ...out, owner));
  }

  function show({ groups, total }) {
    let number = 0;
    choose(-1);
    list.replaceChildren(...groups.map((group) => {
      const label = make("span", { "class": "suggest__label", "id": `${list.id}-${group.kind}` }, group.label);
      const items = group.suggestions.map((item) => optionOf(item, `${list.id}-${number++}`));
      return make("div", { "class": "suggest__group", "role": "group", "aria-labelledby": label.id }, label, ...items);
    }));
    options = [...list.querySelectorAll("[role=option]")];
    list.scrollTop = 0;
    if (total) open(); else close();
    voice.textContent = total ? words.suggestCount.replace("%n", total) : words.suggestNone;
  }

  /** Asks for the words of the box; after an arrow (`step`) its answer begins with a suggestion chosen. */
  async function ask(step = 0) {
    clearTimeout(timer);
    pending?.abort();
    const typed = input.value.trim();
    if (typed.length < SHORTEST) {
      asked = "";
      close();
      return;
    }
    const mine = pending = new AbortController();
    const url = new URL(words.suggestUrl, location.href);
    url.searchParams.set("q", typed);
    try {
      const response = await fetch(url, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (mine.signal.aborted || document.activeElement !== input) return;
      asked = typed;
      show(answer);
      if (step && options.length) choose(step > 0 ? 0 : options.length - 1);
    } catch {
      // A newer request, or no answer: the form still works, and nothing is said about what was only an offer.
      if (!mine.signal.aborted) close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    choose(-1);
    timer = setTimeout(() => ask(), WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = !list.hidden;
    const last = options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (isOpen) {
        // Through the box itself (-1) between the last and the first.
        const place = active + step;
        choose(place > last ? -1 : place < -1 ? last : place);
      } else if (options.length && asked === input.value.trim()) {
        open();
        choose(step > 0 ? 0 : last);
      } else {
        ask(step);
      }
    } else if ((event.key === "Home" || event.key === "End") && isOpen && active >= 0 && !event.shiftKey) {
      event.preventDefault();
      choose(event.key === "Home" ? 0 : last);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      choose(-1); // back in the text
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });

  // A pressed button must not take the focus from the box before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("pointermove", (event) => {
    const place = options.indexOf(event.target.closest("[role=option]"));
    if (place >= 0 && place !== active && event.pointerType === "mouse") choose(place);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  addEventListener("pageshow", (event) => { if (event.persisted) close(); });

  if (input.value.trim() !== input.defaultValue.trim()) ask(); // typed while this file was on its way
}
