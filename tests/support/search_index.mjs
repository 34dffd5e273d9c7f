// A small search index from descriptions of pages, written from docs/search.md alone: it shares no
// code with the generator or the theme, so that each of the three can be wrong by itself only.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const TITLE = 0;
const READING = 1;
const HEADING = 2;
const TAG = 3;
const DESCRIPTION = 4;
const OFTEN = 5;
const TEXT = 6;
const INSIDE = 7;

// --- Folding and terms -------------------------------------------------------------------------

const nothingShown = (code) => code === 0xad || (code >= 0x200b && code <= 0x200d) || code === 0x2060
  || (code >= 0xfe00 && code <= 0xfe0f) || code === 0xfeff || (code >= 0xe0020 && code <= 0xe007f) || (code >= 0xe0100 && code <= 0xe01ef);

export function fold(text) {
  const lower = text.normalize('NFKC').toLowerCase().replace(/ς/g, 'σ');
  const bare = Array.from(lower.normalize('NFD')).filter((one) => one < '\u0300' || one > '\u036f').join('').normalize('NFC');
  return Array.from(bare).map((one) => {
    const code = one.codePointAt(0);
    if (nothingShown(code)) return '';
    const isKatakana = (code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe;
    const kana = isKatakana ? String.fromCodePoint(code - 0x60) : one;
    return { 'ゕ': 'か', 'ゖ': 'け' }[kana] ?? kana;
  }).join('');
}

const isAlphanumeric = (one) => one !== undefined && /^[\p{Alphabetic}\p{N}]$/u.test(one);
const isDigit = (one) => one !== undefined && one >= '0' && one <= '9' && one.length === 1;

// What each character of a folded text is: `gram`, `word`, `dropped` or `break`.
function classes(characters) {
  const found = [];
  characters.forEach((one, at) => {
    const code = one.codePointAt(0);
    const [before, after] = [characters[at - 1], characters[at + 1]];
    const isSymbol = (code >= 0x2600 && code <= 0x27bf) || (code >= 0x2b00 && code <= 0x2bff) || (code >= 0x1f000 && code <= 0x1fbff);
    if (isSymbol || code === 0x3099 || code === 0x309a || (code >= 0x2e80 && isAlphanumeric(one))) found.push('gram');
    else if (isAlphanumeric(one)) found.push('word');
    else if ((one === '+' || one === '#') && found[at - 1] === 'word') found.push('word');
    else if (one === '.' && isDigit(before) && isDigit(after)) found.push('word');
    else if (one === ',' && isDigit(before) && isDigit(after)) found.push('dropped');
    else found.push('break');
  });
  return found;
}

// The matching form and its runs: `{form, runs: [{kind, text}]}`.
export function analyse(text) {
  const characters = Array.from(fold(text));
  const kinds = classes(characters);
  let form = '';
  const runs = [];
  let last = 'break';
  characters.forEach((one, at) => {
    const kind = kinds[at];
    if (kind === 'dropped') return;
    if (kind === 'break') {
      last = kind;
      return;
    }
    if (last === 'break' && form) form += ' ';
    form += one;
    if (kind === last) runs.at(-1).text += one;
    else runs.push({ kind, text: one });
    last = kind;
  });
  return { form, runs };
}

// Whether two neighbours are a term: not kana before what is none, but for お and ご.
const isPair = (first, second) => first !== undefined && (second < '\u3100' || first < '\u3041' || first > '\u30ff' || first === 'お' || first === 'ご');

// Every term of a text as often as it stands there: `[term, isInside]`.
export function termsOf(text) {
  return analyse(text).runs.flatMap(({ kind, text: run }) => {
    const characters = Array.from(run);
    if (kind === 'gram') return characters.flatMap((one, at) => [[one, false], ...(isPair(characters[at - 1], one) ? [[characters[at - 1] + one, false]] : [])]);
    const terms = characters.map((_, at) => [characters.slice(at, at + 16).join(''), at > 0]);
    return [...terms, ...(characters.length > 1 ? characters.map((one) => [one, true]) : [])];
  });
}

// The same as they are stored: `_` stands before a gram of one character or of two below U+3100, `:`
// before one with one character below U+3100.
const storedTermsOf = (text) => termsOf(text).map(([term, isInside]) => {
  const characters = Array.from(term);
  if (classes(characters)[0] !== 'gram') return [term, isInside];
  const low = characters.filter((one) => one.codePointAt(0) < 0x3100).length;
  return [(characters.length === 1 ? '_' : ['', ':', '_'][low]) + term, isInside];
});

const VOWELS = {
  a: 'あかがさざただなはばぱまやらわゃぁ', i: 'いきぎしじちぢにひびぴみりゐぃ', u: 'うくぐすずつづぬふぶぷむゆるゔゅぅ',
  e: 'えけげせぜてでねへべぺめれゑぇ', o: 'おこごそぞとどのほぼぽもよろをょぉ',
};
const vowelOf = (kana) => Object.keys(VOWELS).find((vowel) => VOWELS[vowel].includes(kana));

export function readingKey(kana) {
  const characters = Array.from(fold(kana));
  return characters.filter((one, at) => {
    const heard = characters.slice(0, at).filter((earlier) => earlier !== 'ー').at(-1);
    const before = heard && vowelOf(heard);
    const isLong = 'あいうえお'.includes(one) && before !== undefined && (vowelOf(one) === before || (one === 'う' && before === 'o'));
    return one !== 'ー' && !isLong;
  }).join('').replace(/ぢ/g, 'じ').replace(/づ/g, 'ず');
}

// --- Bytes -------------------------------------------------------------------------------------

const leb = (number) => (number < 128 ? [number] : [(number % 128) | 128, ...leb(Math.floor(number / 128))]);

function list(numbers, pages) {
  let width = 0;
  while (numbers.length * 2 ** (width + 1) * 10 <= pages * 7) width += 1;
  let bits = '';
  let previous = -1;
  for (const number of numbers) {
    const gap = number - previous - 1;
    bits += `${'1'.repeat(gap >> width)}0${width ? (gap % 2 ** width).toString(2).padStart(width, '0') : ''}`;
    previous = number;
  }
  const bytes = bits.match(/.{1,8}/g).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
  return [...leb(numbers.length), ...bytes];
}

function posting(byPlace, pages) {
  const places = [...byPlace.keys()].sort((a, b) => a - b);
  return [places.reduce((bits, place) => bits | (1 << place), 0), ...places.flatMap((place) => list(byPlace.get(place), pages))];
}

function termBlock(rows) {
  const text = Buffer.from(rows.map(([term]) => `${term}\n`).join(''));
  return Buffer.concat([Buffer.from(leb(text.length)), text, Buffer.from(rows.flatMap(([, bytes]) => leb(bytes.length))), ...rows.map(([, bytes]) => Buffer.from(bytes))]);
}

// Groups of rows of about so many bytes.
function grouped(rows, size, bytesOf) {
  const groups = [];
  let left = 0;
  for (const row of rows) {
    if (left <= 0) {
      groups.push([]);
      left = size;
    }
    groups.at(-1).push(row);
    left -= bytesOf(row);
  }
  return groups;
}

// --- The index ---------------------------------------------------------------------------------

// Term → page → place. `places` says which page has a term where; the best place counts.
class Terms extends Map {
  add(term, page, place) {
    if (!this.has(term)) this.set(term, new Map());
    const pages = this.get(term);
    pages.set(page, Math.min(place, pages.get(page) ?? place));
  }

  rows(pages) {
    return [...this].sort(([a], [b]) => (a < b ? -1 : 1)).map(([term, found]) => {
      const byPlace = new Map();
      for (const [page, place] of [...found].sort(([a], [b]) => a - b)) byPlace.set(place, [...(byPlace.get(place) ?? []), page]);
      return [term, posting(byPlace, pages)];
    });
  }
}

// `{title, url, kind, parent, description, kana, names, tags, headings, text, readings, isRecord}`;
// `readings` is what a dictionary would say: `{移住: 'いじゅう'}`.
function addPage(terms, page, number) {
  const { title, description = '', kana = '', names = [], tags = [], headings = [], text = '', readings = {}, isRecord = false } = page;
  const fields = [[TITLE, title], [READING, kana], ...names.map((name) => [READING, name]), ...headings.map(([heading]) => [HEADING, heading]), ...tags.map((tag) => [TAG, tag]), [DESCRIPTION, description]];
  const count = new Map();
  for (const [term, isInside] of storedTermsOf(text)) {
    if (isInside) terms.add(term, number, INSIDE);
    else count.set(term, (count.get(term) ?? 0) + 1);
  }
  for (const [term, times] of count) terms.add(term, number, times >= 4 ? OFTEN : TEXT);
  for (const [place, field] of fields) {
    for (const [term, isInside] of storedTermsOf(field)) terms.add(term, number, isInside ? INSIDE : place);
    for (const [written, reading] of Object.entries(readings)) {
      if (analyse(field).form.includes(analyse(written).form)) terms.add(`~${readingKey(reading)} ${analyse(written).form}`, number, place);
    }
  }
  for (const [place, field] of [...fields, [TEXT, text]]) {
    for (const { kind, text: word } of analyse(field).runs) {
      if (kind === 'word' && /^[a-z0-9]{4,}$/.test(word)) terms.add(`<${[...word].reverse().join('')}`, number, place);
    }
  }
  terms.add(`=${analyse(title).form}`, number, isRecord ? 0 : 2);
  for (const name of names) {
    terms.add(`=${analyse(name).form}`, number, isRecord ? 1 : 3);
    if (readings[name]) terms.add(`=${readingKey(readings[name])}`, number, isRecord ? 1 : 3);
  }
  if (kana) {
    terms.add(`~${readingKey(kana)} ${analyse(title).form}`, number, TITLE);
    terms.add(`=${readingKey(kana)}`, number, isRecord ? 1 : 3);
  }
}

export const packEntry = (entry) => gzipSync(JSON.stringify(entry));

/**
 * The files of an index by their path. `facets` are `[name, value, label, numbers of pages]`; the sizes
 * of blocks and parts are small, so that a small index has many.
 */
export function encodeIndex(pages, { kinds = { article: '記事', record: '都道府県' }, collections = {}, facets = [], blockSize = 600, partSize = 3000, version = 1 } = {}) {
  const terms = new Terms();
  pages.forEach((page, number) => addPage(terms, page, number));

  const files = new Map();
  const parts = [];
  const starts = [];
  const firstTerms = [];
  const pagesOfBlocks = [];
  let open = [];
  let length = 0;
  const closePart = () => {
    if (open.length === 0) return;
    const packed = gzipSync(Buffer.concat(open), { level: 9 });
    const name = createHash('sha256').update(packed).digest('hex').slice(0, 16);
    files.set(`search/parts/${name}.bin`, packed);
    parts.push(name);
    open = [];
    length = 0;
  };
  const addBlock = (bytes) => {
    if (length > partSize) closePart();
    starts.push(length);
    open.push(bytes);
    length += bytes.length;
  };

  grouped(terms.rows(pages.length), blockSize, ([term, bytes]) => Buffer.byteLength(term) + bytes.length + 2).forEach((rows, at) => {
    firstTerms.push(at ? rows[0][0] : '');
    addBlock(termBlock(rows));
  });
  const records = pages.map(({ title, url, kind, parent = '', description = '', kana = '', names = [], tags = [], headings = [] }) =>
    [title, url, kind, parent, description, [kana, ...names, ...tags].filter(Boolean).join('\n'), headings]);
  for (const group of grouped(records, blockSize, (record) => JSON.stringify(record).length)) {
    pagesOfBlocks.push(group.length);
    addBlock(Buffer.from(JSON.stringify(group)));
  }
  addBlock(termBlock(facets.map(([name, value, label, numbers]) => [`${name}\t${value}\t${label}`, posting(new Map([[TEXT, numbers]]), pages.length)])));
  closePart();
  const entry = { version, pages: pages.length, parts: parts.join(''), starts, terms: firstTerms.join('\n'), records: pagesOfBlocks, kinds, collections };
  files.set('search/entry.bin', packEntry(entry));
  return files;
}

/**
 * Answers `fetch` of a test from the files of an index. `requests` are the paths asked for, `bytes`
 * their size, `rounds` how often something was asked for while nothing was on its way.
 */
export function hostIndex(context, files, folder = 'https://guide.example/sub/') {
  const host = { folder, files, requests: [], bytes: 0, rounds: 0, options: [] };
  let underWay = 0;
  context.mock.method(globalThis, 'fetch', async (url, options = {}) => {
    const path = String(url).slice(folder.length);
    if (underWay === 0) host.rounds += 1;
    underWay += 1;
    host.requests.push(path);
    host.options.push(options);
    await new Promise((done) => setTimeout(done, 1));
    underWay -= 1;
    const body = host.files.get(path);
    if (body instanceof Error) throw body;
    if (body === undefined || !String(url).startsWith(folder)) return new Response('<!doctype html>', { status: 404 });
    host.bytes += body.length;
    return new Response(body);
  });
  return host;
}

// --- Random texts of what goes wrong easily: the same ones every time --------------------------

// Numbers from 0 to `limit` − 1 (mulberry32).
export function random(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const PIECES = [
  'a', 'b', 'B', 'c++', 'C#', '+', '#', '3.5', '1,741', '0', '9', '.', ',', ' ', '　', '-', '—', '\n', 'java', 'JavaScript', 'ﬁ', 'Å', 'é', 'e\u0301', 'Σ', 'ς', 'İ', 'ß', 'ŉ',
  'あ', 'い', 'か', 'が', 'か\u3099', 'ｶﾞ', 'ﾊﾟ', 'ﾞ', 'ー', 'ゝ', 'ヾ', 'ヶ', 'ゕ', 'っ', 'ん', 'ア', 'ヴ', '移住', '移', '住', '徳島県', '東', '京', '都', '々', '〆', '〇', '㈱', '㍑', '①', '½', '⑳',
  '💡', '👨‍👩‍👧', '👍🏽', '🇯🇵', '⭐️', '☎', '❶', '㊙', '\u{1f9ff}', '𠮷', '𝐀', '\ud83d', '\udc00', '\u200b', '\u200d', '\u00ad', '\ufeff', '\ufe0f', '葛\u{e0100}', '\u3099', '\u309a', '\u0301', '\u0345', '\u034f', '\u302a',
  '한', 'ᄀ', '\u1161', 'ᆨ', 'ㅏ', 'ﾡ', 'ﾻ', 'ไ', 'ท', '\u0e31', 'न', '\u094d', 'ש\u05c1', 'ً', 'ﷺ', 'ё', 'й', '"', '“', '」', '「', '×', '・', "'", '~', '=', '<', '\\', '/',
];

export function hostileText(next, length) {
  return Array.from({ length: next(length + 1) }, () => PIECES[next(PIECES.length)]).join('');
}
