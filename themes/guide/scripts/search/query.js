// What a query asks for: its words and phrases, how they may be read, and the names it may be.

import { fold, matchingForm } from "./fold.js";
import { readingKey, toKana } from "./kana.js";

const WORD = /["“”„＂]([^"“”„＂]*)["“”„＂]?|[「｢]([^」｣]*)[」｣]?|[^\s"“”„＂「｢]+/g;
const STRETCH = /[ぁ-ゖゝゞー]+[a-z'’-]*|[a-z][a-z'’-]*/g;
const BETWEEN = /\s*(?:と|vs\.?|[×・\s])\s*/gi;
const LATIN = /^[a-z0-9]{5,}$/;
const SPLITS = 4; // ways to read a query as two names, at most

/**
 * The parts of a query. `words`: {form, spoken, latin}, where `spoken` says how the word may be read
 * (null for a phrase) and `latin` whether a typing mistake may be in it. `names`: what the `=` term
 * of a page named so may be; `pairs`: the same for two names.
 */
export function parse(query) {
  const words = [];
  for (const [raw, quoted, bracketed] of query.matchAll(WORD)) {
    const phrase = quoted ?? bracketed;
    const form = matchingForm(phrase ?? raw).text;
    if (!form) continue;
    const free = phrase === undefined;
    words.push({ form, spoken: free ? spoken(fold(raw)) : null, latin: free && LATIN.test(form) });
  }
  return { words, names: names(query), pairs: pairs(query) };
}

/**
 * How a folded word may be read: the beginnings of `~` terms, and what stands before and after what
 * they write. Null where nothing is to be read.
 */
function spoken(word) {
  const stretch = Array.from(word.matchAll(STRETCH)).at(-1);
  if (!stretch) return null;
  const before = word.slice(0, stretch.index);
  const after = word.slice(stretch.index + stretch[0].length);
  const alone = !matchingForm(before + after).text;
  const typing = !matchingForm(after).text;
  const keys = new Set();
  for (const { kana, next, whole } of toKana(stretch[0]) ?? []) {
    if (!typing) keys.add(whole && readingKey(whole));
    else if (kana) for (const one of next || [""]) keys.add(readingKey(kana + one));
  }
  const beginnings = Array.from(keys)
    .filter((key) => key && (alone || key.length > 1))
    .map((key) => (typing && key.length > 1 ? `~${key}` : `~${key} `));
  return beginnings.length > 0 ? { before: alone ? "" : before, after: alone ? "" : after, beginnings } : null;
}

function names(text) {
  const readings = (toKana(fold(text).trim()) ?? []).map(({ whole }) => whole && readingKey(whole));
  return Array.from(new Set([matchingForm(text).text, ...readings])).filter(Boolean);
}

function pairs(query) {
  const text = query.normalize("NFKC");
  return Array.from(text.matchAll(BETWEEN), ({ 0: between, index }) =>
    [text.slice(0, index), text.slice(index + between.length)].map(names))
    .filter(([left, right]) => left.length > 0 && right.length > 0)
    .slice(0, SPLITS);
}
