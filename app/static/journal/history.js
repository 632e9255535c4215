/** Who entered what and when in a cell [J9]. */
import { root, say } from "./settings.js";
import { tell } from "./sign.js";

const dialog = document.getElementById("history-dialog");

/** Open the history of a field. */
export async function showHistory(field) {
  if (!field) return tell(say("history_none"));
  dialog.querySelector(".where").textContent = field.where;
  const content = dialog.querySelector(".content");
  content.textContent = "…";
  dialog.showModal();
  const html = await fragment(field.id);
  html === null ? (content.textContent = say("history_failed")) : (content.innerHTML = html);
}

async function fragment(id) {
  const known = Object.entries(id).filter(([, value]) => value !== null);
  try {
    const response = await fetch(`${root.dataset.historyUrl}?${new URLSearchParams(known)}`, { redirect: "error" });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
