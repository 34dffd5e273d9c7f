// Reading keys and romaji.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readingKey, toKana } from '../../themes/guide/scripts/search/kana.js';
import { readingKey as keyOfContract } from '../support/search_index.mjs';

describe('reading keys', () => {
  const keys = {
    いじゅう: 'いじゅ', とうきょう: 'ときょ', おおさか: 'おさか', でーた: 'でた', おおお: 'お', えいご: 'えいご', かんさい: 'かんさい',
    ちぢみ: 'ちじみ', つづく: 'つずく', かあさん: 'かさん', にいがた: 'にがた', くうき: 'くき', ねえさん: 'ねさん', ふぁあ: 'ふぁ', しょう: 'しょ',
    ゆう: 'ゆ', おう: 'お', うお: 'うお', っう: 'っう', んう: 'んう', ーあ: 'あ', かーあ: 'か', とうおん: 'とおん', こおうう: 'こ', ー: '', '': '',
  };
  for (const [kana, key] of Object.entries(keys)) test(kana, () => assert.equal(readingKey(kana), key));

  test('every kana after every other is as the contract says', () => {
    const all = Array.from({ length: 0x3097 - 0x3041 }, (_, at) => String.fromCharCode(0x3041 + at)).filter((kana) => !'ゎゕゖ'.includes(kana)).concat('ー', 'ゝ');
    for (const first of all) for (const second of all) assert.equal(readingKey(first + second), keyOfContract(first + second), first + second);
  });
});

describe('romaji', () => {
  const cases = {
    ijuu: ['いじゅう'], iju: ['いじゅ'], tokushima: ['とくしま'], tokusima: ['とくしま'], toukyou: ['とうきょう'], tokyo: ['ときょ'],
    shichi: ['しち'], siti: ['しち'], tsuzuku: ['つずく'], tuduku: ['つづく'], fuji: ['ふじ'], huzi: ['ふじ'], zyosi: ['じょし'], joshi: ['じょし'], jya: ['じゃ'],
    cha: ['ちゃ'], tyairo: ['ちゃいろ'], chairo: ['ちゃいろ'], sharyou: ['しゃりょう'], syaryou: ['しゃりょう'],
    gakkou: ['がっこう'], zasshi: ['ざっし'], matcha: ['まっちゃ'], mattya: ['まっちゃ'], macchi: ['まっち'],
    shimbun: ['しんぶん'], gumma: ['ぐんま'], sampo: ['さんぽ'], kantou: ['かんとう'], "kin'en": ['きんえん'], 'kin’en': ['きんえん'], kinnenn: ['きんねん', 'きんえん'],
    kinen: ['きねん', 'きんえん'], kinyuu: ['きにゅう', 'きんゆう'], konnichiwa: ['こんにちわ', 'こんいちわ'], nara: ['なら'], konnnitiha: ['こんにちは', 'こんんいちは'],
    raーmenn: ['らーめん'],  wifi: ['うぃふぃ'], we: ['うぇ'], wo: ['を'], fafifefo: ['ふぁふぃふぇふぉ'], vaivu: ['ゔぁいゔ'],
    cafe: ['かふぇ'], toon: ['とおん', 'とうおん'], sanyoonoda: ['さにょおのだ', 'さんよおのだ', 'さにょうおのだ', 'さんようおのだ'], ooita: ['おおいた', 'おうおいた'], kyoo: ['きょお'], 'いじゅu': ['いじゅう'],
  };
  for (const [text, kana] of Object.entries(cases)) {
    test(text, () => assert.deepEqual(toKana(text)?.map(({ whole }) => whole) ?? null, kana));
  }

  const unfinished = { ij: 'い じっ', 'いj': 'い じっ', k: ' かきくけこっ', tok: 'と かきくけこっ', toky: 'と き', sh: ' し', gakk: 'がっ かきくけこっ', matc: 'まっ ちかしくせこっ', shim: 'し まみむめもん', kony: 'こ にん', konn: 'こん ' };
  for (const [text, expected] of Object.entries(unfinished)) {
    test(`${text}, typed so far`, () => {
      const [{ kana, next }] = toKana(text);
      const [before, following] = expected.split(' ');
      assert.equal(kana, before);
      assert.deepEqual(new Set(next), new Set(following));
    });
  }

  test('n at the end is ん, or begins a kana', () => {
    const [{ kana, next, whole }] = toKana('kin');
    assert.equal(kana, 'き');
    assert.deepEqual(new Set(next), new Set('んなにぬねの'));
    assert.equal(whole, 'きん');
  });

  test('at most four readings', () => assert.equal(toKana('kinenkinenkinenkinen').length, 4));

  for (const text of ['python', 'rails', 'react', 'C', 'é', '移住', '12', 'a b', "'"]) test(`${text} is no romaji`, () => assert.equal(toKana(text), null));
  test('nothing is nothing', () => assert.deepEqual(toKana(''), [{ kana: '', next: '', whole: '' }]));
});
