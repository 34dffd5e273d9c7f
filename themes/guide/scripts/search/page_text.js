// What a page says, section by section, and the piece of it that answers a query.
import { find, matchingForm } from "./fold.js";

// Not the page's own words: the way around it, lists of other pages, the name shown above,
// headings that every page of its kind has.
const APART = "script, style, nav, svg, h1, rt, rp, [id] > dt, :is(h2, h3):not([id]), sup, .anchor, [data-nosnippet]";
const BLOCK = "p, li, td, th, dt, dd, h2, h3, h4, h5, h6, div, pre, br, summary, figcaption";

const read = new Map();

/**
 * The sections of a page, or of what an address with an anchor names on it:
 * `[{text, anchor, body, form}]`, `text` the heading; the first has none.
 */
export async function readPage(url, signal) {
  if (!read.has(url)) {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const sections = [{ text: "", body: "" }];
    walk(page.getElementById(new URL(url).hash.slice(1)) ?? page.querySelector("main"), sections);
    // A description may be longer than the lead in the index.
    const { content } = page.querySelector("[name=description]");
    for (const section of sections) section.form = matchingForm(`${section.text}\n${section.body}`).text;
    sections[0].form += ` ${matchingForm(content).text}`;
    read.set(url, sections);
  }
  return read.get(url);
}

function walk(element, sections) {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) sections.at(-1).body += child.data.replace(/\s+/g, " ");
    if (child.nodeType !== Node.ELEMENT_NODE || child.matches(APART)) continue;
    if (child.id && /^H\d/.test(child.tagName)) {
      const heading = [{ body: "" }];
      walk(child, heading);
      sections.push({ text: heading[0].body.trim(), anchor: child.id, body: "" });
    } else {
      const edge = child.matches(BLOCK) ? "\n" : "";
      sections.at(-1).body += edge;
      walk(child, sections);
      sections.at(-1).body += edge;
    }
  }
}

// How many words have one of their forms in a text.
const held = (form, needs) => needs.filter((forms) => forms.some((one) => form.includes(one))).length;

/** Whether a page holds every word, in its entry of the index or in its sections. */
export function holdsAll({ title, lead, also, headings }, sections, needs) {
  const entry = [title, lead, ...also, ...headings.map(({ text }) => text)].map((text) => matchingForm(text).text);
  return held([...entry, ...sections.map(({ form }) => form)].join("\n"), needs) === needs.length;
}

/** The sections that hold most of the words, best first; a heading tells more than text. */
export function bestSections(sections, { needs, marks }) {
  const rank = ({ text, form }) => 2 * held(form, needs) + !!find(text, marks)[0];
  return sections.filter(rank).sort((a, b) => rank(b) - rank(a))
    .filter((section, _, [best]) => rank(section) > rank(best) - 2);
}

/** About 90 characters around the first mark, cut where sentences end. */
export function excerpt(text, marks) {
  const [[mark] = []] = find(text, marks);
  if (mark === undefined) return "";
  const start = mark - /[^。．！？、，\n]{0,30}$/u.exec(text.slice(0, mark))[0].length;
  const [piece] = /^[^]{40,90}?[。．！？\n]|^[^]{0,90}/u.exec(text.slice(start));
  const isWhole = /[。．！？\n]$/.test(piece) || piece.length < 90;
  return piece.trim() + (isWhole ? "" : "…");
}
