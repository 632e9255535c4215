/** Entries that were left unsent go out from the first page after a login, without the journal being opened. */
import { Queue } from "../queue.js";
import { person, say } from "../settings.js";
import { send } from "../transport.js";

const bar = document.getElementById("unsent");
let sent = 0;
const queue = new Queue({ person, send, settled: () => (sent += 1), changed: paint });

function paint() {
  const n = queue.waiting.length;
  const back = queue.returned;
  const lines = [];
  if (n) lines.push(say(queue.trouble ? "kept_here" : "sending_kept", { n }));
  else if (sent) lines.push(say("sent_kept", { n: sent }));
  if (back.length) lines.push(link(back[0].page, say("refused_count", { n: back.length })));
  bar.hidden = !lines.length;
  bar.replaceChildren(...lines.flatMap((line) => [line, " "]));
}

function link(href, textContent) {
  return Object.assign(document.createElement("a"), { href, textContent });
}

addEventListener("online", () => queue.waiting.length && queue.wake());
addEventListener("focus", () => queue.waiting.length && queue.wake());
