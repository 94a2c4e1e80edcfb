// Small comforts; every page works without them.
document.documentElement.classList.add("scripted");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// One press submits once. The button's own name and value have been sent before it is disabled. A form that answers with a file (data-again) stays on the screen and may be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "again" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
// Bring the list of mistakes to the reader.
const mistakes = document.querySelector(".error-summary");
if (mistakes) mistakes.focus();
// A text that is too long is told, not cut: without scripts the browser keeps to maxlength.
document.querySelectorAll("textarea[maxlength]").forEach((box) => {
  const longest = box.maxLength;
  box.removeAttribute("maxlength");
  box.addEventListener("input", () => {
    const over = box.value.length > longest;
    box.setCustomValidity(over ? `写了 ${box.value.length} 个字，最多 ${longest} 个字。请留下要紧的几句，再查一次。` : "");
  });
});
// Escape closes the menu.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll(".top-menu[open]").forEach((menu) => menu.removeAttribute("open"));
});
