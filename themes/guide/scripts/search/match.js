// Which pages have a word, and where: as written, by its reading, or but for a typing mistake.

import { matchingForm, runs } from "./fold.js";

// What a word counts by its place on a page (in the order of docs/search.md), and where a word or a
// name only begins with what was typed.
const WEIGHTS = [1000, 600, 400, 300, 200, 120, 60, 30];
const BEGINNING = 0.9;
export const NAME_BEGINS = 50;
// A Latin word on fewer pages may be mistyped.
export const FEW = 5;
// How much is fetched for a word: parts for its pairs of characters, blocks for beginnings of terms.
const PARTS = 4;
const BLOCKS = 6;

const LONGEST = 16; // characters of a term
const INSIDE = 128;

const kanjiIn = (text) => text.match(/\p{Script=Han}/gu)?.length ?? 0;
const reversed = (word) => Array.from(word).reverse().join("");

/** The terms that a page with the form has; with `begins`, any that begins so. Pairs have a position `at`. */
const conditions = (form) => runs(form).flatMap(({ kind, text, index }) => {
  const characters = Array.from(text);
  if (!characters[1]) return { term: text };
  if (kind === "word") return { term: characters.slice(0, LONGEST).join(""), begins: true };
  return characters.slice(1).map((next, at) => ({ term: characters[at] + next, at: index + at }));
});

/** Whether words differ by a character too many, too few or wrong, or by two that changed places. */
function differByOne(typed, word) {
  const at = Array.from(typed).findIndex((letter, position) => letter !== word[position]);
  // The rest may be a mere beginning: one searches while typing.
  const fits = (left, taken) => {
    const [rest, wanted] = [typed.slice(at + left), word.slice(at + taken)];
    return rest ? wanted.startsWith(rest) : !wanted;
  };
  const swapped = typed[at] === word[at + 1] && typed[at + 1] === word[at];
  return at >= 0 && (fits(1, 1) || fits(1, 0) || fits(0, 1) || (swapped && fits(2, 2)));
}

/** One half of a mistyped word is right: beginnings of the terms of what was meant. */
const halves = (typed) => {
  const half = (typed.length - 1) >> 1;
  return [typed.slice(0, half), `<${reversed(typed).slice(0, half)}`];
};

/**
 * Finds pages of words, as {level (0 written, 1 read, 2 mistyped), scores (by page, 0 where it lacks
 * the word), forms, certain}.
 */
export class Finder {
  #index;
  #scores = new Map(); // by term

  constructor(index) {
    this.#index = index;
  }

  /** The blocks to load before a word is looked for, as written and by its reading. */
  blocks({ form, spoken }) {
    const blocks = this.#first(spoken?.beginnings ?? []);
    const pairs = [];
    for (const condition of conditions(form)) {
      if (condition.at === undefined) blocks.push(...this.#blocksOf(condition));
      else pairs.push(condition);
    }
    // Enough that each character is in a pair, those with kanji first: kana alone tell little.
    const worth = ({ term, at }) => kanjiIn(term) * 2 + (at % 2);
    const covered = new Set();
    const parts = new Set();
    let chosen = 0;
    for (const { term, at } of pairs.sort((a, b) => worth(b) - worth(a))) {
      if ((covered.has(at) && covered.has(at + 1)) || (chosen > 1 && !kanjiIn(term))) continue;
      const block = this.#index.blockOf(term);
      if (!this.#index.isHere(block)) {
        if (parts.size === PARTS && !parts.has(block[1])) continue;
        parts.add(block[1]);
      }
      covered.add(at).add(at + 1);
      chosen += 1;
      blocks.push(block);
    }
    return blocks;
  }

  blocksOfMistakes({ form }) {
    return halves(form).flatMap((half) => this.#first([half]));
  }

  written({ form }) {
    const needed = conditions(form);
    return { level: 0, scores: this.#together(form) ?? this.#none(), forms: [form], certain: !needed[1] && Array.from(form).length <= LONGEST };
  }

  spoken({ before, after, beginnings }) {
    const scores = this.#none();
    const forms = [];
    const alone = !before && !after;
    for (const beginning of beginnings) {
      this.#index.terms(beginning, true, (term, block, row) => {
        const [key, ...words] = term.split(" ");
        const form = matchingForm(before + words.join(" ") + after).text;
        const limits = alone ? undefined : this.#together(form);
        if (limits === null) return;
        forms.push(form);
        this.#raise(scores, block, row, key === beginning.trim(), limits);
      });
    }
    return { level: 1, scores, forms, certain: alone };
  }

  mistyped({ form }) {
    const scores = this.#none();
    const forms = [];
    const [beginning, end] = halves(form);
    const look = (word, block, row) => {
      // What is only inside of words is the end of one.
      if (!(block.places(row) % INSIDE) || !differByOne(form, word)) return;
      forms.push(word);
      this.#raise(scores, block, row, word.length <= form.length + 1);
    };
    this.#index.terms(beginning, true, look);
    this.#index.terms(end, true, (term, block, row) => look(reversed(term.slice(1)), block, row));
    return { level: 2, scores, forms, certain: true };
  }

  #none() {
    return new Uint16Array(this.#index.pages);
  }

  /** Raises scores to those of a term, as far as the limits of pages allow. */
  #raise(scores, block, row, isWhole, limits) {
    block.visit(row, (page, place) => {
      const score = Math.min(WEIGHTS[place] * (isWhole ? 1 : BEGINNING), limits?.[page] ?? Infinity);
      if (score > scores[page]) scores[page] = score;
    });
  }

  /** Scores by the worst of a form's terms, as far as they are here; null if one is on no page. */
  #together(form) {
    const worst = this.#none().fill(65535);
    for (const condition of conditions(form)) {
      if (!this.#blocksOf(condition).every((block) => this.#index.isHere(block))) continue;
      const scores = this.#alone(condition);
      if (!scores) return null;
      for (let page = 0; page < worst.length; page += 1) if (scores[page] < worst[page]) worst[page] = scores[page];
    }
    return worst;
  }

  #alone({ term, begins }) {
    if (!this.#scores.has(term)) {
      let scores = null;
      this.#index.terms(term, begins, (found, block, row) => this.#raise(scores ??= this.#none(), block, row, found === term));
      this.#scores.set(term, scores);
    }
    return this.#scores.get(term);
  }

  #blocksOf({ term, begins }) {
    return begins ? this.#index.blocksOf(term) : [this.#index.blockOf(term)];
  }

  /** The first blocks of each beginning; all would be too many where it is short. */
  #first(beginnings) {
    return beginnings.flatMap((beginning) => this.#index.blocksOf(beginning).slice(0, Math.ceil(BLOCKS / beginnings.length)));
  }
}
