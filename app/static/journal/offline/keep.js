/** Journal pages that can be opened while the server is down: kept by a service worker, where the browser allows one. */
import { addresses, root, say } from "../settings.js";

const PAUSE = 15_000;

/** Say that this page is a kept one, or let it be kept. */
export function start() {
  if (root.dataset.kept) tellAge(new Date(root.dataset.kept));
  // Only https and this very computer may have one; without it entries are kept all the same.
  else if (navigator.serviceWorker) addEventListener("load", letKeep);
}

async function letKeep() {
  const known = navigator.serviceWorker.controller !== null;
  await navigator.serviceWorker.register(addresses.worker, { scope: "/", updateViaCache: "all" });
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name.split("#")[0]);
  const files = loaded.filter((name) => name.startsWith(`${location.origin}/static/`));
  active.postMessage({ page: known ? null : location.href, files });
}

/** «Страница от 22.11, 8:31; сервер недоступен», until the server is there again. */
function tellAge(at) {
  const text = say("kept_page", { at: `${date(at)}, ${time(at)}` });
  const bar = Object.assign(document.createElement("p"), { className: "stale", textContent: text });
  bar.setAttribute("role", "status");
  root.prepend(bar);
  const look = async () => {
    if (!(await isThere())) return;
    clearInterval(timer);
    const link = Object.assign(document.createElement("a"), { href: location.href, textContent: say("open_anew") });
    bar.replaceChildren(say("server_is_back", { at: `${date(at)}, ${time(at)}` }), " ", link);
  };
  const timer = setInterval(look, PAUSE);
  addEventListener("online", look);
  addEventListener("focus", look);
}

async function isThere() {
  const response = await fetch(addresses.token, { redirect: "manual" }).catch(() => undefined);
  return response !== undefined && response.status < 500;
}

const date = (at) => at.toLocaleDateString("ru", { day: "2-digit", month: "2-digit" });
const time = (at) => at.toLocaleTimeString("ru", { hour: "numeric", minute: "2-digit" });
