/** The form of a plan: more lines, the sum of the points, the elements of the chosen subject. */
const body = document.querySelector(".work-plan .items tbody");
const more = document.getElementById("more-items");
const sum = document.getElementById("points-sum");

function addLine() {
  const line = body.rows[body.rows.length - 1].cloneNode(true);
  line.querySelectorAll("input").forEach((input) => (input.value = ""));
  body.append(line);
}

function count() {
  const points = [...body.querySelectorAll("[name=points]")].map(({ value }) => Number(value) || 0);
  sum.textContent = sum.dataset.text.replace("{n}", points.reduce((all, one) => all + one, 0));
}

const offered = document.getElementById("elements");
const every = [...offered.options];
const subject = document.getElementById("subject_id");

function offer() {
  offered.replaceChildren(...every.filter((one) => !subject.value || one.dataset.subject === subject.value));
}

subject.addEventListener("change", offer);
more.addEventListener("click", () => {
  for (let n = 0; n < 5 && body.rows.length < Number(more.dataset.most); n += 1) addLine();
  more.hidden = body.rows.length >= Number(more.dataset.most);
});
body.addEventListener("input", count);
count();
offer();
