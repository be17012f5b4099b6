// Keys for people who work through queues: / ? g+letter, j k x Enter. All of it can be done without.
"use strict";

const typing = (target) => target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
const ticking = (target) => ["checkbox", "radio"].includes(target.type);
const rows = () => [...document.querySelectorAll("table[data-rows] > tbody > tr")];
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target) && !ticking(event.target)) return;
  const act = Date.now() - going < 1500 ? () => go(event.key) : acts[event.key];
  going = 0;
  if (act && act(event) !== false) event.preventDefault();
});

const acts = {
  "?": () => document.getElementById("keys").showModal(),
  "/": () => {
    const field = document.querySelector("[data-search], .filters input[type=search], .filters input[type=text]");
    if (!field) return false;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.select();
  },
  g: () => {
    going = Date.now();
  },
  j: () => move(1),
  k: () => move(-1),
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  Enter: (event) => {
    const link = event.target === here() && here().querySelector("a[href]");
    if (!link) return false;
    link.click();
  },
};

function go(key) {
  const link = document.querySelector(`.staff-side a[data-key="${CSS.escape(key)}"]`);
  if (!link) return false;
  link.click();
}

function here() {
  return document.querySelector("tr[data-here]");
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const next = all[Math.min(Math.max(all.indexOf(here()) + step, 0), all.length - 1)];
  for (const row of all) {
    delete row.dataset.here;
    row.removeAttribute("tabindex");
  }
  next.dataset.here = "";
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// The box in a table's head ticks them all; [data-tick-count] says how many are ticked.
const boxesOf = (table) => [...table.querySelectorAll("tbody .tick input[type=checkbox]")];
const countTicks = (table) => {
  const boxes = boxesOf(table);
  const ticked = boxes.filter((box) => box.checked).length;
  const all = table.querySelector("[data-tick-all]");
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  for (const line of document.querySelectorAll("[data-tick-count]")) line.textContent = ticked ? `${ticked} selected` : "None selected";
};
document.addEventListener("change", (event) => {
  const table = event.target.closest("table");
  if (!table || event.target.type !== "checkbox") return;
  if (event.target.matches("[data-tick-all]")) for (const box of boxesOf(table)) box.checked = event.target.checked;
  countTicks(table);
});
for (const all of document.querySelectorAll("[data-tick-all]")) countTicks(all.closest("table"));

// Where a narrow screen shows a row as a card, each fact says which it is; the first is what the row is about.
function label(table) {
  const names = [...table.querySelectorAll(":scope > thead th")].map((head) =>
    head.querySelector(".visually-hidden") ? "" : head.textContent.trim(),
  );
  const about = names.findIndex((name) => name);
  for (const row of table.querySelectorAll(":scope > tbody > tr")) {
    let at = 0;
    for (const cell of row.cells) {
      if (!cell.textContent.trim() && !cell.querySelector("input, img, svg")) cell.dataset.bare = "";
      else if (at !== about && names[at] && !cell.querySelector(".btn") && cell.colSpan === 1) cell.dataset.label = names[at];
      at += cell.colSpan;
    }
  }
}
const labelAll = (part) => part.querySelectorAll("table.table").forEach(label);
labelAll(document);
document.addEventListener("htmx:load", (event) => labelAll(event.detail.elt));

// A table's frame is a stop for Tab only while it scrolls: without this script it always is one.
const frames = new ResizeObserver((seen) => new Set(seen.map(({ target }) => target.closest(".table-frame"))).forEach(stop));
function stop(frame) {
  const scrolls = frame.scrollWidth > frame.clientWidth && getComputedStyle(frame).overflowX !== "visible";
  if (scrolls === frame.hasAttribute("tabindex")) return;
  const region = { tabindex: 0, role: "region", "aria-label": frame.querySelector("caption").textContent };
  for (const [name, value] of Object.entries(region)) scrolls ? frame.setAttribute(name, value) : frame.removeAttribute(name);
}
const watchAll = (part) => part.querySelectorAll(".table-frame, .table-frame > table").forEach((each) => frames.observe(each));
watchAll(document);
document.addEventListener("htmx:load", (event) => watchAll(event.detail.elt));

// A menu closes on Escape and when something outside it is pressed.
const menus = () => document.querySelectorAll(".staff-menu[open], .account-menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
