// The files of the index (docs/search.md).

/** The unpacked bytes of a file. */
async function download(url, cache) {
  const response = await fetch(url, { cache });
  if (!response.ok) throw Object.assign(new Error(url), { code: "status" });
  const stream = response.body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const readJson = (bytes) => new Response(bytes).json();

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
  const terms = new TextDecoder().decode(bytes.subarray(at - length, at)).split("\n").slice(0, -1);
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

/** The index of a language. Blocks are numbered: those of terms, those of pages, that of the facets. */
export class Index {
  #folder;
  #terms;
  #records; // the first page of each block
  #names;
  #places; // of blocks: [part, start, end]
  #parts = new Map(); // promises
  #bytes = new Map(); // of the parts that are here
  #blocks = new Map();
  #cache = "default";

  static async open(folder) {
    const entry = await readJson(await download(new URL("search/entry.bin", folder), "no-cache"));
    if (entry?.version !== 1) throw new Error("version");
    return new Index(folder, entry);
  }

  constructor(folder, { parts, starts, terms, records, ...rest }) {
    Object.assign(this, rest); // pages, kinds, collections
    this.#folder = folder;
    this.#terms = terms.split("\n");
    let next = 0;
    this.#records = records.map((count) => (next += count) - count);
    let part = -1;
    this.#places = starts.map((start, at) => [start ? part : (part += 1), start, starts[at + 1] || undefined]);
    this.#names = parts.match(new RegExp(`.{${parts.length / (part + 1)}}`, "g"));
  }

  /** The block of a term, or with `begins` those of all that begin so, if there are any. */
  blocksOf(term, begins) {
    const [start, end] = [term, begins ? `${term}\uffff` : term].map((last) => firstLate(this.#terms, (first) => first <= last));
    return Array.from({ length: end - start + 1 }, (_, at) => start - 1 + at);
  }

  isHere(block) {
    return this.#bytes.has(this.#places[block][0]);
  }

  load(blocks) {
    return Promise.all(blocks.map((block) => this.#part(this.#places[block][0])));
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

  records(numbers) {
    return Promise.all(Array.from(numbers, async (number) => {
      const row = firstLate(this.#records, (first) => first <= number) - 1;
      const pages = await this.#loaded(this.#terms.length + row, readJson);
      return pages[number - this.#records[row]];
    }));
  }

  /** Filters in the order of display: {name, value, label, pages}. */
  async facets() {
    const block = await this.#loaded(this.#places.length - 1, readTerms);
    return block.options ??= block.terms.map((term, row) => {
      const [name, value, label] = term.split("\t");
      const pages = [];
      block.visit(row, (page) => pages.push(page));
      return { name, value, label, pages };
    });
  }

  async #loaded(block, read) {
    await this.load([block]);
    return this.#block(block, read);
  }

  #block(number, read) {
    if (!this.#blocks.has(number)) {
      const [part, ...range] = this.#places[number];
      this.#blocks.set(number, read(this.#bytes.get(part).subarray(...range), this.pages));
    }
    return this.#blocks.get(number);
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
    this.#bytes.set(part, await download(new URL(`search/parts/${this.#names[part]}.bin`, this.#folder), this.#cache));
  }
}
