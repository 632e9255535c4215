/** Topic, homework and kind of work of the lessons beside the grid; saved when the field is left. */
import { enter, events, giveUp } from "./book.js";
import { fieldOf } from "./fields.js";
import { headerOf, onMove, pane as gridPane } from "./grid.js";
import { root, say } from "./settings.js";
import { describe } from "./sign.js";
import { uuid } from "./offline/uuid.js";

const pane = root?.querySelector(".lessons");
const plan = document.getElementById("plan-dialog");
const kinds = document.getElementById("task-template")?.content.firstElementChild;

const cardOf = (lesson) => pane?.querySelector(`.lesson-card[data-lesson="${lesson}"]`);

/** The last lesson field that had the keyboard, for its history. */
export let lastField = null;
export const forgetField = () => (lastField = null);

/** Show the card of a lesson without moving the page. */
export function showCard(lesson) {
  const card = cardOf(lesson);
  if (!card || card.classList.contains("on")) return card;
  pane.querySelector(".on")?.classList.remove("on");
  card.classList.add("on");
  scrollTo(card);
  return card;
}

function scrollTo(card) {
  pane.scrollTop = card.offsetTop - (pane.clientHeight - card.offsetHeight) / 3;
}

/** The topic of the lesson whose column is current, where Tab goes after the last pupil. */
export const topicOf = (cell) => cardOf(headerOf(cell).dataset.lesson)?.querySelector("[data-kind=topic]");

function textOf(element) {
  return element.type === "checkbox" ? (element.checked ? "1" : "") : element.value.trim();
}

function save(element) {
  const field = fieldOf(element);
  const text = textOf(element);
  if (text !== field.text || field.state === "refused") enter([[field, text]]);
}

/** Is something typed that was not left yet? */
export function isDirty() {
  const element = document.activeElement;
  return Boolean(element?.matches?.(".lesson-card textarea") && textOf(element) !== fieldOf(element).text);
}

/** Does the browser let a textarea grow with its text by style alone? Otherwise it is measured. */
const grows = CSS.supports("field-sizing", "content");
function grow(element) {
  if (grows) return;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + 2}px`;
}

function onKey(event) {
  const { target } = event;
  if (!target.matches(".field")) return;
  if (event.key === "Escape") {
    const field = fieldOf(target);
    field.show(field.text);
    if (field.state === "refused" || field.state === "asked") giveUp(field);
  }
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    next(target)?.focus();
  }
}

/** Topic → homework → topic of the next lesson. */
function next(element) {
  const texts = [...pane.querySelectorAll("textarea:not([readonly])")];
  return texts[texts.indexOf(element) + 1];
}

function onClick({ target }) {
  const card = target.closest(".lesson-card");
  if (target.closest(".take")) take(card, target.dataset.to, target.dataset.text);
  if (target.closest(".choose-topic")) choose(card);
  if (target.closest(".add-task")) addTask(card);
}

function take(card, kind, text) {
  const element = card.querySelector(`[data-kind=${kind}]`);
  enter([[fieldOf(element), text]]);
  grow(element);
}

async function choose(card) {
  plan.dataset.lesson = card.dataset.lesson;
  plan.querySelector("input").value = "";
  plan.showModal();
  await fillPlan();
  filterPlan();
  plan.querySelector("li:not(.used)")?.scrollIntoView({ block: "center" });
}

/** The topics come once, at the first choice. */
async function fillPlan() {
  const list = plan.querySelector("ol");
  if (list.children.length) return;
  try {
    const response = await fetch(plan.dataset.url, { redirect: "error", headers: { Accept: "application/json" } });
    const topics = await response.json();
    list.replaceChildren(...topics.map(topicItem));
    plan.querySelector(".why").textContent = topics.length ? "" : say("plan_empty");
  } catch {
    plan.querySelector(".why").textContent = say("plan_failed");
  }
}

function topicItem({ text, homework, used }) {
  const [item, button] = ["li", "button"].map((name) => document.createElement(name));
  Object.assign(button, { type: "button", textContent: used ? `${text} (${plan.dataset.given})` : text });
  Object.assign(button.dataset, { text, homework });
  item.classList.toggle("used", used);
  item.append(button);
  return item;
}

function filterPlan() {
  const wanted = plan.querySelector("input").value.toLowerCase().trim();
  for (const item of plan.querySelectorAll("li")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
}

function choosePlanned({ target }) {
  const button = target.closest("li button");
  if (!button) return;
  const card = cardOf(plan.dataset.lesson);
  const homework = card.querySelector("[data-kind=homework]");
  take(card, "topic", button.dataset.text);
  if (button.dataset.homework && !homework.value) take(card, "homework", button.dataset.homework);
  button.closest("li").classList.add("used");
  plan.close();
  card.querySelector("[data-kind=topic]").focus();
}

/** The page brings the chosen kind only. */
function addKinds(select) {
  const { value } = select;
  select.replaceChildren(...kinds.cloneNode(true).children);
  select.value = value;
}

/** A pick list for one more task; the task is made when a kind is chosen. */
function addTask(card, { task = "", kind = "", version = 0, fresh } = {}) {
  const select = kinds.cloneNode(true);
  Object.assign(select.dataset, { task, version, saved: kind });
  if (!task) select.dataset.fresh = fresh ?? uuid();
  select.value = kind;
  card.querySelector(".add-task").before(select);
  if (!task && !fresh) select.focus();
}

/** A kind of work was chosen on an earlier page and waits. */
function onFresh({ detail: { lesson, fresh } }) {
  const card = cardOf(lesson);
  if (card?.querySelector(".add-task")) addTask(card, { fresh });
}

/** An entry like «4/5» made tasks: show them. */
function onTasks({ detail: { lesson, tasks } }) {
  const card = cardOf(lesson);
  for (const task of card ? tasks : []) {
    if (!card.querySelector(`select[data-task="${task.task}"]`)) addTask(card, task);
  }
  if (card) showKinds(card);
}

/** The kinds of work in the heading of the column. */
function showKinds(card) {
  const header = gridPane.querySelector(`th[data-lesson="${card.dataset.lesson}"] .kinds`);
  header.textContent = [...card.querySelectorAll("select")].map(({ value }) => value).filter(Boolean).join("/");
}

function onFocus({ target }) {
  if (!target.matches(".field")) return;
  lastField = fieldOf(target);
  describe(lastField);
  const header = gridPane.querySelector(`th[data-lesson="${target.closest(".lesson-card").dataset.lesson}"]`);
  events.dispatchEvent(new CustomEvent("lesson", { detail: header }));
}

/** Begin to watch; does nothing in the week grid, which has no lessons beside it. */
export function start() {
  if (!pane) return;
  pane.querySelectorAll("textarea").forEach(grow);
  pane.querySelectorAll("select:enabled").forEach(addKinds);
  const on = pane.querySelector(".on");
  if (on) scrollTo(on);
  pane.addEventListener("change", ({ target }) => {
    if (target.matches(".field")) save(target);
  });
  pane.addEventListener("input", ({ target }) => target.matches("textarea") && grow(target));
  pane.addEventListener("keydown", onKey);
  pane.addEventListener("click", onClick);
  pane.addEventListener("focusin", onFocus);
  plan?.querySelector("input").addEventListener("input", filterPlan);
  plan?.querySelector("ol").addEventListener("click", choosePlanned);
  events.addEventListener("tasks", onTasks);
  events.addEventListener("fresh", onFresh);
  onMove((cell) => showCard(headerOf(cell).dataset.lesson));
}
