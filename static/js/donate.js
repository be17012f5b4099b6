// With the box for the card's fee ticked, a line says what that comes to. The server works it out again, the same way.
"use strict";

const fee = document.querySelector("[data-fee]");

function gift() {
  const form = fee.closest("form");
  const own = form.elements.other.value.trim();
  const decimals = Number(fee.dataset.feeDecimals);
  if (!own) return Number(form.elements.amount.value) || 0;
  const bare = own.replace(fee.dataset.feeSymbol, "").replaceAll(",", "").trim();
  return /^[0-9]{1,9}(\.[0-9]+)?$/.test(bare) ? Math.round(Number(bare) * 10 ** decimals) : 0;
}

// The least payment that leaves the gift whole: of every payment so many hundredths of a percent go, and a fixed sum.
function payment(minor) {
  const rate = Number(fee.dataset.feeRate);
  const fixed = Number(fee.dataset.feeFixed);
  const left = (whole) => whole - Math.floor((whole * rate + 5000) / 10000) - fixed;
  let whole = Math.ceil(((minor + fixed) * 10000) / (10000 - rate));
  while (left(whole - 1) >= minor) whole -= 1;
  while (left(whole) < minor) whole += 1;
  return whole;
}

function money(minor) {
  const decimals = Number(fee.dataset.feeDecimals);
  const written = (minor / 10 ** decimals).toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return fee.dataset.feeSymbol + written;
}

function follow() {
  const line = fee.querySelector("[data-fee-line]");
  const minor = gift();
  const covered = fee.querySelector("input[type=checkbox]").checked && minor > 0;
  line.hidden = !covered;
  line.textContent = covered ? `${money(payment(minor) - minor)} for the fee: ${money(payment(minor))} in all.` : "";
}

if (fee) {
  fee.closest("form").addEventListener("input", follow);
  fee.closest("form").addEventListener("change", follow);
  follow();
}
