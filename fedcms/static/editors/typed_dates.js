// Dates in the admin's fields stay as they were typed. Wagtail's date picker would put today in the place of what it cannot
// read, without a word; here the server reads it, and says so beside the field if it cannot. Under the field, the date
// in words: 03/04 is April, whoever reads it. Loaded before the fields, which the picker takes as they appear.

(() => {
  const { zone, language, unreadable } = document.currentScript.dataset;
  const locale = `${language}-u-nu-latn`;
  window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

  const TYPED = /^(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2}))(?:[,\sT]+(?:à\s+)?(\d{1,2})(?:[:h](\d{2})?)?(?::\d{2})?)?$/;

  function inWords(text) {
    const found = TYPED.exec(text);
    if (!found) return "";
    const [, day, month, year, isoYear, isoMonth, isoDay, hour, minute] = found;
    const numbers = [isoYear ?? (year.length === 2 ? `20${year}` : year), isoMonth ?? month, isoDay ?? day].map(Number);
    const date = new Date(Date.UTC(numbers[0], numbers[1] - 1, numbers[2], hour ?? 0, minute ?? 0));
    const isReal = date.getUTCMonth() === numbers[1] - 1 && date.getUTCDate() === numbers[2];
    if (!isReal || hour > 23 || minute > 59) return "";
    // The clock's own figures: they are not moved to another zone.
    const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    if (hour === undefined) return new Intl.DateTimeFormat(locale, options).format(date);
    const clock = new Intl.DateTimeFormat(locale, { ...options, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    return `${clock.format(date)} (${zone})`;
  }

  const pickerOf = (field) => window.jQuery(field).data("xdsoft_datetimepicker");

  // While one types, a date is not whole yet, and nothing is wrong with it.
  function echo(field, isTyping = false) {
    const picker = pickerOf(field);
    if (!picker || picker.data("options").datepicker === false) return;
    field.classList.add("typed-date");
    let words = field.parentElement.querySelector(":scope > .date-in-words");
    if (!words) {
      words = document.createElement("output");
      words.className = "date-in-words";
      words.htmlFor = field.id;
      field.after(words);
    }
    const typed = field.value.trim();
    words.textContent = inWords(typed) || (typed && !isTyping ? unreadable : "");
  }

  const isText = (element) => element.matches?.("input[type=text]");
  for (const kind of ["input", "change", "focusin"]) {
    document.addEventListener(kind, ({ target }) => isText(target) && echo(target, kind === "input"));
  }
  // The picker closes by itself only where it also replaces. It opens a tenth of a second after the focus came: later.
  const OPENS_AFTER_MS = 150;
  document.addEventListener("focusout", ({ target }) => {
    if (!isText(target)) return;
    setTimeout(() => {
      // A click into the picker leaves the focus with nobody.
      if (![target, document.body].includes(document.activeElement)) pickerOf(target)?.trigger("close.xdsoft");
    }, OPENS_AFTER_MS);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("input[type=text]")) if (field.value) echo(field);
  });
})();
