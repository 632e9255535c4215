/** Reading what was copied from a spreadsheet: which line goes to which pupil, and which line cannot. */
import { canonical, isKnown } from "./codes.js";
import { fieldOf, pupilName } from "./fields.js";
import { say } from "./settings.js";

/** [{line, value, cell?, now?, take: bool, note}] for every line of `text`; `cells` is the column to fill. */
export function read(text, { cells, start, replace }) {
  const table = cut(text);
  const named = table.some((row) => row.length > 1 && isName(row[0]));
  const find = named ? byName(cells) : byOrder(cells, start);
  const taken = new Map();
  const lines = table.map((row, index) => {
    const value = canonical((named ? row[1] : row[0]) ?? "");
    return { line: index + 1, name: named ? row[0] : "", value, ...find(row, index) };
  });
  return { lines: lines.map((line) => decide(line, taken, replace)), several: table.some((row) => row.length > (named ? 2 : 1)) };
}

/** Lines and columns; a first column of running numbers is left out, the newline at the end is no line. */
function cut(text) {
  const rows = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").map((one) => one.trim()));
  const numbered = rows.length > 1 && rows.every((row, index) => row.length > 1 && Number(row[0]) === Number(rows[0][0]) + index);
  return numbered && rows.some((row) => isName(row[1])) ? rows.map((row) => row.slice(1)) : rows;
}

const isName = (text) => /\p{L}{3,}/u.test(text) && !isKnown(canonical(text), "cell");

const plain = (name) => name.toLowerCase().replace(/ё/g, "е").replace(/[^\p{L}\- ]/gu, " ").replace(/\s+/g, " ").trim();

function byOrder(cells, start) {
  return (_row, index) => (cells[start + index] ? { cell: cells[start + index] } : { note: say("paste_no_row") });
}

/** A name fits when one begins with the other: «Абрамов Иван» and «Абрамов Иван Петрович», but also «Абрамов И.». */
function byName(cells) {
  const known = cells.map((cell) => [plain(pupilName(cell)), cell]);
  return ([name]) => {
    const asked = plain(name);
    const exact = known.filter(([one]) => one === asked);
    const near = known.filter(([one]) => asked && (begins(one, asked) || begins(asked, one)));
    const found = exact.length ? exact : near;
    return found.length === 1 ? { cell: found[0][1] } : { note: say(found.length ? "paste_two_pupils" : "paste_no_pupil") };
  };
}

/** Does every word of the shorter name begin the word of the longer one at its place? */
function begins(long, short) {
  const words = long.split(" ");
  const parts = short.split(" ");
  return parts.length <= words.length && parts.every((part, index) => (index ? words[index].startsWith(part) : words[0] === part));
}

function decide(line, taken, replace) {
  const { cell, value } = line;
  const field = cell && fieldOf(cell);
  const no = (note) => ({ ...line, now: field?.text, take: false, refused: true, note });
  if (!cell) return value || line.name ? no(line.note) : { ...line, take: false, note: say("paste_empty") };
  if (!value) return { ...line, now: field.text, take: false, note: say("paste_empty") };
  if (taken.has(cell)) return no(say("paste_twice", { line: taken.get(cell) }));
  taken.set(cell, line.line);
  if (field.locked) return no(say("paste_locked", { why: field.locked }));
  if (!isKnown(value, field.kind)) return no(say("paste_unknown"));
  if (field.text === value) return { ...line, now: field.text, take: false, note: say("paste_same") };
  if (field.text && !replace) return no(say("paste_filled", { text: field.text }));
  return { ...line, now: field.text, take: true, note: say("paste_take") };
}
