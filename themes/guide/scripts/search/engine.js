// From a query to the pages that answer it, in their order; without an interface.

import { FEW, Finder, NAME_BEGINS } from "./match.js";
import { Index } from "./parts.js";
import { parse } from "./query.js";

const MISSING = 3; // a level after those of a word that is found
const NAMES = 4; // kinds of names: the places of `=` terms
const LIMIT = 2 ** 20; // pages and scores are below it

export class Engine {
  #folder;
  #opening;

  /** For the top folder, as a URL, of the site's language. */
  constructor(folder) {
    this.#folder = folder;
  }

  /** Fetches the entry beforehand. */
  async prepare() {
    await this.#read(() => {});
  }

  /**
   * Answers a query: `numbers` of pages in their order; `certain`, unless some may lack the text;
   * `needs`, for each word the forms of which a page must have one; `marks`, all of them, longest
   * first; `comparison` {names, url, check}, where two records are named.
   */
  search(query, filters = {}) {
    return this.#read(async (index) => {
      const { words, names, pairs } = parse(query);
      const wanted = Object.entries(filters).filter(([, value]) => value);
      const finder = new Finder(index);
      const named = [names, pairs].flat(3).map((name) => index.blockOf(`=${name}`));
      const [options] = await Promise.all([
        wanted[0] ? index.facets() : [],
        index.load([...words.flatMap((word) => finder.blocks(word)), ...named]),
      ]);
      const ways = await findAll(index, finder, words);
      const { pages, keys, doubtful } = rank(index, ways, ranksOfNames(index, names));
      const misses = missesOf(index, options, wanted);
      const numbers = Uint32Array.from(keys.sort(), (key) => key % LIMIT).filter((page) => !misses[page]);
      const needs = ways.map((found) => Array.from(new Set(found.flatMap(({ forms }) => forms))));
      return {
        query, numbers, pages, needs,
        filters: wanted,
        certain: !numbers.some((page) => doubtful[page]),
        marks: Array.from(new Set(needs.flat())).sort((a, b) => b.length - a.length),
        comparison: await this.#comparison(index, pairs, numbers),
      };
    });
  }

  /** What there is to show of pages. */
  pages(numbers) {
    return this.#read(async (index) => (await index.records(numbers)).map(([title, url, kind, parent, lead, also, headings], at) => ({
      number: numbers[at], title, url: this.#url(url), kind, kindName: index.entry.kinds[kind], parent, lead,
      also: also.split("\n").filter(Boolean),
      headings: headings.map(([text, anchor]) => ({ text, anchor })),
    })));
  }

  /** The filters, each with the number of results that it would give together with those of other names. */
  facets({ pages, filters }) {
    return this.#read(async (index) => {
      const options = await index.facets();
      return Array.from(new Set(options.map(({ name }) => name)), (name) => {
        const misses = missesOf(index, options, filters.filter(([other]) => other !== name));
        const shown = new Set(pages.filter((page) => !misses[page]));
        return {
          name,
          options: options.filter((option) => option.name === name).map(({ value, label, pages }) =>
            ({ value, label, count: pages.filter((page) => shown.has(page)).length })),
        };
      });
    });
  }

  #url(path) {
    return new URL(path, this.#folder).href;
  }

  async #read(work) {
    const opening = this.#opening ??= Index.open(this.#folder);
    let index;
    try {
      index = await opening;
      return await work(index);
    } catch (error) {
      // Parts are gone when the site was built anew; a new entry names those that are there.
      if (!index || error.code === "status") this.#opening = null;
      throw error;
    }
  }

  /** The comparison of two records; as on its page, the smaller id is on the left. */
  async #comparison(index, pairs, numbers) {
    const pair = pairOf(index, pairs);
    if (!pair) return null;
    // The first results come along, as they are wanted next.
    const [records] = await Promise.all([pair.pages, numbers.subarray(0, 10)].map((pages) => index.records(pages)));
    const [a, b] = records.map(([name, url]) => ({ name, id: url.split("/").at(-2) })).sort((a, b) => (a.id < b.id ? -1 : 1));
    return { names: [a.name, b.name], url: this.#url(`compare/${pair.collection}/${a.id}/${b.id}.html`), check: pair.compare === "some" };
  }
}

/** For each word the ways in which pages have it, best first. */
async function findAll(index, finder, words) {
  const ways = words.map((word) => [finder.written(word), ...(word.spoken ? [finder.spoken(word.spoken)] : [])]);
  const isRare = (found) => found.every(({ scores }) => scores.filter(Boolean).length < FEW);
  const rare = words.flatMap((word, at) => (word.latin && isRare(ways[at]) ? [[word, ways[at]]] : []));
  await index.load(rare.flatMap(([word]) => finder.blocksOfMistakes(word)));
  for (const [word, found] of rare) found.push(finder.mistyped(word));
  return ways;
}

/** By page: the kind of its name that is the query, or NAMES if it begins so, or more. */
function ranksOfNames(index, names) {
  const ranks = new Uint8Array(index.pages).fill(NAMES + 1);
  for (const name of names) {
    index.terms(`=${name}`, true, (term, block, row) => block.visit(row, (page, kind) => {
      ranks[page] = Math.min(ranks[page], term === `=${name}` ? kind : NAMES);
    }));
  }
  return ranks;
}

/** The pages that have every word, keys that sort them as results, and which of them are doubtful. */
function rank(index, ways, ranks) {
  const doubtful = new Uint8Array(index.pages);
  const pages = [];
  const keys = [];
  for (let page = 0; page < (ways[0] ? index.pages : 0); page += 1) {
    let [level, score] = [0, ranks[page] === NAMES ? NAME_BEGINS : 0];
    for (const found of ways) {
      const way = found.find(({ scores }) => scores[page]);
      level = Math.max(level, way?.level ?? MISSING);
      score += way?.scores[page] ?? 0;
      if (!way?.certain) doubtful[page] = 1;
    }
    if (level === MISSING) continue;
    pages.push(page);
    keys.push(((level * NAMES + level + Math.min(ranks[page], NAMES)) * LIMIT + LIMIT - score) * LIMIT + page);
  }
  return { pages, keys: Float64Array.from(keys), doubtful };
}

/** By page: how many of the filters it doesn't meet. */
function missesOf(index, options, filters) {
  const misses = new Uint8Array(index.pages).fill(filters.length);
  for (const [name, value] of filters) {
    const option = options.find((option) => option.name === name && option.value === value);
    for (const page of option?.pages ?? []) misses[page] -= 1;
  }
  return misses;
}

/** The first two records of a compared collection that are named. */
function pairOf(index, pairs) {
  const called = (names) => {
    const records = [];
    for (const name of names) index.terms(`=${name}`, false, (_, block, row) => block.visit(row, (page, kind) => kind < 2 && records.push(page)));
    return records;
  };
  for (const sides of pairs) {
    const [left, right] = sides.map(called);
    for (const [collection, { pages: [first, end], compare }] of Object.entries(index.entry.collections)) {
      const isIn = (page) => page >= first && page < end;
      const a = left.find(isIn);
      const b = right.find((page) => isIn(page) && page !== a);
      if (compare && a >= 0 && b >= 0) return { pages: [a, b], collection, compare };
    }
  }
  return null;
}
