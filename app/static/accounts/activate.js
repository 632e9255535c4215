// The QR code of a slip brings the code behind «#»: servers and their logs never see that part.
"use strict";
const field = document.getElementById("code");
const brought = decodeURIComponent(location.hash.slice(1));
if (field && brought && !field.value) {
  field.value = brought;
  history.replaceState(null, "", location.pathname);
  document.getElementById("password").focus();
}
