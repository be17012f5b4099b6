// <form data-keep="name"> keeps what was typed in this tab until the form has gone through. Passwords, files, hidden
// fields and anything marked data-private (free text that may speak of health) are never kept.
"use strict";

const shelf = (form) => `kept:${form.dataset.keep}`;
const keepable = (field) =>
  field.name && !["password", "file", "hidden", "submit"].includes(field.type) && !("private" in field.dataset);

function putAway(form) {
  const kept = [];
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    const ticks = field.type === "radio" || field.type === "checkbox";
    if (!ticks || field.checked) kept.push([field.name, field.value]);
  }
  sessionStorage.setItem(shelf(form), JSON.stringify(kept));
}

function bringBack(form) {
  const kept = JSON.parse(sessionStorage.getItem(shelf(form)) || "[]");
  if (!kept.length) return;
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    // A choice that this form does not offer (of a campaign's amounts, say) leaves the one that is made.
    else if (field.type === "radio") field.checked ||= values.includes(field.value);
    else if (values.length && !field.value) field.value = values[0];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// A form with errors comes back filled by the server, which then knows better than the shelf.
for (const form of document.querySelectorAll("form[data-keep]")) {
  if (!document.querySelector("[data-error-summary]")) bringBack(form);
  form.addEventListener("input", () => putAway(form));
}

// The page that follows a success, or the part of it that htmx brings, names what may be forgotten: <div data-forget="name">.
function forget(part) {
  for (const done of part.querySelectorAll("[data-forget]")) sessionStorage.removeItem(`kept:${done.dataset.forget}`);
}
forget(document);
document.addEventListener("htmx:afterSwap", () => forget(document));
