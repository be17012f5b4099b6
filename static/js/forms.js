// Comforts for forms. Every form works without this file.
"use strict";

// The summary of errors takes the focus, so that a screen reader starts there.
for (const summary of document.querySelectorAll("[data-error-summary]")) summary.focus();

// A second press while the first is on its way does nothing; the button says so, and a Back brings it to life again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.target === "_blank" || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 8000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

function release(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
}

// <select data-autosubmit="button-name"> presses that button of its form: a new country brings its own address fields.
// A key changes a list at each press, so after a key it waits until the typing has come to rest or goes on elsewhere.
const REST = 1000;
let lastKey = -REST;
let waiting = {};
function press() {
  const { button, timer } = waiting;
  clearTimeout(timer);
  waiting = {};
  button.form?.requestSubmit(button);
}
document.addEventListener("keydown", (event) => {
  if (event.target.dataset.autosubmit !== undefined) lastKey = event.timeStamp;
});
document.addEventListener("change", (event) => {
  const list = event.target;
  const name = list.dataset.autosubmit;
  if (name === undefined) return;
  clearTimeout(waiting.timer);
  const button = list.form.querySelector(`button[name="${CSS.escape(name)}"]`);
  waiting = { list, button, timer: setTimeout(press, event.timeStamp - lastKey < REST ? REST : 0) };
});
document.addEventListener("focusout", (event) => {
  if (event.target === waiting.list) press();
});
for (const select of document.querySelectorAll("[data-autosubmit]")) {
  const button = select.form.querySelector(`button[name="${CSS.escape(select.dataset.autosubmit)}"]`);
  if (button) button.classList.add("visually-hidden-focusable");
}

// [data-preview-target="x"] shows what the last filled field with data-preview-source="x" holds, or its data-preview-empty.
// A ticked box with data-preview-instead="x" shows its data-preview-words in that place.
function preview(name) {
  const chosen = [...document.querySelectorAll(`[data-preview-source="${CSS.escape(name)}"]`)].map(wordsOf).filter(Boolean).at(-1);
  const instead = document.querySelector(`[data-preview-instead="${CSS.escape(name)}"]:checked`);
  for (const target of document.querySelectorAll(`[data-preview-target="${CSS.escape(name)}"]`)) {
    target.dataset.previewEmpty ??= target.textContent;
    target.textContent = (instead && instead.dataset.previewWords) || chosen || target.dataset.previewEmpty;
  }
}

function wordsOf(field) {
  if (field.dataset.previewSilent !== undefined) return ""; // it stands for another field, which speaks for itself
  if (field.type === "radio" || field.type === "checkbox") return field.checked ? field.dataset.label : "";
  const words = field.value.trim();
  return words && (field.dataset.previewPrefix || "") + words;
}

const previewed = (event) => {
  const name = event.target.dataset.previewSource || event.target.dataset.previewInstead;
  if (name) preview(name);
};
document.addEventListener("input", previewed);
for (const target of document.querySelectorAll("[data-preview-target]")) preview(target.dataset.previewTarget);

// Typing an own amount chooses the card that stands for it: data-chooses holds that card's id. Choosing another card
// empties the field again, so that there are never two answers.
document.addEventListener("change", (event) => {
  if (event.target.type !== "radio") return;
  for (const field of event.target.form?.querySelectorAll("[data-chooses]") ?? []) {
    const card = document.getElementById(field.dataset.chooses);
    if (card && card.name === event.target.name && !card.checked) field.value = "";
  }
});
document.addEventListener("input", (event) => {
  const card = event.target.dataset.chooses && document.getElementById(event.target.dataset.chooses);
  if (!card || !event.target.value.trim() || card.checked) return;
  card.checked = true;
  card.dispatchEvent(new Event("input", { bubbles: true }));
});
