/** A lesson is settled only when everything that was typed is saved: the buttons wait for the sign «Всё сохранено». */
const sign = document.getElementById("sign");
const told = document.querySelector(".settle-told");
const PATIENCE = 10_000; // milliseconds

function tell(text) {
  told.textContent = text;
  told.hidden = !text;
}

/** Resolves to true when all is saved, to false when the sign says something else, or takes too long. */
function saved() {
  const state = () => (sign.classList.contains("saved") ? true : sign.classList.contains("saving") ? null : false);
  if (state() !== null) return Promise.resolve(state());
  tell(told.dataset.wait);
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => state() !== null && done(state()));
    const timer = setTimeout(() => done(false), PATIENCE);
    const done = (answer) => {
      watch.disconnect();
      clearTimeout(timer);
      resolve(answer);
    };
    watch.observe(sign, { attributes: true, attributeFilter: ["class"] });
  });
}

document.querySelectorAll(".settle form").forEach((form) => {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    const { submitter } = event;
    await new Promise((resolve) => setTimeout(resolve)); // the field that was left puts its entry into the queue
    const ready = await saved();
    tell(ready ? "" : told.dataset.left);
    delete form.dataset.sent;
    if (!ready) return;
    form.dataset.ready = "1";
    form.requestSubmit(submitter ?? undefined);
  });
});
