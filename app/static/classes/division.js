/* The page of a division: counts while choosing, digits choose, the rest by the alphabet. */
"use strict";
(function () {
  const which = document.getElementById("which");
  which.addEventListener("change", (event) => {
    if (event.target.id === "class_id") which.querySelectorAll("#division, #on").forEach((field) => { field.disabled = true; });
    if (event.target.id !== "on") which.submit();
  });

  const form = document.querySelector("form.split");
  if (!form) return;
  const rows = [...form.querySelectorAll(".split-row")];
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const places = rows.length ? radios(rows[0]).map((radio) => radio.value) : [];

  function chosen(row) {
    const radio = radios(row).find((one) => one.checked);
    return radio ? radio.value : "";
  }

  function count() {
    const values = rows.map(chosen);
    form.querySelectorAll("[data-count]").forEach((cell) => {
      cell.textContent = values.filter((value) => value === cell.dataset.count).length;
    });
  }

  // 1, 2, 3 choose the subgroup of the pupil in focus and go to the next one; 0: none.
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".split-row");
    if (!row || !/^\d$/.test(event.key)) return;
    const order = radios(row);
    const radio = event.key === "0" ? order[order.length - 1] : order[Number(event.key) - 1];
    if (!radio || radio.disabled) return;
    event.preventDefault();
    radio.checked = true;
    count();
    const next = rows.slice(rows.indexOf(row) + 1).find((one) => !radios(one)[0].disabled);
    const goal = next ? radios(next) : order;
    (goal.find((one) => one.checked) || goal[0]).focus();
  });

  const halve = document.getElementById("halve");
  if (halve) {
    halve.addEventListener("click", () => {
      const groups = places.filter((place) => place);
      const rest = rows.filter((row) => chosen(row) === "");
      rest.forEach((row, index) => {
        radios(row)[Math.floor((index * groups.length) / rest.length)].checked = true;
      });
      count();
    });
  }

  form.addEventListener("change", count);
  count();
}());
