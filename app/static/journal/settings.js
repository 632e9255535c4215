/** The page's own root, codes and texts, as the server wrote them into it. */
export const root = document.getElementById("journal");

const block = document.getElementById("journal-settings");
const { codes, texts } = block ? JSON.parse(block.textContent) : { codes: {}, texts: {} };

export { codes };

/** The Russian text of `name` with its {places} filled in. */
export function say(name, places = {}) {
  return texts[name].replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);
}
