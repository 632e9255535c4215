/* Asks how far the job is, once a second; at its end the page is opened anew and a file comes. */
"use strict";
(function () {
  const PACE = 1000;
  const LONGEST = 10000; // between tries while the server does not answer
  const DOWNLOAD = 1500; // until the browser has begun to load the file
  const place = document.getElementById("job");
  const bar = place.querySelector("progress");
  let pause = PACE;

  const put = (name, text) => {
    const field = place.querySelector(`[data-field=${name}]`);
    if (field.textContent !== text) field.textContent = text; // said aloud only when it changes
  };

  function show(facts) {
    if (!facts.running) {
      if (facts.file) location.assign(facts.file); // a download: the page stays
      setTimeout(() => location.reload(), facts.file ? DOWNLOAD : 0);
      return;
    }
    ["label", "words", "hint"].forEach((name) => put(name, facts[name]));
    if (facts.percent === null) bar.removeAttribute("value");
    else bar.value = facts.percent;
    pause = PACE;
    setTimeout(ask, pause);
  }

  function ask() {
    fetch(place.dataset.stateUrl, { headers: { Accept: "application/json" } })
      .then((answer) => {
        if (answer.ok) return answer.json().then(show);
        location.reload(); // logged out, or not this person's any more
        return null;
      })
      .catch(() => {
        put("hint", place.dataset.unreachable);
        pause = Math.min(2 * pause, LONGEST);
        setTimeout(ask, pause);
      });
  }

  setTimeout(ask, PACE / 4);
})();
