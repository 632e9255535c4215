/** The one place that talks to the server about entries. */
import { addresses, person } from "./settings.js";

const TIMEOUT = 20_000;
const OUTLIVES = 10_000; // a request of so many characters goes on when the page is left; browsers limit this to 64 KB
const GATEWAY = [502, 503, 504];

const meta = () => document.querySelector("meta[name=csrf-token]");

/** Send bodies of entries to the address that saves them; says what became of the request as a whole, see Queue. */
export async function send(url, entries) {
  const response = await post(url, entries);
  if (response?.status !== 400) return judge(response, entries);
  // The token is of an earlier login: a logged out person gets the same answer.
  const who = await renew();
  return who === "same" ? judge(await post(url, entries), entries) : { kind: who };
}

async function judge(response, entries) {
  if (!response) return { kind: "offline" };
  if (GATEWAY.includes(response.status)) return { kind: "down" };
  if (response.type === "opaqueredirect" || response.status === 401) return { kind: "login" };
  const answer = await response.json().catch(() => ({}));
  if (response.status === 403) return denied(answer, entries);
  return answer.results?.length === entries.length ? { kind: "done", results: answer.results } : { kind: "failed" };
}

/** Somebody else has logged in, or this person may not write here any more. */
async function denied({ error }, entries) {
  const who = await renew();
  if (who !== "same") return { kind: who };
  return { kind: "done", results: entries.map(() => ({ status: 403, error })) };
}

async function post(url, entries) {
  const body = JSON.stringify({ person, entries });
  try {
    return await fetch(url, {
      method: "POST",
      redirect: "manual", // a redirect means the login page
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": meta()?.content ?? "" },
      body,
      keepalive: body.length < OUTLIVES,
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return null;
  }
}

/** Fetch a fresh token: the "same" person is logged in, another "person", nobody ("login"), or it is "offline". */
export async function renew() {
  try {
    const options = { redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(TIMEOUT) };
    const response = await fetch(addresses.token, options);
    if (response.status >= 500) return "offline";
    if (!response.ok) return response.status === 403 ? "person" : "login";
    const found = await response.json();
    if (found.person !== person) return "person";
    meta().content = found.token;
    return "same";
  } catch {
    return "offline";
  }
}
