/** Homework that is ticked off: sent at once; a tick that was not saved goes back [M5]. */
"use strict";
(function () {
  const diary = document.getElementById("diary");
  const token = document.querySelector("meta[name=csrf-token]").content;

  async function send(box) {
    const sent = { homework: box.dataset.homework, version: box.dataset.version, done: Number(box.checked) };
    const answer = await fetch(diary.dataset.homeworkUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: new URLSearchParams(sent),
    });
    if (answer.ok) return "";
    const told = await answer.json();
    return told.error;
  }

  function tell(box, text) {
    const line = box.closest(".tasks");
    const before = line.querySelector(".fault");
    if (before) before.remove();
    if (!text) return;
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.role = "alert";
    fault.textContent = text;
    line.append(fault);
  }

  diary.addEventListener("change", async (event) => {
    const box = event.target;
    if (!box.dataset.homework) return;
    box.disabled = true;
    const fault = await send(box).catch(() => diary.dataset.failed);
    box.disabled = false;
    if (fault) box.checked = !box.checked;
    tell(box, fault);
    box.focus({ preventScroll: true });
  });
})();
