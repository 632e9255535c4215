/** Entries of other pages that the server did not take: what was typed where, why not, and what to do about it. */
import { queue } from "../book.js";
import { fieldFor } from "../fields.js";
import { say } from "../settings.js";

/** Those whose cell is not on this page: here the cell itself asks. */
export const elsewhere = () => queue.returned.filter((entry) => !fieldFor(entry));

/** A heading and one part for each entry; nothing when there are none. */
export function partsOfReturned() {
  const entries = elsewhere();
  return entries.length ? [made("h3", say("returned")), ...entries.map(part)] : [];
}

function part(entry) {
  const { where, page, body, result } = entry;
  const box = made("div", "", "returned");
  const [again, leave] = CHOICES[result.status] ?? CHOICES.refused;
  const link = made("a", say("open_page"));
  link.href = page;
  box.append(
    made("p", `${where}: ${body.text || say("empty")}`),
    made("p", reason(result)),
    button(again, () => queue.repeat(entry)),
    button(leave, () => queue.discard(entry)),
    link,
  );
  return box;
}

const CHOICES = { 409: ["keep_mine", "take_theirs"], 428: ["yes", "no"], refused: ["send_again", "discard"] };

function reason({ status, other, confirm, error }) {
  if (status === 409) return `${say("conflict")}. ${say("theirs")}: ${other.text || say("empty")} (${other.by}, ${other.at})`;
  return confirm ?? error ?? say("server_error");
}

function button(name, act) {
  const element = made("button", say(name), "btn btn-default btn-sm");
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function made(tag, textContent, className = "") {
  return Object.assign(document.createElement(tag), { textContent, className });
}
