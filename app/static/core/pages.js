/* Generated pages: pick lists, questions before a change, ticked rows, one sending of a form. */
"use strict";
(function () {
  const dialog = document.getElementById("confirm");
  const say = {
    searching: () => "Поиск…",
    noResults: () => "Ничего не найдено",
    loadingMore: () => "Ещё…",
    errorLoading: () => "Не удалось загрузить",
    removeAllItems: () => "Очистить",
    inputTooShort: () => "Начните вводить",
  };

  function ask(question, yes) {
    dialog.querySelector(".confirm-text").textContent = question;
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") yes(); }, { once: true });
    dialog.returnValue = "no";
    dialog.showModal();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || form.method === "get") return;
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (question && !form.dataset.confirmed) {
      event.preventDefault();
      ask(question, () => {
        form.dataset.confirmed = "yes";
        form.requestSubmit(button || undefined);
      });
      return;
    }
    delete form.dataset.confirmed;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.classList.contains("entry")) form.dataset.sent = "yes";
  });
  // The browser's way back shows the form as it was: it may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  document.querySelectorAll(".tick-all").forEach((all) => {
    all.addEventListener("change", () => {
      all.closest("table").querySelectorAll("input[name=rowid]").forEach((box) => { box.checked = all.checked; });
    });
  });

  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  // A choice that shows another page: the button beside it is for those without JavaScript.
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-go]")) event.target.form.requestSubmit();
  });

  // What the server would refuse is said before it is sent.
  document.addEventListener("change", (event) => {
    const { form, type } = event.target;
    if (type !== "file" || !form) return;
    const chosen = [...form.querySelectorAll("input[type=file]")];
    const size = chosen.flatMap((one) => [...one.files]).reduce((sum, file) => sum + file.size, 0);
    const { limit, beyond } = document.body.dataset;
    chosen.forEach((one) => one.setCustomValidity(""));
    event.target.setCustomValidity(size > Number(limit) ? beyond : "");
    event.target.reportValidity();
  });

  document.querySelectorAll(".search-more").forEach((more) => {
    more.addEventListener("click", () => more.closest("form").classList.add("all"));
  });
  // Empty search fields stay out of the address.
  document.querySelectorAll("form.search").forEach((form) => {
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
    });
  });

  if (!window.jQuery || !window.jQuery.fn.select2) return;
  // The bundled jQuery does not let Select2 put the cursor into its search field.
  window.jQuery(document).on("select2:open", () => {
    document.querySelector(".select2-container--open .select2-search__field").focus();
  });
  window.jQuery("select.pick").each(function () {
    const url = this.dataset.pickUrl;
    window.jQuery(this).select2({
      theme: "bootstrap",
      width: "100%",
      language: say,
      ajax: url && {
        url: url,
        delay: 200,
        dataType: "json",
        data: (typed) => ({ q: typed.term || "", page_pick: (typed.page || 1) - 1 }),
      },
    });
  });
}());
