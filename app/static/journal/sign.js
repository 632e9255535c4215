/** The one sign that says whether everything is saved, with a list that leads to what is not. */
import { asked, events, put, queue, refused } from "./book.js";
import { fieldFor } from "./fields.js";
import { elsewhere, partsOfReturned } from "./offline/returned.js";
import { say } from "./settings.js";
import { renew } from "./transport.js";

const sign = document.getElementById("sign");
const list = document.getElementById("sign-list");
const told = document.getElementById("told");
const about = document.getElementById("about");
const TROUBLE = { offline: "offline", down: "server_down", login: "login_ended", person: "other_person" };

let described = null;

/** Say something once, to the eye and to a screen reader. */
export function tell(text) {
  told.textContent = text;
}

/** What a field has to say, in the line over the grid. */
export function describe(field) {
  if (field !== described) tell("");
  described = field;
  about.textContent = [field.where, field.note || field.element.dataset.flag || field.locked].filter(Boolean).join(" · ");
  about.classList.toggle("bad", field.state === "refused" || field.state === "asked");
}

/** [class of the sign, its text], the worst first. */
function state() {
  const n = queue.waiting.length;
  const back = refused.size + elsewhere().length;
  if (n && queue.trouble) return ["trouble", trouble(n)];
  if (n || queue.deciding) return ["saving", say("saving")];
  if (asked.size) return ["asked", say("asked_count", { n: asked.size })];
  if (back) return ["refused", say("refused_count", { n: back })];
  return ["saved", say("all_saved")];
}

/** What is wrong, and where the entries are meanwhile. */
function trouble(n) {
  return say(TROUBLE[queue.trouble], { kept: say(queue.lasting ? "kept_here" : "kept_on_page", { n }) });
}

function paint() {
  const [kind, text] = state();
  sign.className = `btn ${kind}`;
  if (sign.textContent.trim() !== text) sign.firstElementChild.textContent = text;
  if (!list.hidden) paintList();
  if (described) describe(described);
}

function paintList() {
  const items = [
    ...[...asked.keys(), ...refused].map((field) => line(field, field.where, field.text, field.note)),
    ...queue.waiting.map(waitingLine),
  ];
  const parts = [...items, ...partsOfReturned()];
  list.replaceChildren(...(parts.length ? parts : [say("list_empty")]), ...remedies());
}

function waitingLine(entry) {
  const note = say(entry.tries && !queue.trouble ? "list_sending" : "list_waiting");
  return line(fieldFor(entry), entry.where, entry.body.text, note);
}

/** Leads to its field, when that is on the page. */
function line(field, where, text, note) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `${where}: ${text || say("empty")}. ${note}`;
  button.disabled = !field;
  button.onclick = () => lead(field);
  return button;
}

function lead(field) {
  list.hidden = true;
  sign.setAttribute("aria-expanded", "false");
  events.dispatchEvent(new CustomEvent("lead", { detail: field }));
}

/** What a person can do when nothing goes out by itself. */
function remedies() {
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "btn btn-default", textContent: say("send_again"), onclick: sendAgain });
  const login = document.createElement("a");
  Object.assign(login, { href: location.href, target: "_blank", textContent: say("login_again") });
  const shut = queue.trouble === "login" || queue.trouble === "person";
  return queue.waiting.length && queue.trouble ? (shut ? [login, again] : [again]) : refused.size ? [again] : [];
}

function sendAgain() {
  [...refused].forEach((field) => put(field, field.text));
  resume();
}

/** After a login in another tab, or when the network is back. */
async function resume() {
  if (!queue.waiting.length || !queue.trouble) return;
  const who = queue.trouble === "login" || queue.trouble === "person" ? await renew() : "same";
  if (who === "same") queue.wake();
  else if (who !== "offline") queue.trouble = who;
  paint();
}

/** Begin to watch. */
export function start() {
  events.addEventListener("changed", paint);
  events.addEventListener("asked", paint);
  addEventListener("online", resume);
  addEventListener("focus", resume);
  sign.addEventListener("click", () => {
    list.hidden = !list.hidden;
    sign.setAttribute("aria-expanded", String(!list.hidden));
    paintList();
  });
}
