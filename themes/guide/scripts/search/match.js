// Which pages have a word, and where: as written, by its reading, or but for a typing mistake.

import { matchingForm, runs } from "./fold.js";

// What a word counts by its place on a page (docs/search.md); less if it only begins with what was
// typed. What a page gains whose name begins with the query.
const WEIGHTS = [1000, 600, 400, 300, 200, 120, 60, 30];
const BEGINNING = 0.9;
export const NAME_BEGINS = 50;
// A Latin word on fewer pages may be mistyped.
export const FEW = 5;
// How many blocks are fetched for a word: for its pairs of characters, for each beginning.
const PAIRS = 4;
const BLOCKS = 6;

const LONGEST = 16; // characters of a term
const INSIDE = 128;

const reversed = (word) => [...word].reverse().join("");

// A character with the next one, if they are a pair: kana and what is none aren't, but for お and ご.
const PAIR = /(?=([^ぁ-ぉか-こさ-ヿ].|.[\0-ヿ])?)./gu;

const kanaOf = (text) => text.replace(/[^\0-ヿ]/g, "");

/**
 * The terms of all pages with a form: with `begins`, any that begins so; or a `gram`, a pair of
 * characters or one that is in none. Those with the lowest `order` tell most.
 */
const conditions = (form) => runs(form).flatMap(({ kind, text }) => {
  if (kind === "word") return { term: text.slice(0, LONGEST), begins: !!text[1], gram: "", order: -1 };
  return [...text.matchAll(PAIR)].flatMap(([one, pair], at, all) => {
    if (!pair && all[at - 1]?.[1]) return [];
    const gram = pair ?? one;
    const kana = pair ? kanaOf(gram).length : 2;
    return { term: ["", ":", "_"][kana] + gram, gram, order: 2 * kana + (at % 2) };
  });
});

/** Whether there is a character too many, too few or wrong, or two changed places. */
function differByOne(typed, word) {
  const at = [...typed].findIndex((letter, position) => letter !== word[position]);
  // The word may go on: one searches while typing.
  const fits = (left, taken) => {
    const [rest, wanted] = [typed.slice(at + left), word.slice(at + taken)];
    return rest ? wanted.startsWith(rest) : !wanted;
  };
  const swapped = typed[at] === word[at + 1] && typed[at + 1] === word[at];
  return at >= 0 && (fits(1, 1) || fits(1, 0) || fits(0, 1) || (swapped && fits(2, 2)));
}

/** How the terms of what was meant begin: one half of a mistyped word is right. */
function halves(typed) {
  const half = (typed.length - 1) >> 1;
  return [typed.slice(0, half), `<${reversed(typed).slice(0, half)}`];
}

/** The ways in which pages have a word: {level, scores (by page; 0 without it), forms, certain}. */
export class Finder {
  #index;
  #known = new Map(); // scores by term

  constructor(index) {
    this.#index = index;
  }

  /** The blocks to load for a word as written and by its reading. */
  blocks({ form, spoken, kana = [] }) {
    return [form, ...kana].flatMap((one) => this.#blocksOf(one)).concat(this.#first(spoken?.beginnings ?? []));
  }

  #blocksOf(form) {
    const all = conditions(form).sort((a, b) => a.order - b.order);
    // Each character is to be in a term that is loaded; but kana tell little beside two terms that tell
    // more, and so does a single character beside a word.
    let covered = all[1]?.order < 4 ? kanaOf(form) : "";
    const least = all[0]?.gram ? 0 : 1;
    const grams = all.filter(({ gram }) => {
      const isNew = gram[least] && [...gram].some((one) => !covered.includes(one));
      covered += gram;
      return isNew;
    });
    const words = all.filter(({ gram }) => !gram);
    return [...words, ...grams.slice(0, PAIRS)].flatMap(({ term, begins }) => this.#index.blocksOf(term, begins));
  }

  blocksOfMistakes({ form }) {
    return halves(form).flatMap((half) => this.#first([half]));
  }

  written({ form }) {
    const certain = conditions(form).length === 1 && form.length <= LONGEST;
    return { level: 0, scores: this.#together(form) ?? this.#none(), forms: [form], certain };
  }

  spoken({ spoken: { before, after, beginnings } }) {
    const scores = this.#none();
    const forms = [];
    const alone = !before && !after;
    for (const beginning of beginnings) {
      this.#index.terms(beginning, true, (term, block, row) => {
        const space = term.indexOf(" ");
        const surface = term.slice(space + 1);
        const form = alone ? surface : matchingForm(before + surface + after).text;
        const limits = alone ? [] : this.#together(form);
        if (!limits) return;
        forms.push(form);
        this.#raise(scores, block, row, space === beginning.trim().length, limits);
      });
    }
    return { level: 1, scores, forms, certain: alone };
  }

  mistyped({ form }) {
    const scores = this.#none();
    const forms = [];
    const look = (word, block, row) => {
      // What is only inside of words is the end of one.
      if (block.places(row) === INSIDE || !differByOne(form, word)) return;
      forms.push(word);
      this.#raise(scores, block, row, word.length <= form.length + 1);
    };
    const [beginning, end] = halves(form);
    this.#index.terms(beginning, true, look);
    this.#index.terms(end, true, (term, ...found) => look(reversed(term.slice(1)), ...found));
    return { level: 2, scores, forms, certain: true };
  }

  #none() {
    return new Uint16Array(this.#index.pages);
  }

  /** Raises scores to those of a term, as far as the limits of pages allow. */
  #raise(scores, block, row, isWhole, limits = []) {
    block.visit(row, (page, place) => {
      const score = Math.min(WEIGHTS[place] * (isWhole ? 1 : BEGINNING), limits[page] ?? Infinity);
      if (score > scores[page]) scores[page] = score;
    });
  }

  /** Scores by the worst of a form's terms, as far as they are here; null if one is on no page. */
  #together(form) {
    const worst = this.#none().fill(65535);
    for (const { term, begins } of conditions(form)) {
      if (!this.#index.blocksOf(term, begins).every((block) => this.#index.isHere(block))) continue;
      const scores = this.#alone(term, begins);
      if (!scores) return null;
      for (let page = 0; page < worst.length; page += 1) if (scores[page] < worst[page]) worst[page] = scores[page];
    }
    return worst;
  }

  #alone(term, begins) {
    if (!this.#known.has(term)) {
      let scores = null;
      this.#index.terms(term, begins, (found, block, row) => this.#raise(scores ??= this.#none(), block, row, found === term));
      this.#known.set(term, scores);
    }
    return this.#known.get(term);
  }

  /** The first blocks of beginnings; all would be too many where they are short. */
  #first(beginnings) {
    return beginnings.flatMap((beginning) => this.#index.blocksOf(beginning, true).slice(0, Math.ceil(BLOCKS / beginnings.length)));
  }
}
