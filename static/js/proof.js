// The browser's side of a proof of work: <form data-proof="challenge"> with a hidden field `proof`. The sum is done in a
// worker, so that the page stays awake. With data-proof-sends the form then goes off by itself; if the sum cannot be
// done here, what data-proof-otherwise holds stays the way to go on, as it is without scripts.
"use strict";

const LONGEST = 60000;

function work(form) {
  const working = form.querySelector("[data-proof-working]");
  const otherwise = form.querySelector("[data-proof-otherwise]");
  const sends = "proofSends" in form.dataset;
  const show = (busy) => {
    working.hidden = !busy;
    otherwise.hidden = busy;
  };
  const challenge = JSON.parse(form.dataset.proof);
  const worker = new Worker(form.dataset.proofWorker);
  const giveUp = () => show(false);
  worker.onerror = giveUp;
  worker.onmessage = ({ data }) => {
    if (!data || data.error) return giveUp();
    const solution = { counter: data.counter, derivedKey: data.derivedKey };
    form.elements.proof.value = btoa(JSON.stringify({ challenge, solution }));
    if (sends) form.requestSubmit();
  };
  if (sends) show(true);
  worker.postMessage({ type: "work", challenge, timeout: LONGEST });
}

// Where the browser shares no cryptography with pages (an address without https), the other ways stay.
if (window.Worker && window.isSecureContext) document.querySelectorAll("form[data-proof]").forEach(work);

// Back from the payment page: the form must not go off once more by itself.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-proof]")) {
    form.querySelector("[data-proof-working]").hidden = true;
    form.querySelector("[data-proof-otherwise]").hidden = false;
  }
});
