// The cases that the generator and the theme share.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { matchingForm } from '../../themes/guide/scripts/search/fold.js';
import { readingKey } from '../../themes/guide/scripts/search/kana.js';
import { analyse, readingKey as keyOfEncoder, termsOf } from '../support/search_index.mjs';

const { fold, terms, reading_keys: keys } = JSON.parse(readFileSync(new URL('../search/tokens.json', import.meta.url)));

for (const { text, form } of fold) {
  test(`form of ${JSON.stringify(text)}`, () => {
    assert.equal(matchingForm(text).text, form);
    assert.equal(analyse(text).form, form);
  });
}

for (const { text, terms: expected } of terms) {
  test(`terms of ${JSON.stringify(text)}`, () => assert.deepEqual([...new Set(termsOf(text).map(([term]) => term))].sort(), [...expected].sort()));
}

for (const { kana, key } of keys) {
  test(`key of ${kana}`, () => {
    assert.equal(readingKey(matchingForm(kana).text), key);
    assert.equal(keyOfEncoder(kana), key);
  });
}
