// Folding, the matching form and where forms stand in a raw text.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { find, fold, matchingForm, runs } from '../../themes/guide/scripts/search/fold.js';
import { analyse, fold as foldWhole, hostileText, random } from '../support/search_index.mjs';

const form = (text) => matchingForm(text).text;

describe('folding', () => {
  const cases = [
    ['ＷＥＢ', 'web'], ['ｶﾞ', 'が'], ['①', '1'], ['㍑', 'りっとる'], ['ΣΑΣ', 'σασ'], ['ijū', 'iju'], ['Café', 'cafe'], ['İ', 'i'],
    ['が', 'が'], ['か\u3099', 'が'], ['龍ヶ崎', '龍け崎'], ['龍ケ崎', '龍け崎'], ['ヵ', 'か'], ['ヴ', 'ゔ'], ['ヽヾ', 'ゝゞ'], ['データ', 'でーた'], ['々', '々'],
    ['な\u00adが\u200bい\ufeff', 'ながい'], ['✈\ufe0f', '✈'], ['葛\u{e0100}', '葛'], ['ᄀ\u1161ᆨ', '각'], ['ㅏ', '\u1161'],
    ['か\u200d\u3099', 'か\u3099'],
  ];
  for (const [text, folded] of cases) test(JSON.stringify(text), () => assert.equal(fold(text), folded));
});

describe('the matching form', () => {
  const cases = [
    ['Udemyの講座 (無料)', 'udemyの講座 無料'], ['  a – b!', 'a b'], ['c++, C#; F#!', 'c++ c# f#'], ['++ # +a', 'a'], ['a+b', 'a+b'], ['講座+', '講座'],
    ['3.5', '3.5'], ['v1.2.3.', 'v1.2.3'], ['.5 5.', '5 5'], ['1,741', '1741'], ['1,2,3', '123'], ['1, 2,a,3', '1 2 a 3'], ['1,,2', '1 2'],
    ['１，７４１円', '1741円'], ['1,\u200b5', '15'], ['💡アイデア', '💡あいであ'], ['👨‍👩‍👧', '👨👩👧'], ['❶', '❶'], ['⭐️', '⭐'], ['\u3099', '\u3099'],
    ['\ud83d', ''], ['a\udc00b', 'a b'], ['', ''], ['ー', 'ー'], ['한국어', '한국어'], ['ไทย', 'ไทย'],
  ];
  for (const [text, expected] of cases) test(JSON.stringify(text), () => assert.equal(form(text), expected));

  test('runs', () => {
    assert.deepEqual(runs('udemyの講座 c++ 💡'), [
      { kind: 'word', text: 'udemy', index: 0 },
      { kind: 'gram', text: 'の講座', index: 5 },
      { kind: 'word', text: 'c++', index: 9 },
      { kind: 'gram', text: '💡', index: 13 },
    ]);
  });

  test('every unit knows the raw text that it is of', () => {
    assert.deepEqual(matchingForm('－㍑ ｶﾞ1,7').map, [[1, 2], [1, 2], [1, 2], [1, 2], [2, 3], [3, 5], [5, 6], [7, 8]]);
    assert.deepEqual(matchingForm('💡').map, [[0, 2], [0, 2]]);
  });
});

describe('marks', () => {
  const marked = (raw, forms) => find(raw, forms).map(([start, end]) => raw.slice(start, end));
  const cases = [
    ['東京都で移住', ['移住', '東京'], ['東京', '移住']],
    ['移住者の移住', ['移住', '移住者'], ['移住者', '移住']],
    ['ｲｼﾞｭｳとイジュウ', ['いじゅう'], ['ｲｼﾞｭｳ', 'イジュウ']],
    ['Ｎｏｄｅ.ｊｓ', ['node js'], ['Ｎｏｄｅ.ｊｓ']],
    ['約1,741円', ['1741'], ['1,741']],
    ['５㍑', ['とる'], ['㍑']],
    ['aaaa', ['aa'], ['aaaa']],
    ['abcd', ['ab', 'cd'], ['abcd']],
    ['なし', ['あり', ''], []],
  ];
  for (const [raw, forms, expected] of cases) test(`${forms} in ${raw}`, () => assert.deepEqual(marked(raw, forms), expected));
});

test('cluster by cluster and as a whole are the same, for any text', () => {
  const next = random(1);
  for (let round = 0; round < 5000; round += 1) {
    const text = hostileText(next, 24);
    const { text: whole, map } = matchingForm(text);
    assert.equal(fold(text), foldWhole(text), JSON.stringify(text));
    assert.equal(whole, analyse(text).form, JSON.stringify(text));
    assert.deepEqual(runs(whole).map(({ kind, text: run }) => ({ kind, text: run })), analyse(text).runs, JSON.stringify(text));
    assert.equal(map.length, whole.length);
    map.forEach(([start, end], at) => assert.ok(start < end && end <= text.length && start >= (map[at - 1]?.[0] ?? 0), JSON.stringify(text)));
  }
});
