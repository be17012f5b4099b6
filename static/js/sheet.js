// The sheet of labels: a click writes the number, a number ticks its label.
"use strict";

const typed = document.querySelector("[data-sheet-number]");
const places = [...document.querySelectorAll("[data-sheet] input")];
const tick = () => {
  const place = places.find((one) => one.value === typed.value.trim());
  if (place) place.checked = true;
};
typed.addEventListener("input", tick);
for (const place of places) {
  place.addEventListener("change", () => {
    typed.value = place.value;
  });
}
tick();
