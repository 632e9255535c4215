/**
 * Service worker: while the server is down it shows the last journal pages of the person who is logged in [U4].
 *
 * Network first. A page is kept when the server has just shown it to this person, and only where it is a journal page
 * (it has the grid's root). Kept pages go when anybody else, or nobody, is logged in: every page says in a header whose
 * it is. What the server answers itself, a refusal too, is never replaced by a kept page.
 */
const PAGES = "journal-pages-"; // + person
const FILES = "journal-files";
const SHELL = "/offline/";
const MARK = "journal_person"; // a cookie as long as the login
const ROOT = '<div id="journal"';
const MOST = 12; // pages
const DAY = 24 * 3600 * 1000;
const PATIENCE = 5000; // milliseconds until a kept page is shown instead of a late one
const DEAD = [502, 503, 504]; // a proxy without its server
const stale = new Set(); // clients that were given a kept page: their files may have to come from here too

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

self.addEventListener("fetch", (event) => {
  const { request, clientId } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const isFile = url.pathname.startsWith("/static/");
  if (request.mode === "navigate" && !isFile) event.respondWith(navigate(event));
  else if (isFile && stale.has(clientId)) event.respondWith(fileOf(request));
});

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  if (page) event.waitUntil(fetch(page, { redirect: "manual" }).then((response) => learn(new Request(page), response)).catch(() => {}));
  event.waitUntil(keepFiles(files));
});

async function navigate(event) {
  const { request } = event;
  const network = fetch(request).then((response) => (DEAD.includes(response.status) ? Promise.reject(response) : response));
  network.then((response) => event.waitUntil(learn(request, response))).catch(() => {});
  try {
    return await Promise.race([network, late(request)]);
  } catch (dead) {
    if (request.method !== "GET") return leave(request, dead);
    const copy = (await kept(request)) ?? (await caches.match(SHELL));
    if (copy) stale.add(event.resultingClientId);
    return copy ?? answerOf(dead);
  }
}

/** Ends the waiting for a slow server, but only when there is something to show instead. */
async function late(request) {
  await new Promise((ready) => setTimeout(ready, PATIENCE));
  if (request.method === "GET" && (await kept(request))) throw new Error("late");
  return new Promise(() => {});
}

/** A form that cannot be sent is the browser's to explain; a logout that cannot be sent still forgets the pages. */
async function leave(request, dead) {
  if (new URL(request.url).pathname !== "/logout/") return answerOf(dead);
  await forget();
  return (await caches.match(SHELL)) ?? answerOf(dead);
}

const answerOf = (dead) => (dead instanceof Response ? dead : Response.error());

/** What an answer of the server tells: who is logged in, and perhaps a page to keep. */
async function learn(request, response) {
  if (response.type === "opaqueredirect") return;
  const isPage = response.ok && response.headers.get("Content-Type")?.startsWith("text/html");
  const copy = isPage ? response.clone() : null; // now: the browser is about to read it
  const person = response.headers.get("Journal-Person");
  await forget(person);
  if (!person || request.method !== "GET") return;
  const pages = await caches.open(`${PAGES}${person}`);
  if (response.status === 403 || response.status === 404) await pages.delete(request.url);
  if (copy) await keep(pages, request.url, copy);
}

/** Drop the pages of everybody but `person`. */
async function forget(person) {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PAGES) && name !== `${PAGES}${person}`);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function keep(pages, url, response) {
  const text = await response.text();
  if (!text.includes(ROOT)) return;
  const now = new Date().toISOString();
  const headers = new Headers(response.headers);
  headers.set("Journal-Kept", now);
  headers.set("Journal-Title", encodeURIComponent(text.match(/<title>([^<]*)/)?.[1].split(" · ")[0].trim() ?? url));
  await pages.delete(url); // so that the newest is the last
  await pages.put(url, new Response(text.replace(ROOT, `${ROOT} data-kept="${now}"`), { headers }));
  const all = await pages.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => pages.delete(old)));
}

/** The kept page of an address, unless it is older than a day or the login ended with the browser. */
async function kept({ url }) {
  if (self.cookieStore) await forget((await self.cookieStore.get(MARK))?.value);
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PAGES))) {
    const pages = await caches.open(name);
    const copy = await pages.match(url, { ignoreVary: true });
    if (copy && Date.now() - Date.parse(copy.headers.get("Journal-Kept")) < DAY) return copy;
    if (copy) await pages.delete(url);
  }
  return undefined;
}

/** A file of a kept page: of the network or the browser's own cache, else of here, in another version at worst. */
async function fileOf(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

/** Keep scripts and styles; a new version takes the place of the old one. */
async function keepFiles(addresses) {
  const files = await caches.open(FILES);
  const known = new Map((await files.keys()).map(({ url }) => [url, new URL(url).pathname]));
  for (const address of addresses.filter((one) => !known.has(one))) {
    const response = await fetch(address).catch(() => undefined);
    if (!response?.ok) continue;
    await files.put(address, response);
    const path = new URL(address).pathname;
    await Promise.all([...known].filter(([, other]) => other === path).map(([url]) => files.delete(url)));
  }
}

/** The page for what is not kept, with its files. */
async function keepShell() {
  const response = await fetch(SHELL);
  if (!response.ok) throw new Error(`${SHELL}: ${response.status}`);
  const found = [...(await response.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)];
  await (await caches.open(FILES)).put(SHELL, response);
  await keepFiles(found.map(([, path]) => new URL(path, location.origin).href));
}
