// Places of the guide by their names: every municipality as it is written, by its reading and in
// Latin letters; a prefecture before the city that is called so too; the pages of one prefecture.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { serve } from '../support/server.mjs';
import { OUTPUT } from './evaluate.mjs';
import { PROJECT } from './scan.mjs';

const ENGINE = join(PROJECT, 'themes', 'guide', 'scripts', 'search', 'engine.js');

const records = (folder) =>
  readdirSync(join(PROJECT, 'content', folder))
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('_'))
    .flatMap((name) => parse(readFileSync(join(PROJECT, 'content', folder, name), 'utf8')));

const municipalities = records('municipalities');
const prefectures = new Map(records('regions').map((region) => [region.id, region]));

// Kana in Latin letters, as signs of stations have them, without long vowels' marks.
const ROMAJI = Object.fromEntries(
  `あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo
  たta ちchi つtsu てte とto だda ぢji づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo
  ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をo んn`
    .split(/\s+/)
    .map((entry) => [entry[0], entry.slice(1)]),
);
const SMALL = { ゃ: 'a', ゅ: 'u', ょ: 'o' };

// Small ゃゅょ take the vowel of what is before them; っ doubles the consonant after it.
function latin(kana) {
  let text = '';
  let doubled = false;
  for (const one of kana.replaceAll('ー', '')) {
    if (SMALL[one]) {
      text = text.slice(0, -1).replace(/([^cjs]|[^cs]h)$/, '$1y').replace(/(sh|ch|j)y$/, '$1') + SMALL[one];
      continue;
    }
    doubled ||= one === 'っ';
    if (one === 'っ') continue;
    const next = ROMAJI[one];
    assert.ok(next, `${kana}: ${one}`);
    text += doubled ? (next.startsWith('ch') ? 't' : next[0]) + next : next;
    doubled = false;
  }
  return text;
}

const ENDINGS = { 市: ['し'], 区: ['く'], 町: ['ちょう', 'まち'], 村: ['むら', 'そん'] };
const shortOf = ({ name, kana }) => {
  const ending = ENDINGS[name.at(-1)].find((other) => kana.endsWith(other));
  return { name: name.slice(0, -1), kana: kana.slice(0, -ending.length) };
};

let server;
let engine;
let addresses;

before(async () => {
  server = await serve(OUTPUT, { base: '/sub/path/' });
  const { Engine } = await import(pathToFileURL(ENGINE).href);
  engine = new Engine(server.url);
  const { pages: count } = JSON.parse(gunzipSync(readFileSync(join(OUTPUT, 'search', 'entry.bin'))));
  const known = await engine.pages(Uint32Array.from({ length: count }, (_, number) => number));
  addresses = known.map(({ url }) => url.slice(server.url.length));
});
after(() => server.close());

const ask = async (query) => Array.from((await engine.search(query)).numbers, (number) => addresses[number]);
const addressOf = ({ id }) => `municipalities/${id}/`;
const times = (texts) => texts.reduce((counts, text) => counts.set(text, (counts.get(text) ?? 0) + 1), new Map());

// Two towns called so in one prefecture, told apart by their districts.
const BY_DISTRICT = ['hokkaido-esashi-hiyama', 'hokkaido-esashi-esashi'];

describe('every municipality is among the first ten pages', () => {
  // Several may be called so, and readings don't tell long vowels from short ones.
  const queries = {
    'as it is written': ({ name }) => name,
    'without what kind of place it is': (one) => shortOf(one).name,
    'by its reading': ({ kana }) => kana,
    'by its reading without the kind': (one) => shortOf(one).kana,
    'by the romaji of its id': ({ id, prefecture }) => id.slice(prefecture.length + 1),
    'in Latin letters': ({ kana }) => latin(kana),
    'in Latin letters without the kind': (one) => latin(shortOf(one).kana),
  };
  for (const [name, queryOf] of Object.entries(queries)) {
    test(name, async () => {
      assert.equal(municipalities.length, 1741);
      const late = [];
      for (const one of municipalities) {
        if (name === 'by the romaji of its id' && BY_DISTRICT.includes(one.id)) continue;
        const place = (await ask(queryOf(one))).indexOf(addressOf(one));
        if (place < 0 || place >= 10) late.push(`${queryOf(one)}: ${one.id} is at ${place}`);
      }
      assert.deepEqual(late, []);
    });
  }

  test('and the first of them with its prefecture, if others are called so', async () => {
    const counts = times(municipalities.map(({ name }) => name));
    const shared = municipalities.filter(({ name }) => counts.get(name) > 1);
    assert.ok(shared.length > 50, `${shared.length} share a name`);
    const late = [];
    for (const one of shared) {
      const query = `${prefectures.get(one.prefecture).name.ja} ${one.name}`;
      if ((await ask(query))[0] !== addressOf(one)) late.push(query);
    }
    assert.deepEqual(late, []);
  });
});

describe('a prefecture comes first, then the city that is called so too', () => {
  for (const [id, { name, kana, aliases }] of prefectures) {
    const short = aliases?.[0] ?? name.ja;
    const city = municipalities.find((one) => one.prefecture === id && one.name === `${short}市`);
    const reading = name.ja === short ? kana : kana.replace(/(と|ふ|けん)$/, '');
    test([short, reading, latin(reading), ...(city ? [city.name] : [])].join(' '), async () => {
      for (const query of [short, reading, latin(reading)]) {
        // さいたま is the city's name as it is written, and how the prefecture's is read.
        if (municipalities.some((one) => shortOf(one).name === query && query !== short)) continue;
        const [first, ...others] = await ask(query);
        assert.equal(first, `regions/${id}/`, query);
        if (!city) continue;
        // Of 山形市 and 山県市, which are read alike, either may come first.
        const alike = municipalities.filter((one) => shortOf(one).kana === reading && query !== short && /[市区]$/.test(one.name));
        const before = others.slice(0, others.indexOf(addressOf(city)));
        assert.deepEqual(before.filter((address) => !alike.some((one) => addressOf(one) === address)), [], query);
      }
    });
  }
});

describe('pages of one prefecture', () => {
  const cases = {
    徳島県の市区町村: 'municipalities/in/tokushima/',
    '徳島 市町村': 'municipalities/in/tokushima/',
    市町村: 'municipalities/',
    '徳島県 市区町村 比較': 'compare/municipalities/in/tokushima/',
    徳島県の市区町村の総人口: 'indicators/municipalities/population/in/tokushima/',
  };
  for (const [query, address] of Object.entries(cases)) {
    test(query, async () => assert.equal((await ask(query))[0], address));
  }

  test('rankings come after all other pages that have the word', async () => {
    const found = await ask('人口');
    const isRanking = (address) => /^indicators\/.*\/in\//.test(address);
    assert.ok(found.some(isRanking));
    assert.ok(found.slice(found.findIndex(isRanking)).every(isRanking), 'a page behind a ranking');
  });

  test('two municipalities offer their comparison, two prefectures theirs', async () => {
    const offered = async (query) => (await engine.search(query)).comparison?.url.slice(server.url.length);
    assert.equal(await offered('神山 上勝'), 'compare/municipalities/tokushima-kamikatsu/tokushima-kamiyama.html');
    assert.equal(await offered('徳島 鳴門'), 'compare/municipalities/tokushima-naruto/tokushima-tokushima.html');
    assert.equal(await offered('広島 山口'), 'compare/regions/hiroshima/yamaguchi.html');
  });
});
