// Small comforts; every page works without them.
document.documentElement.classList.add("scripted");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// One press submits once. The button's own name and value have been sent before it is disabled.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
// Bring the list of mistakes to the reader.
const mistakes = document.querySelector(".error-summary");
if (mistakes) mistakes.focus();
