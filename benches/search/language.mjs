// Japanese sentences like those of the guide, with a wider vocabulary.
//
// A chain of second order learns how the guide's sentences run. In it, words of kanji before a
// particle, words of katakana, Latin words and numbers are empty places; they are filled from
// lists in which a few words are frequent and most are rare, as in any language.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { listFiles } from '../../tests/support/output.mjs';
import { Ranked } from './random.mjs';

// Places in a sentence that are filled.
const NOUN = '\u0001';
const KATAKANA = '\u0002';
const LATIN = '\u0003';
const NUMBER = '\u0004';
const END = '\u0005';

const TOKEN = /[\p{Script=Han}々〆]+|[ァ-ヶ][ァ-ヶー]*|[ぁ-ゖ]+|[A-Za-z][A-Za-z0-9+#]*|[0-9][0-9,.]*|[^\n]/gu;
const PARTICLE = /^[はがをにのでともやへか、。「」・（）]/u;
const KANJI = /^[\p{Script=Han}々]{2,}$/u;

// Ranks behind the first words, so that "の" is not drawn every time.
const OFFSET = 6;
// Words of the dictionary that the corpus draws from.
const WORDS = 60_000;
const NAMES = 4_000;

// What the generator knows: the chain and the lists of words.
export function learn(repository, chance) {
  const sentences = sentencesOf(join(repository, 'content'));
  const counts = { noun: new Map(), katakana: new Map(), latin: new Map() };
  const chain = new Map();
  for (const sentence of sentences) addToChain(chain, sentence.match(TOKEN) ?? [], counts);

  const characters = new Map();
  for (const [word, count] of counts.noun) for (const character of word) add(characters, character, count);
  const readings = readDictionary(join(repository, 'src/search/readings/ipadic.tsv.gz'));
  // Words of common characters are common, more or less.
  const commonness = (word) => {
    let sum = 0;
    for (const character of word) sum += Math.log((characters.get(character) ?? 0) + 0.2);
    return sum / word.length + 2 * chance.next();
  };
  const own = byCount(counts.noun);
  const known = new Set(own);
  const wider = [...readings.keys()]
    .filter((word) => /^[\p{Script=Han}々]{2,4}$/u.test(word) && !known.has(word))
    .map((word) => [word, commonness(word)])
    .sort(([, a], [, b]) => b - a)
    .slice(0, WORDS)
    .map(([word]) => word);
  const verbs = chance.shuffle([...readings.keys()].filter((word) => /^[\p{Script=Han}]{1,2}[ぁ-ん]{0,2}る$/u.test(word)));
  const foreign = new Map();
  for (const word of readings.keys()) for (const [part] of word.matchAll(/[ァ-ヶ][ァ-ヶー]+/gu)) add(foreign, part, 1);
  for (const word of counts.katakana.keys()) foreign.delete(word);
  const names = Array.from({ length: NAMES }, () => madeUpName(chance));
  return {
    chain,
    readings,
    nouns: [...own, ...wider],
    noun: new Ranked([...own, ...wider], OFFSET),
    verb: new Ranked(verbs, OFFSET),
    katakana: new Ranked([...byCount(counts.katakana), ...byCount(foreign)], OFFSET),
    latin: new Ranked([...byCount(counts.latin), ...new Set(names)], OFFSET),
  };
}

// Everything below `content/` that is a Japanese sentence, without markup.
function sentencesOf(content) {
  const sentences = [];
  for (const path of listFiles(content).filter((name) => /\.(md|yaml)$/.test(name) && !name.endsWith('README.md'))) {
    const text = readFileSync(join(content, path), 'utf8');
    const lines = path.endsWith('.md') ? text.replace(/^---\n[^]*?\n---\n/, '').split('\n') : text.split('\n');
    for (const line of lines) {
      if (/^\s*(\||#|\[\^|```)/.test(line)) continue;
      const plain = line
        .replace(/^\s*(?:- )?(?:[a-z_]+: )?["']?/, '')
        .replace(/\[\^[^\]]*\]|\{\{[^}]*\}\}|\]\([^)]*\)|[[\]*`\\]/g, '');
      sentences.push(...(plain.match(/[^。]{4,}。/g) ?? []));
    }
  }
  return sentences;
}

function addToChain(chain, tokens, counts) {
  let [first, second] = [END, END];
  const step = (token) => {
    const state = first + second;
    if (!chain.has(state)) chain.set(state, []);
    chain.get(state).push(token);
    [first, second] = [second, token];
  };
  tokens.forEach((token, position) => step(placeOf(token, tokens[position + 1] ?? '', counts)));
  step(END);
}

function placeOf(token, next, counts) {
  if (KANJI.test(token) && PARTICLE.test(next)) {
    if (token.length <= 4) add(counts.noun, token, 1);
    return NOUN;
  }
  if (/^[ァ-ヶ][ァ-ヶー]/.test(token)) {
    add(counts.katakana, token, 1);
    return KATAKANA;
  }
  if (/^[A-Za-z]/.test(token)) {
    add(counts.latin, token, 1);
    return LATIN;
  }
  return /^[0-9]/.test(token) ? NUMBER : token;
}

const add = (counts, key, count) => counts.set(key, (counts.get(key) ?? 0) + count);

const byCount = (counts) => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);

// Word → its most frequent reading.
function readDictionary(file) {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return new Map(lines.map((line) => {
    const [word, readings] = line.split('\t');
    return [word, readings.split(',')[0]];
  }));
}

// The name of a service or tool: Netora, Kumodesk.
function madeUpName(chance) {
  const syllables = ['ka', 'ku', 'mo', 'na', 'ne', 'to', 'ra', 'ri', 'so', 'mi', 'ver', 'lin', 'dex', 'pla', 'tor', 'zen', 'qua', 'bel', 'fi', 'gra', 'hub', 'jet'];
  const endings = ['', '', 'desk', 'base', 'link', 'flow', 'lab', 'works', 'note', 'kit'];
  const name = Array.from({ length: chance.between(2, 3) }, () => chance.of(syllables)).join('') + chance.of(endings);
  return name[0].toUpperCase() + name.slice(1);
}

// Writes about one matter: `focus` are its own few words, `topic` those of its field.
export class Writer {
  constructor(language, chance, { focus, topic }) {
    Object.assign(this, { language, chance, focus, topic });
  }

  noun() {
    const { chance } = this;
    const draw = () => {
      const which = chance.next();
      if (which < 0.2) return chance.of(this.focus);
      return (which < 0.45 ? this.topic : this.language.noun).draw(chance);
    };
    const which = chance.next();
    if (which < 0.08) return draw() + draw();
    if (which < 0.14) return this.language.verb.draw(chance) + draw();
    return draw();
  }

  katakana() {
    const draw = () => this.language.katakana.draw(this.chance);
    return this.chance.happens(0.15) ? draw() + draw() : draw();
  }

  latin() {
    return this.language.latin.draw(this.chance);
  }

  // Small numbers are more frequent than great ones.
  number() {
    const { chance } = this;
    const size = 10 ** chance.between(1, 4);
    const whole = Math.max(1, Math.floor(size * chance.next() * chance.next()));
    if (whole < 100 && chance.happens(0.15)) return `${whole}.${chance.between(1, 9)}`;
    return whole > 999 && chance.happens(0.7) ? whole.toLocaleString('en-US') : String(whole);
  }

  sentence() {
    const { chain } = this.language;
    const written = [];
    let [first, second] = [END, END];
    for (;;) {
      const token = this.chance.of(chain.get(first + second));
      if (token === END) break;
      written.push(this.#filled(token));
      [first, second] = [second, token];
      // A chain may run on for long.
      if (written.length > 60) return this.sentence();
    }
    return written.join('');
  }

  #filled(token) {
    if (token === NOUN) return this.noun();
    if (token === KATAKANA) return this.katakana();
    if (token === LATIN) return this.latin();
    return token === NUMBER ? this.number() : token;
  }

  paragraph(sentences) {
    return Array.from({ length: sentences }, () => this.sentence()).join('');
  }
}
