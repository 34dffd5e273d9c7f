// Answers of the engine, from an index made by the encoder of the tests.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Engine } from '../../themes/guide/scripts/search/engine.js';
import { encodeIndex, hostIndex } from '../support/search_index.mjs';

const record = (id, title, kana, short, shortKana, more) => ({ title, url: `regions/${id}/`, kind: 'record', parent: '都道府県', kana, names: [short], readings: { [short]: shortKana, 県: 'けん' }, isRecord: true, ...more });
const article = (id, title, more) => ({ title, url: `articles/moving/${id}/`, kind: 'article', parent: '移住・上京', ...more });

const PAGES = [
  record('tokushima', '徳島県', 'とくしまけん', '徳島', 'とくしま', { description: '四国の東。', tags: ['移住'], headings: [['仕事', 'work']], text: '阿波おどりとC言語。' }),
  record('tokyo', '東京都', 'とうきょうと', '東京', 'とうきょう', { text: '家賃は9,736円。Pythonの会が多い。' }),
  record('osaka', '大阪府', 'おおさかふ', '大阪', 'おおさか', { text: 'JavaScriptとTypeScriptの会。' }),
  { title: '道後温泉', url: 'platforms/dogo/', kind: 'platform', kana: 'どうごおんせん', isRecord: true, names: ['道後'], text: '湯' },
  { title: '徳島の会', url: 'platforms/awa/', kind: 'platform', kana: 'あわ', isRecord: true, text: '' },
  article('costs', '地方移住の費用', { description: '引っ越す前に読む。', readings: { 地方: 'ちほう', 移住: 'いじゅう', 地方移住: 'ちほういじゅう', 費用: 'ひよう', 前: 'まえ' }, text: '移住にかかる費用。' }),
  article('steps', '引っ越しの手順', { headings: [['移住の前に', 'before'], ['仕事', 'work']], readings: { 移住: 'いじゅう', 前: 'まえ', 手順: 'てじゅん' }, text: 'Kubernetesは要らない。' }),
  article('often', 'よくある話', { text: '移住、移住、移住、移住。' }),
  article('once', '一度だけの話', { text: '移住は一度。徳島県の話。いじゅうと読む。' }),
  article('java', 'Java入門', { text: 'Javaを学ぶ。' }),
  article('javascript', 'JavaScript入門', { text: 'JavaScriptを学ぶ。' }),
  article('endings', 'パイソン', { text: 'cpythonの中。kinen。' }),
  article('smoking', '禁煙と記念', { readings: { 禁煙: 'きんえん', 記念: 'きねん' } }),
  { title: '移住', url: 'tags/migration/', kind: 'tag', kana: 'いじゅう', readings: { 移住: 'いじゅう' } },
  { title: '住まい', url: 'tags/home/', kind: 'tag', kana: 'すまい', headings: [['毎月', 'm']], readings: { 毎月: 'まいつき' } },
  article('apart', '地方への移住', { readings: { 地方: 'ちほう', 移住: 'いじゅう' }, text: '地方いじゅうではない地方の話。' }),
];

const number = (title) => PAGES.findIndex((page) => page.title === title);
const OPTIONS = {
  kinds: { article: '記事', record: '都道府県', platform: '学習サービス', tag: 'タグ' },
  collections: { regions: { pages: [0, 3], compare: 'all' }, platforms: { pages: [3, 5], compare: 'some' } },
  facets: [
    ['kind', 'record', '都道府県', [0, 1, 2]], ['kind', 'article', '記事', [5, 6, 7, 8, 9, 10, 11, 12, 15]],
    ['place', 'tokushima', '徳島県', [0, 4, 8]], ['place', 'tokyo', '東京都', [1]],
    ['tag', 'migration', '移住', [0, 5, 6, 7, 8]],
  ],
};

const open = (context, pages = PAGES, options = OPTIONS) => {
  const host = hostIndex(context, encodeIndex(pages, options));
  return { host, engine: new Engine(host.folder) };
};
const titles = (answer, pages = PAGES) => Array.from(answer.numbers, (page) => pages[page].title);

function answers(query, expected, { certain = true } = {}) {
  test(`${query} → ${expected.join(' ')}`, async (context) => {
    const answer = await open(context).engine.search(query);
    assert.deepEqual(titles(answer), expected);
    assert.equal(answer.certain, certain);
    assert.equal(answer.query, query);
  });
}

function finds(query, title) {
  test(`${query} finds ${title}`, async (context) => assert.ok(titles(await open(context).engine.search(query)).includes(title)));
}

describe('as written', () => {
  answers('費用', ['地方移住の費用']);
  answers('湯', ['道後温泉']);
  answers('9736', ['東京都']);
  answers('9,736円', ['東京都'], { certain: false });
  answers('c言語', ['徳島県'], { certain: false });
  answers('pyth', ['東京都', 'パイソン']);
  answers('script', ['大阪府', 'JavaScript入門']);
  answers('移住 徳島県', ['徳島県', '一度だけの話'], { certain: false });
  answers('"移住にかかる"', ['地方移住の費用'], { certain: false });
  answers('「いじゅう」', ['移住', '一度だけの話', '地方への移住'], { certain: false });
  answers('「ijuu」', []);
  answers('住 島', ['徳島県', '一度だけの話']);
  answers('どこにもない', []);
  answers('移住 どこにもない', []);
  answers('!?', []);
  answers('', []);
});

describe('by reading', () => {
  const settled = '地方移住の費用';
  for (const query of ['いじゅう', 'イジュウ', 'ｲｼﾞｭｳ', 'ijuu', 'iju', 'ijū', 'IJUU', 'いじ', 'いj', 'ijy', 'ちほういじゅう', 'tihouijuu', 'chihouiju', '地方いじゅ', '地方iju']) finds(query, settled);
  for (const query of ['tokushima', 'tokusima', 'とくしま', 'トクシ', 'tok', 'tokushimaken', 'とくしまけん']) finds(query, '徳島県');
  for (const query of ['toukyou', 'tokyo', 'tōkyō', 'とーきょー', 'oosaka', 'osaka', 'オオサカ']) finds(query, /sak|サカ/.test(query) ? '大阪府' : '東京都');
  finds('kinen', '禁煙と記念');
  finds("kin'en", '禁煙と記念');
  finds('きんえん', '禁煙と記念');
  answers('住まい', ['住まい'], { certain: false });
  answers('j', ['Java入門', 'JavaScript入門', '大阪府']);
  answers('いじゅう 費用', ['地方移住の費用'], { certain: false });

  test('a single kana must be the whole reading', async (context) => {
    const pages = [article('a', '木', { readings: { 木: 'き' } }), article('b', '金', { readings: { 金: 'きん' } }), article('c', 'きらめき')];
    assert.deepEqual(titles(await open(context, pages, {}).engine.search('き'), pages), ['きらめき', '木']);
    assert.deepEqual(titles(await open(context, pages, {}).engine.search('きん'), pages), ['金']);
  });

  test('what is read stands beside the rest of its word', async (context) => {
    const answer = await open(context).engine.search('地方いじゅ');
    assert.deepEqual(titles(answer), ['地方への移住', '地方移住の費用']);
    assert.deepEqual(answer.needs, [['地方いじゅ', '地方移住']]);
  });

  test('a page must have what was found by reading', async (context) => {
    const answer = await open(context).engine.search('ひよう ijuu');
    assert.deepEqual(answer.needs, [['ひよう', '費用'], ['ijuu', '移住', 'いじゅう']]);
    assert.deepEqual(answer.marks, ['ijuu', 'いじゅう', 'ひよう', '費用', '移住']);
  });
});

describe('a phrase is taken as it is', () => {
  answers('「移住の会」', [], { certain: true });
  answers('「地方の費用」', [], { certain: true });
});

describe('around a particle', () => {
  answers('移住の仕事', ['引っ越しの手順', '徳島県'], { certain: false });
  answers('「移住の仕事」', ['引っ越しの手順'], { certain: false });
  answers('移住に引っ越し', ['引っ越しの手順'], { certain: false });
  answers('移住のうわさ', []);

  test('a page must have the text or both parts', async (context) => {
    const answer = await open(context).engine.search('徳島県の仕事');
    assert.deepEqual(answer.needs, [['徳島県の仕事', '徳島県'], ['徳島県の仕事', '仕事']]);
  });
});

describe('what is typed on', () => {
  finds('ijuunohiyou', '地方移住の費用');
  finds('いじゅうのひよう', '地方移住の費用');
  finds('いじゅうにかかる', '地方移住の費用');
  finds('おおs', '大阪府');
});

describe('typing mistakes', () => {
  const mistakes = {
    'left out': ['avascript', 'jvascript', 'javscript', 'javascrip7', 'javascrit'],
    'too many': ['xjavascript', 'javvascript', 'javasscript', 'javascripty', 'javascriptt'],
    wrong: ['kavascript', 'jqvascript', 'javaacript', 'javascripr', 'javascrupt'],
    'changed places': ['ajvascript', 'jvaascript', 'javsacript', 'javascritp', 'javacsript'],
  };
  for (const [name, words] of Object.entries(mistakes)) {
    for (const word of words) finds(word, 'JavaScript入門');
    test(`a letter ${name}: what was meant is marked`, async (context) => {
      const answer = await open(context).engine.search(words[1]);
      assert.deepEqual(answer.needs, [[words[1], 'javascript']]);
      assert.equal(answer.certain, true);
    });
  }
  finds('kubernets', '引っ越しの手順');
  finds('kubenete', '引っ越しの手順');
  answers('pyton', ['東京都', 'パイソン']);
  answers('pythno', ['東京都', 'パイソン']);
  answers('phyton', []);
  answers('pythin', ['東京都', 'パイソン']);
  answers('cpytho', ['パイソン']);
  answers('ythno', []);
  answers('jvaa', []);
  answers('pxyhton', []);
  answers('"pyhton"', []);
  answers('cpythom', ['パイソン']);
  answers('pyhton 家賃', ['東京都']);

  test('mistakes come after what is written, and not where enough is', async (context) => {
    const pages = [article('a', 'reacts'), article('b', 'reach'), article('c', 'react')];
    assert.deepEqual(titles(await open(context, pages, {}).engine.search('react'), pages), ['react', 'reacts', 'reach']);
    const more = [...pages, article('d', 'react d'), article('e', 'react e'), article('f', 'react f')];
    assert.equal(titles(await open(context, more, {}).engine.search('react'), more).includes('reach'), false);
  });
});

describe('order', () => {
  answers('移住', ['移住', '地方移住の費用', '地方への移住', '引っ越しの手順', '徳島県', 'よくある話', '一度だけの話']);
  answers('java', ['Java入門', 'JavaScript入門', '大阪府']);

  test('names come first: of records, other names, then of other pages', async (context) => {
    const pages = [
      article('a', '徳島、徳島'), { title: '徳島', url: 'tags/a/', kind: 'tag' }, { title: '阿波', url: 'x/a/', kind: 'record', names: ['徳島'], isRecord: true },
      { title: '徳島', url: 'x/b/', kind: 'record', isRecord: true }, article('b', '徳島への道'), article('c', '道は徳島へ'),
    ];
    assert.deepEqual(Array.from((await open(context, pages, {}).engine.search('徳島')).numbers), [3, 2, 1, 0, 4, 5]);
  });

  test('every place counts less than the one before it', async (context) => {
    const pages = [
      article('inside', 'a', { text: 'xkey' }), article('text', 'b', { text: 'key' }), article('often', 'c', { text: 'key key key key' }), article('description', 'd', { description: 'key' }),
      article('tag', 'e', { tags: ['key'] }), article('heading', 'f', { headings: [['key', 'k']] }), article('reading', 'g', { names: ['key x'] }), article('title', 'the key'),
    ];
    assert.deepEqual(Array.from((await open(context, pages, {}).engine.search('key')).numbers), [7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test('a page that is called so comes before one that has it written', async (context) => {
    const pages = [article('meetup', 'Tokushima Meetup'), record('naruto', '鳴門市', 'なるとし', '鳴門', 'なると'), record('tokushima', '徳島市', 'とくしまし', '徳島', 'とくしま')];
    assert.deepEqual(titles(await open(context, pages, {}).engine.search('tokushima'), pages), ['徳島市', 'Tokushima Meetup']);
  });

  test('reading comes after writing, and equal pages in the order of their numbers', async (context) => {
    const pages = [article('a', '移住', { readings: { 移住: 'いじゅう' } }), article('b', 'あ', { text: 'いじゅう' }), article('c', '移住', { readings: { 移住: 'いじゅう' } })];
    assert.deepEqual(Array.from((await open(context, pages, {}).engine.search('いじゅう')).numbers), [1, 0, 2]);
  });

  test('a word as good as its worst pair of characters', async (context) => {
    const pages = [article('a', '移動', { text: '動と住。住宅' }), article('b', 'あ', { description: '移動住宅' }), article('c', '移動住宅')];
    assert.deepEqual(Array.from((await open(context, pages, {}).engine.search('移動住宅')).numbers), [2, 1]);
  });
});

describe('filters', () => {
  test('results, and counts that respect the other filters', async (context) => {
    const { engine } = open(context);
    const counts = async (answer) => (await engine.facets(answer)).map(({ name, options }) => `${name} ${options.map(({ value, count }) => `${value} ${count}`).join(', ')}`);
    const all = await engine.search('移住');
    assert.deepEqual(await counts(all), ['kind record 1, article 5', 'place tokushima 2, tokyo 0', 'tag migration 5']);
    const articles = await engine.search('移住', { kind: 'article' });
    assert.deepEqual(titles(articles), ['地方移住の費用', '地方への移住', '引っ越しの手順', 'よくある話', '一度だけの話']);
    assert.deepEqual(await counts(articles), ['kind record 1, article 5', 'place tokushima 1, tokyo 0', 'tag migration 4']);
    const both = await engine.search('移住', { kind: 'article', place: 'tokushima', tag: '' });
    assert.deepEqual(titles(both), ['一度だけの話']);
    assert.deepEqual(await counts(both), ['kind record 1, article 1', 'place tokushima 1, tokyo 0', 'tag migration 1']);
  });

  test('a filter that there is not is left out', async (context) => {
    const { engine } = open(context);
    const without = titles(await engine.search('移住'));
    assert.deepEqual(titles(await engine.search('移住', { kind: 'poem' })), without);
  });

  test('labels', async (context) => {
    const { engine } = open(context);
    assert.deepEqual((await engine.facets(await engine.search('東京')))[1].options[1], { value: 'tokyo', label: '東京都', count: 1 });
  });
});

describe('comparisons', () => {
  const regions = { names: ['徳島県', '東京都'], url: 'https://guide.example/sub/compare/regions/tokushima/tokyo.html', check: false };
  for (const query of ['徳島 東京', '東京 徳島', '徳島と東京', '東京都vs徳島県', 'tokushima tokyo', 'とくしまととうきょう', '徳島×トウキョウ', '徳島・東京']) {
    test(query, async (context) => assert.deepEqual((await open(context).engine.search(query)).comparison, regions));
  }
  test('three rounds of requests at most, as for other queries', async (context) => {
    const { engine, host } = open(context);
    const { numbers } = await engine.search('徳島 東京');
    await engine.pages(numbers.subarray(0, 10));
    assert.ok(host.rounds <= 3);
  });
  test('only some are compared', async (context) => {
    const { comparison } = await open(context).engine.search('道後と徳島の会');
    assert.deepEqual(comparison, { names: ['徳島の会', '道後温泉'], url: 'https://guide.example/sub/compare/platforms/awa/dogo.html', check: true });
  });
  for (const query of ['徳島 徳島県', '徳島 道後', '徳島', '徳島 移住', '徳島 東京 大阪']) {
    test(`none: ${query}`, async (context) => assert.equal((await open(context).engine.search(query)).comparison, null));
  }
  test('a collection without comparisons', async (context) => {
    const { engine } = open(context, PAGES, { ...OPTIONS, collections: { regions: { pages: [0, 3] } } });
    assert.equal((await engine.search('徳島 東京')).comparison, null);
  });
});

test('pages', async (context) => {
  const { engine } = open(context);
  const [costs, tokushima] = await engine.pages([number('地方移住の費用'), 0]);
  assert.deepEqual(costs, {
    number: 5, title: '地方移住の費用', url: 'https://guide.example/sub/articles/moving/costs/', kind: 'article', kindName: '記事',
    parent: '移住・上京', lead: '引っ越す前に読む。', also: [], headings: [],
  });
  assert.deepEqual(tokushima.also, ['とくしまけん', '徳島', '移住']);
  assert.deepEqual(tokushima.headings, [{ text: '仕事', anchor: 'work' }]);
  assert.deepEqual(await engine.pages(new Uint32Array()), []);
});
