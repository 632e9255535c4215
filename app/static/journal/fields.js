/** A field is what a person fills: a cell of the grid, or topic, homework and kind of work of a lesson. */
import { headerOf } from "./grid.js";
import { root, say } from "./settings.js";

const byElement = new WeakMap();
const byKey = new Map();
const versions = new Map();

/** The field of an element, made at the first touch: a page has thousands of cells and a person uses a few. */
export function fieldOf(element) {
  let field = byElement.get(element);
  if (!field) byElement.set(element, (field = new Field(element)));
  return field;
}

/** The field that an entry belongs to, undefined when the page does not have it. */
export function fieldFor({ key, body, fresh }) {
  const known = byKey.get(key);
  if (known) return known;
  const found = [...(root?.querySelectorAll(fresh ? `[data-fresh="${fresh}"]` : addressOf(body)) ?? [])];
  const element = found.find((one) => Number(inherited(one, "course")) === body.course);
  return element && fieldOf(element);
}

function addressOf({ kind, lesson, pupil, period, task }) {
  if (pupil) return `tr[data-pupil="${pupil}"] td` + (kind === "result" ? `[data-period="${period}"]` : `[data-lesson="${lesson}"]`);
  return `.lesson-card[data-lesson="${lesson}"] [data-kind="${kind}"]` + (kind === "task" ? `[data-task="${task}"]` : "");
}

class Field {
  constructor(element) {
    this.element = element;
    this.kind = element.dataset.kind ?? "cell";
    this.saved = this.text = read(element);
    this.state = this.note = "";
    this.identify();
  }

  /** What the server knows the field by. A task that is being made has no number yet. */
  identify() {
    const number = (name) => Number(inherited(this.element, name));
    this.id = { kind: this.kind, course: number("course") };
    if (this.kind === "result") this.id.period = number("period");
    else this.id.lesson = number("lesson");
    if (this.element.matches("td")) this.id.pupil = number("pupil");
    if (this.kind === "task") this.id.task = Number(this.element.dataset.task) || null;
    this.key = Object.values(this.id).join(":") + (this.element.dataset.fresh ?? "");
    // «без задания» and the topic are one record on the server, with one version.
    this.turn = this.key.replace(/^no_homework/, "topic");
    byKey.set(this.key, this);
  }

  get version() {
    return versions.get(this.turn) ?? Number(this.element.dataset.version ?? 0);
  }

  set version(version) {
    versions.set(this.turn, version);
    this.element.dataset.version = version;
  }

  show(text) {
    this.text = text;
    if (this.element.type === "checkbox") this.element.checked = text === "1";
    else if ("value" in this.element) this.element.value = text;
    else if (!this.element.querySelector("input")) this.element.textContent = text;
  }

  /** state: "", "saving", "waiting", "saved", "refused" or "asked"; the note says why, for every way of reading it. */
  mark(state, note = "") {
    this.state = state;
    this.note = note;
    const { element } = this;
    state ? (element.dataset.state = state) : delete element.dataset.state;
    element.toggleAttribute("aria-busy", state === "saving");
    state === "refused" ? element.setAttribute("aria-invalid", "true") : element.removeAttribute("aria-invalid");
    element.title = note || element.dataset.flag || "";
    const why = element.closest(".lesson-card")?.querySelector(".why");
    if (why && (note || why.dataset.of === this.key)) {
      why.hidden = !(why.textContent = note);
      why.dataset.of = this.key;
    }
  }

  flag(text) {
    text ? (this.element.dataset.flag = text) : delete this.element.dataset.flag;
  }

  /** «Абрамов Иван, пн 07.09.2026, урок 3» */
  get where() {
    if (!this.element.matches("td")) {
      return say("where", { pupil: say(this.kind), column: this.element.closest(".lesson-card").querySelector("h2").textContent });
    }
    return say("where", { pupil: pupilName(this.element), column: headerOf(this.element).dataset.label });
  }

  /** Why the field may not be filled, or "". */
  get locked() {
    if (this.element.classList.contains("out")) return say("out");
    return inherited(this.element, "locked") ?? "";
  }
}

function inherited(element, name) {
  if (name in element.dataset) return element.dataset[name];
  const header = element.matches("td") ? headerOf(element) : undefined;
  return header?.dataset[name] ?? element.closest(`[data-${name}]`)?.dataset[name];
}

function read(element) {
  if (element.type === "checkbox") return element.checked ? "1" : "";
  if ("saved" in element.dataset) return element.dataset.saved;
  return ("value" in element ? element.value : element.textContent).trim();
}

export function pupilName(cell) {
  return cell.parentElement.cells[0].textContent.replace(/^\s*\d+\.\s*/, "").trim();
}
