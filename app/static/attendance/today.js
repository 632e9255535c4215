/** The page for the wall: fetched anew every minute; says since when it is not [T4]. */
"use strict";
(function () {
  const MINUTE = 60000;
  const wall = document.getElementById("wall");
  if (!wall) return;
  const part = wall.querySelector(".wall-part");
  const state = wall.querySelector(".wall-state");
  const clock = () => new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
  let broken = "";

  function tell(text, ok) {
    const sign = document.createElement("span");
    sign.className = ok ? "state filled" : "state no_topic";
    sign.textContent = text;
    state.replaceChildren(sign);
  }

  async function refresh() {
    try {
      const answer = await fetch(wall.dataset.url, { redirect: "error", cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      part.innerHTML = await answer.text();
      broken = "";
      tell(wall.dataset.fresh.replace("{time}", clock()), true);
    } catch {
      broken = broken || clock();
      tell(wall.dataset.broken.replace("{time}", broken), false);
    }
  }

  setInterval(refresh, MINUTE);
  addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
})();
