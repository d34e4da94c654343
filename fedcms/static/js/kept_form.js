// Sends a form with files without leaving its page, so that a network that is cut loses nothing: neither what was typed
// nor the files that were chosen. Without this script the form is sent as ever.

/** Shows words in the form's own alert, which a screen reader says. */
function say(form, words) {
  let alert = form.querySelector("[data-cut-alert]");
  if (!alert) {
    alert = document.createElement("div");
    alert.className = "notice notice--warn";
    alert.setAttribute("role", "alert");
    alert.dataset.cutAlert = "";
    form.append(alert);
  }
  alert.textContent = "";
  if (words) alert.append(words);
  alert.hidden = !words;
}

/**
 * Takes the answer in: where it leads to another page, goes there; else shows the form with its errors, or the words
 * that came too late. Who sent too often is told, and the form stays, with its files. Raises at an error of a server or
 * proxy (413, 500, 502…): its page does not have what was typed, which would be gone.
 */
async function take(response, form) {
  if (response.redirected) {
    location.assign(response.url);
    return;
  }
  const isTooOften = response.status === 429;
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = answer.querySelector("main");
  const hasWords = main?.querySelector("[data-keeps-what-is-typed], [data-typed]");
  if (!main || (!response.ok && !hasWords && !isTooOften)) throw new Error(`Answered ${response.status}`);
  if (isTooOften) {
    say(form, main.querySelector("#form-errors p")?.textContent.trim() ?? form.dataset.cut);
    return;
  }
  document.querySelector("main").replaceWith(main);
  document.title = answer.title;
  watch();
  const errors = document.getElementById("form-errors") ?? document.querySelector("main [role=alert]");
  errors?.setAttribute("tabindex", "-1");
  errors?.focus();
  errors?.scrollIntoView();
}

async function send(event) {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "true";
  say(form, "");
  try {
    await take(await fetch(location.pathname, { method: "POST", body: new FormData(form, event.submitter) }), form);
  } catch {
    say(form, form.dataset.cut);
  } finally {
    delete form.dataset.busy;
  }
}

function watch() {
  document.querySelector("form[data-keeps-what-is-typed]")?.addEventListener("submit", send);
}

watch();
