/* Printing class by class with a progress bar; without this script the form does it in one go. */
"use strict";
(function () {
  const PAUSE = 2000; // after a download the page stays: the form may be sent again

  function post(url, form) {
    return fetch(url, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .then((answer) => answer.json().then((facts) => {
        if (!answer.ok) throw new Error(facts.error);
        return facts;
      }));
  }

  async function run(form) {
    const bar = form.querySelector(".steps");
    const progress = bar.querySelector("progress");
    const text = bar.querySelector(".steps-text");
    const button = form.querySelector("button[type=submit]");
    let title = "";
    bar.hidden = false;
    button.disabled = true;
    try {
      const plan = await post(form.dataset.stepsUrl, form);
      progress.max = plan.steps.length || 1;
      progress.value = 0;
      for (const step of plan.steps) {
        title = step.title;
        text.textContent = `${title} (${progress.value + 1} / ${plan.steps.length})`;
        await post(step.url, form);
        progress.value += 1;
      }
      text.textContent = plan.text || "";
      if (plan.file) location.assign(plan.file);
    } catch (error) {
      const reason = error instanceof TypeError ? bar.dataset.unreachable : error.message;
      text.textContent = title ? bar.dataset.failed.replace("{name}", title).replace("{reason}", reason) : reason;
    }
    button.disabled = false;
    delete form.dataset.sent;
  }

  document.querySelectorAll("form[data-steps-url]").forEach((form) => {
    const what = form.elements.what;
    const filling = form.elements.filling;
    form.addEventListener("submit", (event) => {
      const whole = !what || (what.value === form.dataset.stepwise && filling.value !== "empty");
      if (whole) {
        event.preventDefault();
        run(form);
      } else {
        setTimeout(() => { delete form.dataset.sent; }, PAUSE);
      }
    });
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
    if (filling) {
      filling.addEventListener("change", show);
      show();
    }
  });
})();
