/** The one place that talks to the server about entries. */
import { root } from "./settings.js";

const TIMEOUT = 20_000;
const GATEWAY = [502, 503, 504];

const meta = () => document.querySelector("meta[name=csrf-token]");

/** Send bodies of entries; says what became of the request as a whole, see Queue. */
export async function send(entries) {
  let response = await post(entries);
  if (response?.status === 400 && (await renew()) === "same") response = await post(entries);
  if (!response || GATEWAY.includes(response.status)) return { kind: response ? "down" : "offline" };
  if (response.type === "opaqueredirect" || response.status === 401) return { kind: "login" };
  if (response.status === 403) return { kind: "person" };
  const answer = response.ok ? await response.json().catch(() => ({})) : {};
  return answer.results?.length === entries.length ? { kind: "done", results: answer.results } : { kind: "failed" };
}

async function post(entries) {
  try {
    return await fetch(root.dataset.saveUrl, {
      method: "POST",
      redirect: "manual", // a redirect means the login page
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": meta()?.content ?? "" },
      body: JSON.stringify({ person: Number(root.dataset.person), entries }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return null;
  }
}

/** Fetch a fresh token after a new login in another tab: "same" person, "other" person, or "none". */
export async function renew() {
  try {
    const page = await (await fetch(location.href)).text();
    const parsed = new DOMParser().parseFromString(page, "text/html");
    const person = parsed.getElementById("journal")?.dataset.person;
    if (person === undefined) return "none";
    if (person !== root.dataset.person) return "other";
    meta().content = parsed.querySelector("meta[name=csrf-token]").content;
    return "same";
  } catch {
    return "none";
  }
}
