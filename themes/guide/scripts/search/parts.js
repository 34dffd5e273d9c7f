// The files of the index (docs/search.md).

const utf8 = new TextDecoder();

const failAs = (code) => (cause) => {
  throw Object.assign(new Error(`search: ${code}`, { cause }), { code });
};

async function download(url, cache) {
  const response = await fetch(url, { cache }).catch(failAs("network"));
  if (!response.ok) failAs("status")(response.status);
  return response.arrayBuffer().catch(failAs("network"));
}

const parse = (bytes) => new Response(bytes).json().catch(failAs("broken"));

/** How many of the sorted rows come before the first that isn't `early`. */
function countEarly(rows, early) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (early(rows[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.position = at * 8; // in bits
  }

  get at() {
    return (this.position + 7) >> 3;
  }

  number() {
    let [value, scale, byte] = [0, 1];
    for (let at = this.at; scale; scale = byte & 128 && scale * 128) {
      byte = this.bytes[at++];
      value += (byte & 127) * scale;
      this.position = at * 8;
    }
    return value;
  }

  bit() {
    const position = this.position++;
    return (this.bytes[position >> 3] >> (7 - (position & 7))) & 1;
  }
}

/** Terms, and their postings, which are read when they are asked for. */
class TermBlock {
  constructor(bytes, pages) {
    const lengths = new Reader(bytes, 0);
    const size = lengths.number();
    const start = lengths.at;
    lengths.position += size * 8;
    this.terms = utf8.decode(bytes.subarray(start, start + size)).split("\n").slice(0, -1);
    this.sizes = this.terms.map(() => lengths.number());
    let at = lengths.at;
    this.starts = this.sizes.map((size) => (at += size) - size);
    this.bytes = bytes;
    this.pages = pages;
  }

  /** The places that a term has, a bit each. */
  places(row) {
    return this.bytes[this.starts[row]];
  }

  /** Calls `see(page, place)` for every page that has the term. */
  visit(row, see) {
    const reader = new Reader(this.bytes, this.starts[row] + 1);
    for (let place = 0; place < 8; place += 1) {
      if (!(this.places(row) & (1 << place))) continue;
      const count = reader.number();
      let width = 0;
      while (count * 2 ** (width + 1) * 10 <= this.pages * 7) width += 1;
      for (let left = count, page = -1; left > 0; left -= 1) {
        let gap = 0;
        while (reader.bit()) gap += 1;
        for (let low = 0; low < width; low += 1) gap = gap * 2 + reader.bit();
        page += gap + 1;
        see(page, place);
      }
    }
  }
}

/** The index of a language. A block is known by its row in the entry, which ends in part and offset. */
export class Index {
  #folder;
  #parts = new Map(); // promises
  #bytes = new Map(); // of the parts that are here
  #blocks = new Map(); // by row
  #cache = "default";

  static async open(folder) {
    if (!globalThis.DecompressionStream) failAs("unsupported")();
    const entry = await parse(await download(new URL("search/entry.json", folder), "no-cache"));
    if (entry?.version !== 1) failAs("version")(entry?.version);
    return new Index(folder, entry);
  }

  constructor(folder, entry) {
    this.#folder = folder;
    this.entry = entry;
    this.pages = entry.pages;
  }

  /** The block in which a term stands, if there is such a term. */
  blockOf(term) {
    return this.entry.terms[countEarly(this.entry.terms, ([first]) => first <= term) - 1];
  }

  /** The blocks of all terms that begin so. */
  blocksOf(beginning) {
    const { terms } = this.entry;
    return terms.slice(terms.indexOf(this.blockOf(beginning)), terms.indexOf(this.blockOf(`${beginning}\uffff`)) + 1);
  }

  isHere(block) {
    return this.#bytes.has(block.at(-2));
  }

  load(blocks) {
    return Promise.all(blocks.map((block) => this.#part(block.at(-2))));
  }

  /** Calls `see(term, block, row)` for a term, or all that begin with it, in the blocks that are here. */
  terms(term, begins, see) {
    for (const row of (begins ? this.blocksOf(term) : [this.blockOf(term)]).filter((row) => this.isHere(row))) {
      const block = this.#terms(row);
      const isWanted = (other) => (begins ? other?.startsWith(term) : other === term);
      for (let at = countEarly(block.terms, (other) => other < term); isWanted(block.terms[at]); at += 1) see(block.terms[at], block, at);
    }
  }

  /** What is stored about pages. */
  async records(numbers) {
    const { records } = this.entry;
    const rows = Array.from(numbers, (number) => records[countEarly(records, ([first]) => first <= number) - 1]);
    await this.load(rows);
    return Promise.all(rows.map(async (row, at) => (await this.#block(row, parse))[numbers[at] - row[0]]));
  }

  /** What results can be filtered by, in the order of display: {name, value, label, pages}. */
  async facets() {
    const { facets } = this.entry;
    await this.load([facets]);
    const block = this.#terms(facets);
    return block.options ??= block.terms.map((term, row) => {
      const [name, value, label] = term.split("\t");
      const pages = [];
      block.visit(row, (page) => pages.push(page));
      return { name, value, label, pages };
    });
  }

  #terms(row) {
    return this.#block(row, (bytes) => new TermBlock(bytes, this.pages));
  }

  #block(row, read) {
    if (!this.#blocks.has(row)) {
      const { terms, records, facets } = this.entry;
      const [part, offset] = row.slice(-2);
      const later = [...terms, ...records, facets].filter((other) => other.at(-2) === part && other.at(-1) > offset);
      const end = Math.min(...later.map((other) => other.at(-1)));
      this.#blocks.set(row, read(this.#bytes.get(part).subarray(offset, end)));
    }
    return this.#blocks.get(row);
  }

  /** Fetches a part once. After a failure nothing that the browser has kept is trusted. */
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
