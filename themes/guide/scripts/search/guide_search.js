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
let timer;
let run;

/** Makes the engine for the search page at an address, and gets it ready. */
export function prepare(address) {
  engine ??= new Engine(new URL("..", address).href);
  engine.prepare().catch(() => {}); // a search will say what is wrong
}

customElements.define("guide-search", class extends HTMLElement {
  connectedCallback() {
    host = this;
    form = host.querySelector("form");
    field = form.elements.q;
    field.role = "combobox"; // it has a list from now on
    field.ariaExpanded = "false";
    dialog = host.closest("dialog");
    prepare(form.action);
    begin(host, field, engine);
    host.querySelector("details").open = matchMedia("(min-width: 40rem)").matches;

    form.addEventListener("input", ({ target }) => {
      if (target !== field) filters[target.name] = target.value;
      host.ariaBusy = "true";
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (dialog) location.assign(address());
      else search();
    });
    form.querySelector("[data-clear]").addEventListener("click", () => {
      filters = {};
      field.focus();
      search();
    });
    host.addEventListener("keydown", press);
    field.addEventListener("compositionstart", () => (composed = Infinity));
    field.addEventListener("compositionend", ({ timeStamp }) => (composed = timeStamp));
    if (dialog) return;
    addEventListener("popstate", restore);
    if (field.value) search(); // typed before the script ran
    else restore();
  }

  focus() {
    field.focus();
    field.select();
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
  } else if (key === "Escape" && dialog) {
    dialog.close(); // at once: the browser would only empty the field
  } else if (target !== field) {
    return;
  } else if (key === "Enter" && active) {
    if (event.ctrlKey || event.metaKey) open(active.href, "_blank", "noopener");
    else active.click();
  } else if (!move(key)) {
    return;
  }
  event.preventDefault();
}

function search() {
  clearTimeout(timer);
  run?.abort();
  run = new AbortController();
  const { signal } = run;
  const query = field.value.trim();
  try {
    if (dialog) form.querySelector(".every a").href = address();
    else history.replaceState(null, "", address());
  } catch {
    // Safari counts: a hundred changes of the address in half a minute, and no more.
  }
  attempt(signal, async () => {
    const answer = query ? await engine.search(query, filters) : null;
    if (!signal.aborted) await show(answer, signal);
    const facets = answer && !signal.aborted ? await engine.facets(answer) : [];
    if (!signal.aborted) facets.forEach(drawFacet);
  });
}

// Radio buttons or options: the first stands for all and is what the others are made of.
function drawFacet({ name, options }) {
  const place = host.querySelector(`[data-facet=${name}]`);
  const [all, ...old] = place.querySelectorAll("label, option");
  const focused = place.contains(document.activeElement);
  const choices = options.filter(({ value, count }) => count > 0 || value === filters[name]).map(({ value, label, count }) => {
    const choice = all.cloneNode(true);
    (choice.control ?? choice).value = value;
    (choice.querySelector("span") ?? choice).textContent = host.dataset.option.replace("{name}", label).replace("{n}", count);
    return choice;
  });
  for (const choice of old) choice.remove();
  all.after(...choices);
  const chosen = choices.find((choice) => (choice.control ?? choice).value === filters[name]) ?? all;
  if (chosen.control) chosen.control.checked = true;
  else chosen.selected = true;
  if (focused) (chosen.control ?? place).focus();
}
