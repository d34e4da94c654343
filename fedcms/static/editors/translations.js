/* The report on translations: choosing rows, what an action needs, and how far a work is. All works without it. */

const form = document.querySelector("[data-translation-work]");
if (form) {
  const all = form.querySelector("[data-translation-all]");
  const boxes = [...form.querySelectorAll("input[name=pages]")];
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  form.addEventListener("change", () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  });
  const action = form.elements.namedItem("action");
  const showNeeded = () =>
    form.querySelectorAll("[data-for]").forEach((part) => {
      part.hidden = !part.dataset.for.split(" ").includes(action.value);
    });
  action.addEventListener("change", showNeeded);
  showNeeded();
}

const bar = document.querySelector("[data-translation-job]");
if (bar) {
  const SECONDS = 1.5;
  const said = document.querySelector("[data-translation-said]");
  const ask = async () => {
    let wait = SECONDS;
    try {
      const answer = await fetch(bar.dataset.translationJob, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      if (now.finished) {
        // The page says what was not done, and why.
        window.location.reload();
        return;
      }
      bar.setAttribute("aria-valuenow", now.done);
      bar.setAttribute("aria-valuetext", now.said);
      bar.firstElementChild.value = now.done;
      if (said.textContent !== now.said) said.textContent = now.said;
    } catch {
      // The server is busy or the network away: asked again, a little later.
      wait = SECONDS * 4;
    }
    setTimeout(ask, wait * 1000);
  };
  setTimeout(ask, SECONDS * 1000);
}

/* The numbers cost more than the list, which does not wait for them. */
const numbers = document.querySelector("[data-translation-summary]");
if (numbers) {
  const answer = await fetch(numbers.dataset.translationSummary);
  if (answer.ok) {
    numbers.innerHTML = await answer.text();
    // What stands above has grown: who was led to what is wrong below stays there.
    if (window.location.hash === "#tr-work") form?.querySelector("#tr-work").scrollIntoView();
  }
}
