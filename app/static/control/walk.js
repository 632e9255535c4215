// Walking through a journal: a chosen cell, date or result goes into the form of the remark.
// Arrow keys move between the cells, Enter chooses and leads to the text.
const walk = document.getElementById("walk");
const form = walk.querySelector("form.entry");

function choose(place) {
  walk.querySelectorAll(".chosen").forEach((cell) => cell.classList.remove("chosen"));
  place.classList.add("chosen");
  for (const name of ["lesson", "pupil", "period"]) {
    const field = form.elements[`${name}_id`];
    if (field) field.value = place.dataset[name] ?? "";
  }
  const about = place.dataset.period ? "results" : place.dataset.pupil ? "marks" : "topics";
  if (form.elements.about.querySelector(`[value=${about}]`)) form.elements.about.value = about;
}

function neighbour(place, key) {
  const row = place.parentElement;
  const at = [...row.cells].indexOf(place);
  if (key === "ArrowLeft") return row.cells[at - 1];
  if (key === "ArrowRight") return row.cells[at + 1];
  const rows = [...row.closest("table").rows];
  return rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)]?.cells[at];
}

walk.addEventListener("click", (event) => {
  const place = event.target.closest("[data-lesson], [data-period]");
  if (form && place) choose(place);
});

walk.addEventListener("keydown", (event) => {
  const place = event.target.closest("td[tabindex], th[tabindex]");
  if (!place) return;
  if (event.key.startsWith("Arrow")) {
    neighbour(place, event.key)?.focus();
    event.preventDefault();
  } else if (event.key === "Enter" && form) {
    choose(place);
    form.elements.text.focus();
    event.preventDefault();
  }
});
