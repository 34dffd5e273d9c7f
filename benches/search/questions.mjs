// Questions to a search whose right answers are known, since the generator wrote the pages.
//
// A question: `{kind, query, right, pages}`. `right` is the one page whose title answers it, or
// null for words that are everywhere; `pages` are all articles that contain what is asked for, by
// looking through their texts, or null where the query is not written as the text is (a reading,
// a typing mistake).

const KINDS = {
  'a word of kanji': 30,
  'a word of katakana': 25,
  'two words': 30,
  'common words': 20,
  'a phrase': 25,
  'a Latin word': 20,
  'a number with its unit': 20,
  'a reading': 20,
  'a typing mistake': 10,
};

const LEAST_READING = 5;
const LEAST_MISTAKEN = 6;

// `taken`: names that other pages have, which no question may ask for.
// `common`: nouns that many pages hold.
export function questions(articles, { readings, taken, common, chance }) {
  const scan = new Scan(articles);
  const other = plain(taken);
  const order = chance.shuffle(articles.map((_, number) => number));
  const asked = [];
  for (const [kind, wanted] of Object.entries(KINDS)) {
    let found = 0;
    for (const number of order) {
      if (found === wanted) break;
      if (asked.some(({ right }) => right === articles[number].url)) continue;
      const { url } = articles[number];
      const question = CANDIDATES[kind](articles[number], { scan, readings, common, chance, other });
      if (question) asked.push({ kind, right: url, ...question });
      else continue;
      found += 1;
    }
    if (found < wanted) throw new Error(`only ${found} of ${wanted} questions for ${kind}; write more articles`);
  }
  return chance.shuffle(asked);
}

const CANDIDATES = {
  'a word of kanji': ({ title }, context) => written(context, title.nouns[0]),
  'a word of katakana': ({ title }, context) => (title.katakana?.length > 2 ? written(context, title.katakana) : null),
  'two words': ({ title }, context) => {
    const words = [title.nouns[0], title.nouns[1] ?? title.katakana ?? title.latin];
    return words[1] ? written(context, ...words) : null;
  },
  'common words': (_, { scan, common, chance }) => {
    const words = chance.several(common, chance.between(1, 2));
    return { query: words.join(' '), right: null, pages: scan.pages(...words) };
  },
  'a phrase': ({ title }, context) => {
    const found = title.phrase && written(context, title.phrase);
    return found && { ...found, query: `"${title.phrase}"` };
  },
  'a Latin word': ({ title }, context) => (title.latin?.length > 3 ? written(context, title.latin) : null),
  'a number with its unit': ({ title }, context) => (title.number ? written(context, title.number) : null),
  'a reading': ({ title }, { scan, readings, other }) => {
    const reading = readings.get(title.nouns[0]);
    if (!reading || reading.length < LEAST_READING || other.includes(reading)) return null;
    const same = scan.nouns.filter((noun) => (readings.get(noun) ?? '').startsWith(reading));
    return same.length === 1 && scan.titles(title.nouns[0]) === 1 ? { query: reading, pages: null } : null;
  },
  'a typing mistake': ({ title }, context) => {
    const word = title.latin?.toLowerCase();
    if (!word || word.length < LEAST_MISTAKEN || !/^[a-z]+$/.test(word) || !written(context, word)) return null;
    const place = context.chance.between(1, word.length - 2);
    const query = context.chance.of([
      word.slice(0, place) + word.slice(place + 1),
      word.slice(0, place) + word[place + 1] + word[place] + word.slice(place + 2),
      `${word.slice(0, place)}x${word.slice(place + 1)}`,
    ]);
    return query !== word && context.scan.pages(query).length === 0 ? { query, pages: null } : null;
  },
};

// A question for words as they are written, if one title alone holds them.
function written({ scan, other }, ...words) {
  if (scan.titles(...words) !== 1 || words.some((word) => other.includes(plain(word)))) return null;
  return { query: words.join(' '), pages: scan.pages(...words) };
}

// Upper case and commas in numbers make no difference.
const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/(?<=\d),(?=\d)/g, '');

class Scan {
  constructor(articles) {
    this.articles = articles.map(({ url, text, title }) => ({ url, text: plain(text), title: plain(title.text) }));
    this.nouns = articles.map(({ title }) => title.nouns[0]);
  }

  // How many titles hold all words.
  titles(...words) {
    const tests = words.map(testOf);
    return this.articles.filter(({ title }) => tests.every((test) => test(title))).length;
  }

  // The addresses of all articles that do.
  pages(...words) {
    const tests = words.map(testOf);
    return this.articles.filter(({ text }) => tests.every((test) => test(text))).map(({ url }) => url);
  }
}

// Japanese may stand inside a longer word; Latin words and numbers begin where the query does:
// 35分 isn't found for 5分.
function testOf(word) {
  const wanted = plain(word);
  const before = /^\d/.test(wanted) ? /[\d.]/ : /^[a-z]/.test(wanted) ? /[a-z0-9]/ : null;
  if (!before) return (text) => text.includes(wanted);
  return (text) => {
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (at === 0 || !before.test(text[at - 1])) return true;
    }
    return false;
  };
}
