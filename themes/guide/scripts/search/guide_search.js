// <guide-search>: what is typed, the keyboard, the filters and, on the search page, the address.
// A page has one search, so its state is the module's.
import { Engine } from "./engine.js";
import { active, attempt, begin, move, show } from "./results.js";

const PAUSE = 120; // milliseconds after the last key
const AFTERMATH = 50; // Safari sends the key that ends a composition just after its end

let engine;
let host;
let form;
let field;
let dialog;
let filters = {};
let composed = -Infinity; // when a composition ended; Infinity within one
let asked; // the address of the last search
let timer;
let run;
let making;

/** Opens the search: that of this page, or a dialog with that of the search page, which a link names. */
export async function open({ href, textContent }) {
  await (making ??= host ? true : makeDialog(href, textContent));
  if (dialog && !dialog.open) dialog.showModal();
  field.focus();
  field.select();
}

async function makeDialog(href, label) {
  prepare(href);
  const page = new DOMParser().parseFromString(await (await fetch(href)).text(), "text/html");
  const search = document.importNode(page.querySelector("guide-search"), true);
  search.querySelector("form").action = href;
  for (const link of search.querySelectorAll("a")) link.href = href;
  dialog = document.createElement("dialog");
  dialog.ariaLabel = label;
  dialog.append(search);
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog || target.closest("a, [data-close]")) dialog.close(); // a result may be on this page
  });
  document.body.append(dialog);
}

// Makes the engine for the search page at an address, and gets it ready.
function prepare(address) {
  engine ??= new Engine(new URL("..", address).href);
  engine.prepare().catch(() => {}); // a search will say what is wrong
}

customElements.define("guide-search", class extends HTMLElement {
  connectedCallback() {
    host = this;
    form = host.querySelector("form");
    field = form.elements.q;
    prepare(form.action);
    begin(host, field, engine);
    host.querySelector("details").open = innerWidth >= 640;

    form.addEventListener("input", ({ target }) => {
      if (target !== field) filters[target.name] = target.value;
      clearTimeout(timer);
      // What a composition leaves may have been answered already.
      host.ariaBusy = address() !== asked;
      if (address() !== asked) timer = setTimeout(search, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (dialog) location.assign(address()); // on the search page the answer is there already
    });
    host.addEventListener("keydown", press);
    field.addEventListener("compositionstart", () => (composed = Infinity));
    field.addEventListener("compositionend", ({ timeStamp }) => (composed = timeStamp));
    if (dialog) return;
    addEventListener("popstate", restore);
    if (field.value) search(); // typed before the script ran
    else restore();
  }
});

// The search page's address with the query and the filters.
function address() {
  const url = new URL(form.action);
  const state = { q: field.value.trim(), ...filters };
  for (const name in state) if (state[name]) url.searchParams.set(name, state[name]);
  return url.href;
}

function restore() {
  const state = new URLSearchParams(location.search);
  field.value = state.get("q");
  for (const { dataset } of form.querySelectorAll("[data-facet]")) filters[dataset.facet] = state.get(dataset.facet);
  search();
}

function press(event) {
  const { key, target } = event;
  const composing = event.keyCode === 229 || event.timeStamp - composed < AFTERMATH;
  if (composing) {
    // These end a composition, and nothing else.
    if (key !== "Enter" && key !== "Escape") return;
  } else if (target !== field) {
    return;
  } else if (key === "Enter" && active) {
    active.click();
  } else if (!move(key)) {
    return;
  }
  event.preventDefault();
}

function search() {
  run?.abort();
  run = new AbortController();
  const { signal } = run;
  const query = field.value.trim();
  asked = address();
  attempt(signal, async () => {
    const answer = query ? await engine.search(query, filters) : null;
    if (!signal.aborted) await show(answer, signal);
    const facets = answer && !signal.aborted ? await engine.facets(answer) : [];
    if (!signal.aborted) facets.forEach(drawFacet);
  });
  if (dialog) form.querySelector(".every a").href = asked;
  else history.replaceState(null, "", asked); // last: Safari refuses it a hundred times in half a minute
}

// Radio buttons or options: the first stands for all and is what the others are made of.
function drawFacet({ name, options }) {
  const place = host.querySelector(`[data-facet=${name}]`);
  const choices = place.querySelectorAll("label, option");
  if (!options.some(({ value }) => value === filters[name])) filters[name] = "";
  [{ value: "" }, ...options].forEach(({ value, label, count }, at) => {
    const choice = choices[at] ?? choices[0].cloneNode(true);
    const control = choice.control ?? choice;
    control.value = value;
    if (label) (choice.querySelector("span") ?? choice).textContent = `${label} (${count})`;
    control.checked = control.selected = value === filters[name];
    choice.hidden = count === 0 && !control.checked;
    if (!choices[at]) place.append(choice); // last: a checked radio button would take the others' check
  });
}
