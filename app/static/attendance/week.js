// The weekly reconciliation: from line to line by keys, many lines at once, the place after a press.
"use strict";

(() => {
  const page = document.querySelector(".week-check");
  const lines = [...page.querySelectorAll(".line")];
  const bulk = document.getElementById("bulk");
  const place = "week-line:" + location.pathname;

  const focused = () => lines.findIndex((line) => line.contains(document.activeElement));
  const go = (number) => {
    const line = lines[Math.max(0, Math.min(number, lines.length - 1))];
    if (line) {
      line.focus();
      line.scrollIntoView({ block: "nearest" });
    }
  };
  const boxes = (within) => [...within.querySelectorAll('input[name="line"][type="checkbox"]')];

  const count = () => {
    const ticked = boxes(page).filter((box) => box.checked).length;
    bulk.classList.toggle("on", ticked > 0);
    document.getElementById("ticked").textContent = ticked;
  };

  const turn = (id) => document.getElementById(id)?.click();

  const moves = {
    n: () => go(focused() + 1),
    p: () => go(focused() - 1),
    "т": () => go(focused() + 1), // the same keys in the Russian layout
    "з": () => go(focused() - 1),
    PageUp: () => turn("previous-week"),
    PageDown: () => turn("next-week"),
  };
  const inLine = {
    ArrowDown: () => go(focused() + 1),
    ArrowUp: () => go(focused() - 1),
    // A held key would settle the next line too: after a press that has the keyboard.
    Enter: (line, { repeat }) => repeat || line.querySelector(".deeds button")?.click(),
    " ": (line) => {
      const all = boxes(line);
      const tick = all.some((box) => !box.checked);
      all.forEach((box) => { box.checked = tick; });
      if (bulk) count();
    },
  };

  page.ownerDocument.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.target.matches("input:not([type=checkbox]), textarea, select")) {
      return;
    }
    if (event.altKey) {
      const id = { ArrowLeft: "previous-week", ArrowRight: "next-week" }[event.key];
      if (id) {
        event.preventDefault();
        turn(id);
      }
      return;
    }
    const onLine = event.target.matches(".line");
    const move = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const act = move || (onLine && inLine[event.key]);
    if (act) {
      event.preventDefault();
      act(event.target, event);
    }
  });

  // Enter in a word to the teacher must not press the first button of the form.
  page.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches('.words input[name="text"]')) {
      event.preventDefault();
    }
  });

  page.addEventListener("submit", (event) => {
    const number = lines.indexOf(event.target.closest(".line"));
    if (number >= 0) sessionStorage.setItem(place, number);
  });
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    go(Number(kept));
  }

  if (bulk) {
    page.addEventListener("change", count);
    document.getElementById("untick").addEventListener("click", () => {
      boxes(page).forEach((box) => { box.checked = false; });
      count();
    });
    count();
  }
  document.getElementById("print")?.addEventListener("click", () => window.print());
})();
