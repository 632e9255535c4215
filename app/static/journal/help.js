/** The list of keys. */
export function showKeys() {
  document.getElementById("keys-dialog").showModal();
}
