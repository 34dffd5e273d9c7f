// The cases that the generator and the theme share.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { matchingForm } from '../../themes/guide/scripts/search/fold.js';
import { readingKey } from '../../themes/guide/scripts/search/kana.js';
import { analyse, readingKey as keyOfEncoder, termsOf } from '../support/search_index.mjs';

const FILE = new URL('../search/tokens.json', import.meta.url);

describe('tests/search/tokens.json', { skip: !existsSync(FILE) && 'no such file yet' }, () => {
  const { fold, terms, reading_keys: keys } = existsSync(FILE) ? JSON.parse(readFileSync(FILE)) : { fold: [], terms: [], reading_keys: [] };

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
});
