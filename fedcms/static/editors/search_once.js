// A list is asked for while one types into its search. Wagtail asks once more when the field is left (its form listens to
// "change" and "input" alike): the same list takes the place of the first, and the focus of who went on by keys is lost with it.
// It asks where the list that is shown is of other words: nobody heard "input" yet, or the answer failed. What fields of dates and
// choices say is left alone: they may say "change" without "input".
document.addEventListener(
  "change",
  (event) => {
    if (!event.target.matches?.("form[data-search-form][data-controller~='w-swap'] [name='q']")) return;
    // Wagtail writes the address once it has shown the list.
    const shown = new URLSearchParams(window.location.search).get("q") ?? "";
    if (shown.trim() === event.target.value.trim()) event.stopPropagation();
  },
  { capture: true },
);
