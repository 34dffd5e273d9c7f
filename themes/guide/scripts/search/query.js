// What a query asks for.

import { fold, matchingForm } from "./fold.js";
import { readingKey, toKana } from "./kana.js";

const WORD = /["“”„＂]([^"“”„＂]*)["“”„＂]?|[「｢]([^」｣]*)[」｣]?|[^\s"“”„＂「｢]+/g;
const STRETCH = /[ぁ-ゖゝゞー]+[a-z'’]*|[a-z][a-z'’]*/g;
const BETWEEN = /\s+|vs|[×・と]/gi;
const PARTICLES = /(?<=..)[のとをにがはでへや](?=..)/;
const KANA = /[ぁ-ゖ]/;
const KANJI = /[^\0-ヿ]/;
const LATIN = /^[a-z][a-z0-9]{4,}$/;

export const unique = (list) => [...new Set(list)];

/**
 * `words` are {form, spoken (how it may be read), kana, halves, latin (whether it may be mistyped)}; a
 * phrase has its form only. `names` are what an `=` term of the query may be, `pairs` those of two names.
 */
export function parseQuery(query) {
  const words = [];
  for (const [raw, quoted, bracketed] of query.matchAll(WORD)) {
    const phrase = quoted ?? bracketed;
    const form = matchingForm(phrase ?? raw).text;
    if (!form) continue;
    words.push(phrase === undefined ? free(raw) : { form, phrase });
  }
  return { words, names: names(query), pairs: pairs(query) };
}

const free = (text) => {
  const form = matchingForm(text).text;
  return { form, latin: LATIN.test(form), ...spoken(asRead(text)) };
};

/** What is read of a text: kushiro-shi is one word. */
const asRead = (text) => fold(text).replace(/\b[-‐]\b/g, "");

/**
 * What a word may be instead: lists of other words, a page must have one of each. What stands around
 * a particle, as whether a page has the whole is known only when it is read; of a word that is found
 * nowhere also kana around one, or what is typed by halves.
 */
export function loosened({ form, kana = [], halves = [], phrase }, isNowhere) {
  if (phrase !== undefined || !(isNowhere || KANJI.test(form))) return [];
  const parts = [form, ...kana].map((text) => text.split(PARTICLES)).find(([, second]) => second);
  if (parts) return parts.map((part) => [free(part)]);
  return isNowhere && halves[0] ? [halves.map((half) => ({ form: half }))] : [];
}

/**
 * How the last kana or Latin letters of a folded word may be read, and what stands around them.
 * `kana` are the forms in which Latin letters stand for kana as written; `halves` those for which
 * letters are still to come.
 */
function spoken(word) {
  const stretch = [...word.matchAll(STRETCH)].at(-1);
  if (!stretch) return {};
  const before = word.slice(0, stretch.index);
  const after = word.slice(stretch.index + stretch[0].length);
  const alone = !matchingForm(before + after).text;
  const typing = !matchingForm(after).text;
  const whole = [];
  const coming = [];
  for (const found of toKana(stretch[0]) ?? []) {
    if (found.whole) whole.push(found.whole);
    else if (typing && found.kana) coming.push(...Array.from(found.next, (one) => found.kana + one));
  }
  const beginnings = unique([...whole, ...coming].map(readingKey))
    .filter((key) => key && (alone || key[1]))
    .map((key) => (typing && key.length > 1 ? `~${key}` : `~${key} `));
  const forms = (texts) => texts.filter((text) => text !== stretch[0] && text[1]).map((text) => matchingForm(before + text + after).text);
  const mixed = KANA.test(stretch[0]); // letters of an input method: little is written like that
  return {
    spoken: beginnings[0] && { before: alone ? "" : before, after: alone ? "" : after, beginnings },
    kana: forms(mixed ? [...whole, ...coming] : whole),
    halves: forms(coming),
  };
}

function names(text) {
  if (text.length > 40) return []; // no name is
  const readings = (toKana(asRead(text).trim()) ?? []).map(({ whole }) => whole && readingKey(whole));
  return unique([matchingForm(text).text, ...readings]).filter(Boolean);
}

function pairs(query) {
  const text = query.normalize("NFKC");
  return Array.from(text.matchAll(BETWEEN), ({ 0: between, index }) =>
    [text.slice(0, index), text.slice(index + between.length)].map(names))
    .filter(([left, right]) => left[0] && right[0]);
}
