/** What may stand in a cell, and which key of either layout types it. */
import { codes } from "./settings.js";

const LETTERS = {
  KeyQ: "Й", KeyW: "Ц", KeyE: "У", KeyR: "К", KeyT: "Е", KeyY: "Н", KeyU: "Г", KeyI: "Ш", KeyO: "Щ", KeyP: "З",
  BracketLeft: "Х", BracketRight: "Ъ", KeyA: "Ф", KeyS: "Ы", KeyD: "В", KeyF: "А", KeyG: "П", KeyH: "Р", KeyJ: "О",
  KeyK: "Л", KeyL: "Д", Semicolon: "Ж", Quote: "Э", KeyZ: "Я", KeyX: "Ч", KeyC: "С", KeyV: "М", KeyB: "И",
  KeyN: "Т", KeyM: "Ь", Comma: "Б",
};
// The dot stands on different keys of the two layouts, and «ю» is no code: all of them mean a dot here.
const DOTS = new Set(["Period", "NumpadDecimal", "NumpadComma"]);
const DASHES = new Set(["Minus", "NumpadSubtract"]);
const SLASHES = new Set(["NumpadDivide", "Backslash"]);
// A spreadsheet filled in the wrong layout holds Latin letters that look Russian.
const LOOKALIKES = { A: "А", B: "В", C: "С", E: "Е", H: "Н", K: "К", M: "М", O: "О", P: "Р", T: "Т", X: "Х", Y: "У" };

/** What the pressed key types after `before`, whatever layout is on; "" for a key that types nothing here. */
export function typed(event, before) {
  if (event.ctrlKey || event.metaKey || event.altKey) return "";
  if (/^Digit\d$/.test(event.code)) return event.code.at(-1);
  if (/^Numpad\d$/.test(event.code)) return event.key.length === 1 ? event.code.at(-1) : ""; // without NumLock: arrows
  if (DOTS.has(event.code)) return dot(before);
  if (event.code === "Slash") return event.key === "/" || event.shiftKey ? "/" : dot(before);
  if (SLASHES.has(event.code)) return "/";
  if (DASHES.has(event.code)) return "–"; // no mark for this task: «–/5»
  if (event.code in LETTERS) return LETTERS[event.code];
  if (event.code === "Space") return before ? " " : "";
  return event.code === "" && event.key.length === 1 ? event.key.toUpperCase() : "";
}

/** A dot is a debt; after a mark it parts two marks, because «/» is hard to reach in the Russian layout. */
function dot(before) {
  return /[^/\s]$/.test(before) ? "/" : "•";
}

/** The text as the server writes it: no stray spaces, words small, letters large. */
export function canonical(text) {
  if (/^[-–—/\s]*$/.test(text)) return "";
  const trimmed = text.trim().replace(/[/\s]+$/, "").replace(/\./g, "•").replace(/[-—]/g, "–");
  const russian = trimmed.toUpperCase().replace(/[A-Z]/g, (letter) => LOOKALIKES[letter] ?? letter);
  return russian.split(/(Н\/ЗАЧ|Н\/А|[^/\s]+)/).map(word).join("");
}

function word(part) {
  const small = part.toLowerCase();
  return [...(codes.words ?? []), ...(codes.results ?? [])].includes(small) ? small : part;
}

/** Does the text look like an entry? The server has the last word; this spares a paste that cannot succeed. */
export function isKnown(text, kind) {
  if (kind === "result") return text === "" || codes.results.includes(text);
  const one = [...codes.words, ...codes.marks, ...(codes.marks.length ? ["•", "–"] : [])].map(escape).join("|");
  const marks = one && `(?:${one})(?:/(?:${one}))*`;
  const absence = `(?:(?:${codes.letters.map(escape).join("|")})→?|${escape(codes.late)} ?\\d{1,3})`;
  return new RegExp(marks ? `^(?:${absence}|${marks}|${absence} ${marks})?$` : `^(?:${absence})?$`).test(text);
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
