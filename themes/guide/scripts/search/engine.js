// From a query to the pages that answer it.

import { FEW, Finder, NAME_BEGINS } from "./match.js";
import { Index } from "./parts.js";
import { loosened, parseQuery, unique } from "./query.js";

const NAMES = 4; // kinds of names
const LEVELS = 3; // of ways in which pages have a word
const LIMIT = 2 ** 20; // of pages and scores, so that a number holds both

export class Engine {
  #folder;
  #opening;

  /** @param folder URL of the top folder of the site's language */
  constructor(folder) {
    this.#folder = folder;
  }

  /** Fetches the entry, ahead of a search. */
  async prepare() {
    await this.#read(() => {});
  }

  /**
   * `numbers` of pages, best first; `certain`, unless some may lack the text; `needs`, for each word
   * the forms of which a page must have one; `marks`, all of them, longest first; `comparison` of two
   * records that are named: {names, url, check (whether there is one)}; `pages` before filters.
   */
  search(query, filters = {}) {
    return this.#read(async (index) => {
      const { words, names, pairs } = parseQuery(query.slice(0, 200)); // an address may hold any length
      const chosen = Object.entries(filters).filter(([, value]) => value);
      const finder = new Finder(index);
      const [options] = await Promise.all([
        chosen[0] ? index.facets() : [],
        index.load([words.map((word) => finder.blocks(word)), [names, pairs].flat(3).map((name) => index.blocksOf(`=${name}`))].flat(2)),
      ]);
      const ways = await findAll(index, finder, words);
      const keys = rank(index, ways, ranksOfNames(index, names));
      // An old address may name what is no choice any more.
      const known = chosen.filter(([name, value]) => optionOf(options, name, value));
      const misses = missesOf(index, options, known);
      const pages = keys.sort().map((key) => key % LIMIT);
      const numbers = Uint32Array.from(pages.filter((page) => !misses[page]));
      const needs = ways.map((found) => unique(found.flatMap(({ forms }) => forms)));
      return {
        query, numbers, pages, needs,
        filters: known,
        certain: ways.flat().every((way) => way.certain || !way.scores.some(Boolean)),
        marks: unique(needs.flat()).sort((a, b) => b.length - a.length),
        comparison: await this.#comparison(index, pairs, numbers),
      };
    });
  }

  /** What there is to show of pages. */
  pages(numbers) {
    return this.#read(async (index) => (await index.records(numbers)).map(([title, url, kind, parent, lead, also, headings], at) => ({
      number: numbers[at], title, url: this.#url(url), kind, kindName: index.kinds[kind], parent, lead,
      also: also.split("\n").filter(Boolean),
      headings: headings.map(([text, anchor]) => ({ text, anchor })),
    })));
  }

  /** What an answer can be filtered by, with the number of pages that each choice leaves. */
  facets({ pages, filters }) {
    return this.#read(async (index) => {
      const options = await index.facets();
      return unique(options.map(({ name }) => name)).map((name) => {
        const misses = missesOf(index, options, filters.filter(([other]) => other !== name));
        const counted = new Uint8Array(index.pages);
        for (const page of pages) counted[page] = !misses[page];
        const count = (sum, page) => sum + counted[page];
        const own = options.filter((option) => option.name === name);
        return { name, options: own.map(({ value, label, pages }) => ({ value, label, count: pages.reduce(count, 0) })) };
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

  /** The comparison of two records that are named; as on its page, the smaller id is on the left. */
  async #comparison(index, pairs, numbers) {
    const { pages, collection, compare } = pairOf(index, pairs) ?? {};
    if (!pages) return null;
    // The first results come along, as they are wanted next.
    const [records] = await Promise.all([pages, numbers.subarray(0, 10)].map((wanted) => index.records(wanted)));
    const [a, b] = records.map(([name, url]) => ({ name, id: url.split("/").at(-2) })).sort((a, b) => (a.id < b.id ? -1 : 1));
    return { names: [a.name, b.name], url: this.#url(`compare/${collection}/${a.id}/${b.id}.html`), check: compare === "some" };
  }
}

// Lets the browser draw between two pieces of work.
const pause = () => new Promise((done) => setTimeout(done));

const areFewer = (ways, count) => ways.every(({ scores }) => scores.filter(Boolean).length < count);

/** For each word the ways in which pages have it, best first. */
async function findAll(index, finder, words) {
  const all = [];
  for (const word of words) {
    const ways = await lookUp(finder, word);
    if (word.latin && areFewer(ways, FEW)) {
      await index.load(finder.blocksOfMistakes(word));
      ways.push(finder.mistyped(word));
    }
    const others = loosened(word, areFewer(ways, 1));
    if (!others[1]) all.push(ways);
    for (const list of others) {
      await index.load(list.flatMap((other) => finder.blocks(other)));
      const found = await Promise.all(list.map((other) => lookUp(finder, other)));
      const loose = found.flat().map((way) => ({ ...way, level: 1 }));
      if (others[1]) all.push([...ways, ...loose]);
      else ways.push(...loose);
    }
  }
  return all;
}

async function lookUp(finder, word) {
  const ways = [finder.written(word)];
  await pause();
  if (word.spoken) ways.push(finder.spoken(word));
  await pause();
  for (const form of word.kana ?? []) ways.push({ ...finder.written({ form }), level: 1 });
  return ways;
}

/** By page: which kind of its names is the query; NAMES if one begins so; else more. */
function ranksOfNames(index, names) {
  const ranks = new Uint8Array(index.pages).fill(NAMES + 1);
  for (const name of names) {
    index.terms(`=${name}`, true, (term, block, row) => block.visit(row, (page, kind) => {
      ranks[page] = Math.min(ranks[page], term === `=${name}` ? kind : NAMES);
    }));
  }
  return ranks;
}

/** Keys of the pages with every word, which sort as results do. */
function rank(index, ways, ranks) {
  const keys = new Float64Array(index.pages).map((_, page) => {
    const named = ranks[page] < NAMES;
    let [level, score] = [0, ranks[page] === NAMES ? NAME_BEGINS : 0];
    for (const found of ways) {
      const way = found.find(({ scores }) => scores[page]);
      if (!way) return 0;
      level = Math.max(level, way.level);
      score += way.scores[page];
    }
    const order = named ? ranks[page] * LEVELS + level : NAMES * LEVELS + level;
    return ((order + 1) * LIMIT - score) * LIMIT + page;
  });
  return keys.filter((key) => key && ways[0]);
}

const optionOf = (options, name, value) => options.find((option) => option.name === name && option.value === value);

/** By page: how many of the filters it doesn't meet. */
function missesOf(index, options, filters) {
  const misses = new Uint8Array(index.pages).fill(filters.length);
  for (const [name, value] of filters) {
    for (const page of optionOf(options, name, value).pages) misses[page] -= 1;
  }
  return misses;
}

/** The first two records of a compared collection that are called so: {pages, collection, compare}. */
function pairOf(index, pairs) {
  const recordsCalled = (names) => {
    const records = [];
    for (const name of names) {
      index.terms(`=${name}`, false, (term, block, row) => block.visit(row, (page) => records.push(page)));
    }
    return records;
  };
  for (const sides of pairs) {
    const [left, right] = sides.map(recordsCalled);
    // In the order of the guide: two prefectures before two cities that are called so too.
    const collections = Object.entries(index.collections).sort(([, one], [, other]) => one.pages[0] - other.pages[0]);
    for (const [collection, { pages: [first, end], compare }] of collections) {
      const isIn = (page) => page >= first && page < end;
      const a = left.find(isIn);
      const b = right.find((page) => isIn(page) && page !== a);
      if (compare && a >= 0 && b >= 0) return { pages: [a, b], collection, compare };
    }
  }
  return null;
}
