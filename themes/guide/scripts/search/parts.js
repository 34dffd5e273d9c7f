// The files of the index (docs/search.md).

const utf8 = new TextDecoder();

const failAs = (code) => (cause) => {
  throw Object.assign(new Error(code, { cause }), { code });
};

async function download(url, cache) {
  const response = await fetch(url, { cache }).catch(failAs("network"));
  if (!response.ok) failAs("status")(response.status);
  return response.arrayBuffer().catch(failAs("network"));
}

const readJson = (bytes) => new Response(bytes).json().catch(failAs("broken"));

/** Where sorted rows stop being early. */
function firstLate(rows, isEarly) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEarly(rows[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A block of terms; its postings are read when they are asked for. */
function readTerms(bytes, pages) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1, more = 1; more; scale *= 128, at += 1) {
      value += (bytes[at] & 127) * scale;
      more = bytes[at] & 128;
    }
    return value;
  };
  const length = number();
  at += length;
  const terms = utf8.decode(bytes.subarray(at - length, at)).split("\n").slice(0, -1);
  const lengths = terms.map(number);
  const starts = lengths.map((length) => (at += length) - length);
  return {
    terms,
    /** The places that a term has, a bit each. */
    places: (row) => bytes[starts[row]],
    /** Calls `see(page, place)` for every page that has the term. */
    visit(row, see) {
      at = starts[row] + 1;
      for (let place = 0; place < 8; place += 1) {
        if (!(bytes[starts[row]] & (1 << place))) continue;
        const count = number();
        let width = 0;
        while (count * 2 ** (width + 1) * 10 <= pages * 7) width += 1;
        let bit = at * 8;
        for (let left = count, page = 0; left > 0; left -= 1, page += 1) {
          for (; bytes[bit >> 3] & (128 >> (bit & 7)); bit += 1) page += 1 << width;
          bit += 1;
          for (let low = width; low > 0; low -= 1, bit += 1) if (bytes[bit >> 3] & (128 >> (bit & 7))) page += 1 << (low - 1);
          see(page, place);
        }
        at = (bit + 7) >> 3;
      }
    },
  };
}

/** The index of a language. Its blocks are known by their rows in the entry: […, part, offset]. */
export class Index {
  #folder;
  #parts = new Map(); // promises
  #bytes = new Map(); // of the parts that are here
  #blocks = new Map(); // by row
  #cache = "default";

  static async open(folder) {
    const entry = await readJson(await download(new URL("search/entry.json", folder), "no-cache"));
    if (entry?.version !== 1) failAs("version")();
    return new Index(folder, entry);
  }

  constructor(folder, entry) {
    this.#folder = folder;
    this.entry = entry;
    this.pages = entry.pages;
  }

  /** The block of a term, or with `begins` those of all that begin so, if there are any. */
  blocksOf(term, begins) {
    const { terms } = this.entry;
    const [start, end] = [term, begins ? `${term}\uffff` : term].map((last) => firstLate(terms, ([first]) => first <= last));
    return terms.slice(start - 1, end);
  }

  isHere(block) {
    return this.#bytes.has(block.at(-2));
  }

  load(blocks) {
    return Promise.all(blocks.map((block) => this.#part(block.at(-2))));
  }

  /** Calls `see(term, block, row)` for a term, or all that begin so, in the blocks that are here. */
  terms(term, begins, see) {
    for (const found of this.blocksOf(term, begins)) {
      if (!this.isHere(found)) continue;
      const block = this.#block(found, readTerms);
      const { terms } = block;
      const isWanted = (other) => (begins ? other?.startsWith(term) : other === term);
      for (let row = firstLate(terms, (other) => other < term); isWanted(terms[row]); row += 1) see(terms[row], block, row);
    }
  }

  async records(numbers) {
    const { records } = this.entry;
    const blocks = Array.from(numbers, (number) => records[firstLate(records, ([first]) => first <= number) - 1]);
    await this.load(blocks);
    return Promise.all(blocks.map(async (block, at) => (await this.#block(block, readJson))[numbers[at] - block[0]]));
  }

  /** Filters in the order of display: {name, value, label, pages}. */
  async facets() {
    const { facets } = this.entry;
    await this.load([facets]);
    const block = this.#block(facets, readTerms);
    return block.options ??= block.terms.map((term, row) => {
      const [name, value, label] = term.split("\t");
      const pages = [];
      block.visit(row, (page) => pages.push(page));
      return { name, value, label, pages };
    });
  }

  #block(row, read) {
    if (!this.#blocks.has(row)) {
      const { terms, records, facets } = this.entry;
      const [part, offset] = row.slice(-2);
      const later = [...terms, ...records, facets].filter((other) => other.at(-2) === part && other.at(-1) > offset);
      const bytes = this.#bytes.get(part).subarray(offset, Math.min(...later.map((other) => other.at(-1))));
      this.#blocks.set(row, read(bytes, this.pages));
    }
    return this.#blocks.get(row);
  }

  /** Fetches a part once; after a failure past what the browser has kept. */
  #part(part) {
    if (!this.#parts.has(part)) {
      this.#parts.set(part, this.#fetch(part).catch((error) => {
        this.#parts.delete(part);
        this.#cache = "reload";
        throw error;
      }));
    }
    return this.#parts.get(part);
  }

  async #fetch(part) {
    const packed = await download(new URL(`search/parts/${this.entry.parts[part]}.bin`, this.#folder), this.#cache);
    const stream = new Response(packed).body.pipeThrough(new DecompressionStream("gzip"));
    this.#bytes.set(part, new Uint8Array(await new Response(stream).arrayBuffer().catch(failAs("broken"))));
  }
}
