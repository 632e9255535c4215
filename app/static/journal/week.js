/** From week to week by keys. What waits is sent first, when it can be sent at once. */
import * as editor from "./editor.js";
import { queue } from "./book.js";

const KEYS = { PageUp: "previous-week", PageDown: "next-week" };
const WITH_ALT = { ArrowLeft: "previous-week", ArrowRight: "next-week" };
const PATIENCE = 3000; // milliseconds; what waits longer goes out from the next page

async function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.target.closest("dialog, textarea")) return;
  const link = document.getElementById((event.altKey ? WITH_ALT : KEYS)[event.key]);
  if (!link) return;
  event.preventDefault();
  editor.commit();
  const end = Date.now() + PATIENCE;
  while (queue.waiting.length && !queue.trouble && Date.now() < end) await new Promise((ready) => setTimeout(ready, 50));
  link.click();
}

/** Begin to watch; on a page without neighbour weeks no key is taken. */
export function start() {
  document.addEventListener("keydown", onKey);
}
