// The list of results: drawn a few at a time as one scrolls, each checked against its page once
// it is seen. The index may name a page that has the query's letters but not its text.
import { find } from "./fold.js";
import { bestSections, excerpt, holdsAll, readPage } from "./page_text.js";
import { unique } from "./query.js";

const STEP = 5; // results drawn at a time
const AT_ONCE = 3; // pages read at a time
const SECTIONS = 4; // of a result, at most

/** The option that the arrow keys have reached. */
export let active;

let panel;
let input;
let index;
let list;
let answer;
let signal;
let left; // pages that are not known to lack the text
let unsure; // pages that were not checked
let drawn;
let options = 0;
const pages = new WeakMap(); // by element
const lanes = Array(AT_ONCE).fill(Promise.resolve());

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    const now = signal;
    if (pages.has(target)) lanes.push(lanes.shift().then(() => check(target, now)));
    else attempt(now, () => drawMore(now));
  }
});

export function begin(...parts) {
  [panel, input, index] = parts;
  list = panel.querySelector("[role=listbox]");
}

/** Takes a step that may fail on a missing or broken file; then offers to take it again. */
export async function attempt(now, step) {
  const alert = panel.querySelector("[role=alert]");
  alert.replaceChildren();
  panel.ariaBusy = "true";
  try {
    await step();
  } catch {
    if (now.aborted) return;
    alert.append(copy("failure"));
    alert.querySelector("button").onclick = () => {
      input.focus();
      attempt(now, step);
    };
  }
  if (!now.aborted) panel.ariaBusy = "false";
}

/** Puts an answer in the place of the last one; an empty query has none. */
export async function show(next, now) {
  const first = next ? await index.pages(next.numbers.subarray(0, STEP)) : [];
  if (now.aborted) return;
  seen.disconnect();
  answer = next;
  signal = now;
  left = next?.numbers.length ?? 0;
  unsure = next?.certain ? 0 : left;
  drawn = 0;
  list.replaceChildren();
  draw(first);
  const { url, names, check } = next?.comparison ?? {};
  const exists = url && (!check || (await fetch(url, { method: "HEAD", signal: now }).catch(() => ({}))).ok);
  if (exists && !now.aborted) list.prepend(fill("comparison", url, { a: names[0], b: names[1] }));
  say();
}

async function drawMore(now) {
  const next = await index.pages(answer.numbers.subarray(drawn, drawn + STEP));
  if (!now.aborted) draw(next);
}

function draw(entries) {
  for (const page of entries) {
    const meta = unique([page.kindName, page.parent]).filter(Boolean).join(" · ");
    const result = fill("page", page.url, { meta, title: page.title, text: page.lead });
    result.ariaLabel = page.title;
    pages.set(result, page);
    explain(result, page.headings.filter(({ text }) => find(text, answer.marks)[0]));
    list.append(result);
    seen.observe(result);
  }
  drawn += entries.length;
  if (drawn < answer?.numbers.length) seen.observe(panel.querySelector(".rest"));
  say();
}

async function check(result, now) {
  try {
    const page = pages.get(result);
    const sections = await readPage(page.url, now);
    if (now.aborted) return;
    unsure -= 1;
    if (answer.certain || holdsAll(page, sections, answer.needs)) {
      explain(result, bestSections(sections, answer));
    } else {
      left -= 1;
      result.remove();
    }
    say();
  } catch {
    // What the index says of the page has to do.
  }
}

// Sections become options, the best with an excerpt; it takes the place of the lead where
// neither that nor the title has the words.
function explain(result, sections) {
  const { url, title, lead } = pages.get(result);
  const [best] = sections;
  const piece = best?.body ? excerpt(best.body, answer.marks) : "";
  if (piece && !(lead && find(`${title}\n${lead}`, answer.marks)[0])) {
    result.querySelector(".text").replaceChildren(...best.anchor ? [] : marked(piece));
  }
  for (const old of result.querySelectorAll(".section")) old.remove();
  for (const section of sections.slice(0, SECTIONS)) {
    const words = { title: section.text, text: section === best ? piece : "" };
    if (section.anchor) result.append(fill("section", `${url}#${section.anchor}`, words));
  }
}

function say() {
  const output = panel.querySelector("output");
  const words = !left ? "nothing" : unsure > 0 ? "about" : "shown";
  const text = answer ? output.dataset[words].replace("{n}", left) : "";
  if (output.value !== text) output.value = text; // it is read aloud
  input.ariaExpanded = list.hasChildNodes();
  if (!active?.isConnected) activate();
}

const copy = (name) => panel.querySelector(`[data-of=${name}]`).content.firstElementChild.cloneNode(true);

function fill(name, url, words) {
  const filled = copy(name);
  const option = filled.querySelector("a") ?? filled;
  option.href = url;
  option.id = `hit-${options += 1}`;
  for (const part in words) filled.querySelector(`.${part}`).append(...marked(words[part]));
  return filled;
}

// A text with what was searched for marked.
function marked(text) {
  let done = 0;
  const parts = find(text, answer.marks).flatMap(([from, to]) => {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    const before = text.slice(done, from);
    done = to;
    return [before, mark];
  });
  return [...parts, text.slice(done)];
}

/** Moves to another option; false where the key means something else. */
export function move(key) {
  const all = [...list.querySelectorAll("[role=option]")];
  const at = all.indexOf(active);
  const to = { ArrowDown: Math.min(at + 1, all.length - 1), ArrowUp: at - 1 }[key];
  if (to !== undefined) activate(all[to]);
  return to !== undefined;
}

function activate(option) {
  if (active) active.ariaSelected = "false";
  active = option;
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  if (!option) return;
  option.ariaSelected = "true";
  option.scrollIntoView({ block: "nearest" });
}
