/** What can be taken back: one step is one entry, or all entries of one bulk action. */
const LIMIT = 200;
const steps = [];
const button = document.querySelector("[data-do=undo]");

/** A step is a list of {field, before, after}. */
export function remember(step) {
  if (!step.length) return;
  steps.push(step);
  if (steps.length > LIMIT) steps.shift();
  button.disabled = false;
}

/** The entries of the last step that still stand as they were entered, with the texts to go back to. */
export function takeBack() {
  const step = steps.pop() ?? [];
  button.disabled = !steps.length;
  return step.filter(({ field, after }) => field.text === after).map(({ field, before }) => [field, before]);
}

/** The server wrote the same entry in its own spelling. */
export function respell(field, from, to) {
  for (const change of steps.flat()) {
    if (change.field === field && change.after === from) change.after = to;
    if (change.field === field && change.before === from) change.before = to;
  }
}
