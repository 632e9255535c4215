/** While the server is down: which pages can be opened. */
const list = document.querySelector("#kept-pages ul");
const DAY = 24 * 3600 * 1000;

async function found() {
  const pages = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("journal-pages-"))) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) pages.push([request.url, (await cache.match(request)).headers]);
  }
  return pages.reverse().filter(([, headers]) => Date.now() - Date.parse(headers.get("Journal-Kept")) < DAY);
}

async function show() {
  const pages = window.caches ? await found() : [];
  list.replaceChildren(...pages.map(([url, headers]) => line(url, decodeURIComponent(headers.get("Journal-Title")))));
  list.parentElement.hidden = !pages.length;
}

function line(href, textContent) {
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { href, textContent }));
  return item;
}

document.getElementById("again").addEventListener("click", () => location.reload());
show();
