// Below a latitude: a search for a town. Choosing one fills in latitude and longitude, and town and country where they are empty.

const PAUSE_MS = 250;

const TOWN_FIELDS = ["venue_city", "city"];
const COUNTRY_FIELDS = ["venue_country", "country"];

const fieldOf = (form, names) => names.map((name) => form.elements.namedItem(name)).find(Boolean);

const setValue = (field, value) => {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

const fill = (form, town) => {
  setValue(form.elements.namedItem("latitude"), town.latitude);
  setValue(form.elements.namedItem("longitude"), town.longitude);
  const city = fieldOf(form, TOWN_FIELDS);
  const country = fieldOf(form, COUNTRY_FIELDS);
  if (city && !city.value) setValue(city, town.name);
  if (country && !country.value) setValue(country, town.country);
};

const build = (latitude) => {
  const { towns: address, townsLabel, townsHelp, townsNone, townsDone } = latitude.dataset;
  const box = document.createElement("div");
  box.className = "town-search";
  const id = `${latitude.id}-town`;
  box.innerHTML = `<label for="${id}"></label><input type="text" id="${id}" list="${id}-list" autocomplete="off"
    aria-describedby="${id}-help"><datalist id="${id}-list"></datalist><p class="help" id="${id}-help" role="status"></p>`;
  const [label, search, list, help] = box.children;
  label.textContent = townsLabel;
  help.textContent = townsHelp;
  // Below both numbers, which stand side by side.
  (latitude.closest("[data-field-wrapper]")?.parentElement ?? latitude.parentElement).after(box);

  let found = [];
  let timer = 0;
  let last = "";

  const choose = () => {
    const town = found.find((each) => each.label === search.value);
    if (!town) return false;
    fill(latitude.form, town);
    help.textContent = `${townsDone} ${town.label}, ${town.latitude}, ${town.longitude}`;
    return true;
  };

  const ask = async () => {
    const query = search.value.trim();
    last = query;
    if (query.length < 2) return;
    const answer = await fetch(`${address}?${new URLSearchParams({ q: query })}`).catch(() => null);
    if (!answer?.ok || last !== query) return;
    found = (await answer.json()).towns;
    list.replaceChildren(
      ...found.map((town) => {
        const option = document.createElement("option");
        option.value = town.label;
        return option;
      }),
    );
    help.textContent = found.length ? townsHelp : townsNone;
  };

  search.addEventListener("input", () => {
    window.clearTimeout(timer);
    if (choose()) return;
    // The towns of other words are no answer to these.
    found = [];
    timer = window.setTimeout(ask, PAUSE_MS);
  });
  // Enter chooses the first town instead of sending the whole form.
  search.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (choose()) return;
    if (!found.length) await ask();
    if (found.length) {
      search.value = found[0].label;
      choose();
    }
  });
};

document.querySelectorAll("[data-towns]").forEach(build);
