/* The form of temporary journals: only the fields that matter; after a download it may be sent again. */
"use strict";
(function () {
  const PAUSE = 2000; // after a download the page stays
  const form = document.querySelector("form[data-print]");
  if (!form) return;
  const filling = form.elements.filling;
  form.addEventListener("submit", () => setTimeout(() => { delete form.dataset.sent; }, PAUSE));
  // A blank form needs no days; blank sheets for any class need no class but a number.
  const group = (name) => form.elements[name].closest(".form-group");
  const show = () => {
    const empty = filling.value === "empty";
    group("count").hidden = !empty;
    group("what").hidden = empty;
    const days = filling.value === "filled";
    ["first", "last"].forEach((name) => { group(name).hidden = !days; });
    form.querySelector(".days-hint").hidden = !days;
  };
  filling.addEventListener("change", show);
  show();
})();
