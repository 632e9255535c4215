/** The page's own root, codes, texts and addresses, as the server wrote them into it. */
export const root = document.getElementById("journal");

const block = document.getElementById("journal-settings");
const { codes, texts, addresses } = block ? JSON.parse(block.textContent) : { codes: {}, texts: {}, addresses: {} };

export { addresses, codes };

/** Whose page it is. */
export const person = Number(document.querySelector("[data-person]")?.dataset.person);

/** The Russian text of `name` with its {places} filled in. */
export function say(name, places = {}) {
  return texts[name].replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);
}
