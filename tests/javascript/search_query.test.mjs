// What a query asks for.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseQuery } from '../../themes/guide/scripts/search/query.js';

describe('words and phrases', () => {
  const cases = {
    '徳島　移住 Java': ['徳島', '移住', 'java'],
    '"地方 移住"': ['[地方 移住]'],
    '“地方 移住” 費用': ['[地方 移住]', '費用'],
    '”地方 移住”': ['[地方 移住]'],
    '＂地方 移住＂': ['[地方 移住]'],
    '「地方 移住」の費用': ['[地方 移住]', 'の費用'],
    '｢地方｣': ['[地方]'],
    '費用 "地方 移': ['費用', '[地方 移]'],
    '費用 「地方': ['費用', '[地方]'],
    'C++ 1,741円': ['c++', '1741円'],
    'node.js': ['node js'],
    '!! "" 「」 "': [],
    '': [],
  };
  for (const [query, words] of Object.entries(cases)) {
    test(query, () => assert.deepEqual(parseQuery(query).words.map(({ form, spoken, latin }) => {
      const isPhrase = words.includes(`[${form}]`);
      if (isPhrase) assert.deepEqual([spoken, latin], [undefined, undefined]);
      return isPhrase ? `[${form}]` : form;
    }), words));
  }

  test('a typing mistake may be in Latin words of five letters', () => {
    assert.deepEqual(parseQuery('pyhton java ruby3 c++11 とくしま pythonの').words.map(({ latin }) => latin), [true, false, true, false, false, false]);
  });
});

describe('readings', () => {
  const spoken = (query) => {
    const { before, after, beginnings } = parseQuery(query).words[0].spoken ?? { beginnings: [] };
    return [before, after, ...beginnings].filter(Boolean).join(' ');
  };
  const cases = {
    いじゅう: '~いじゅ', イジュウ: '~いじゅ', ijuu: '~いじゅ', ijū: '~いじゅ', き: '~き ', とう: '~と ', 'いj': '~いじ ~いっ',
    地方いじゅ: '地方 ~いじゅ', とくしま移住: '移住 ~とくしま ', '(いじゅう)。': '~いじゅ', 'tokyo移住': '移住 ~ときょ ', 'kushiro-shi': '~くしろし', 'Shin‐Ōsaka移住': '移住 ~しのさか  ~しんおさか ', 'nihon移住': '移住 ~にほん ',
    '地方い': '', 移住: '', python: '', k: '', 東京と: '', ー: '', '地方いj': '地方 ~いじ ~いっ', 'ruby3': '',
  };
  for (const [query, expected] of Object.entries(cases)) test(query, () => assert.equal(spoken(query), expected));
});

describe('names', () => {
  test('of one page', () => {
    assert.deepEqual(parseQuery('「徳島県」').names, ['徳島県']);
    assert.deepEqual(parseQuery('Tokushima').names, ['tokushima', 'とくしま']);
    assert.deepEqual(parseQuery('トウキョウ').names, ['とうきょう', 'ときょ']);
    assert.deepEqual(parseQuery('Kushiro-shi').names, ['kushiro shi', 'くしろし']);
    assert.deepEqual(parseQuery('!').names, []);
  });

  const cases = {
    '徳島と東京': ['徳島|東京'], '徳島 東京': ['徳島|東京'], '徳島　と 東京': ['徳島|と 東京', '徳島|東京', '徳島 と|東京'], '徳島vs東京': ['徳島|東京'], '徳島 VS. 東京': ['徳島|vs 東京', '徳島|東京', '徳島 vs|東京'], '徳島×東京': ['徳島|東京'], '徳島・東京': ['徳島|東京'], '徳島･東京': ['徳島|東京'],
    'ポートランド': [], '徳島': [], '徳島と': [], 'とくしまととうきょう': ['とくしま|とうきょう', 'とくしまと|うきょう'], 'a b c d e f': ['a|b c d e f', 'a b|c d e f', 'a b c|d e f', 'a b c d|e f', 'a b c d e|f'],
  };
  for (const [query, expected] of Object.entries(cases)) {
    test(`of two pages: ${query}`, () => assert.deepEqual(parseQuery(query).pairs.map((sides) => sides.map(([form]) => form).join('|')), expected));
  }
});
