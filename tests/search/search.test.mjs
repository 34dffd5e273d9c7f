// The search of a built guide against the labelled queries, and the queries themselves.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { ENOUGH, FIRST, OUTPUT, evaluate, exists, expected, explain, sum } from './evaluate.mjs';
import { loaded } from './loaded.mjs';
import { SETS, isHeldOut } from './queries.mjs';
import { matchingForm, readPages } from './scan.mjs';

const all = [...SETS.values()].flat();

describe('the labelled queries', () => {
  test('are more than 300, and each is asked once', () => {
    assert.ok(all.length > 300, `${all.length} queries`);
    const seen = all.map(({ query }) => query);
    assert.deepEqual(seen.filter((query, at) => seen.indexOf(query) !== at), []);
  });

  test('are numbered without a gap, and every third is held out', () => {
    assert.deepEqual(all.map(({ n }) => n).sort((one, other) => one - other), all.map((_, at) => at + 1));
    assert.deepEqual(SETS.get('tuning').filter(isHeldOut), []);
    assert.deepEqual(SETS.get('held out').filter((entry) => !isHeldOut(entry)), []);
  });

  test('have from one to four right pages, all in the output', () => {
    for (const { query, right } of all) {
      assert.ok(right.length >= 1 && right.length <= 4, `${query}: ${right.length} right pages`);
      for (const address of right) assert.ok(exists(OUTPUT, address), `${query}: ${address} is not in ${OUTPUT}`);
    }
  });

  test('say something that is there, unless they are read, mistyped or half typed', () => {
    const pages = readPages();
    const isReadOrTyped = ({ kind, written }) => written !== undefined || ['half', 'katakana', 'mixed', 'reading', 'romaji', 'comparison'].includes(kind);
    const silent = all.filter((entry) => !isReadOrTyped(entry) && entry.note === undefined && expected(pages, entry).length === 0);
    assert.deepEqual(silent.map(({ query }) => query), []);
    const unwritten = all.filter(({ written, ...entry }) => written !== undefined && expected(pages, { ...entry, query: written }).length === 0);
    assert.deepEqual(unwritten.map(({ query }) => query), []);
  });
});

test('the scan folds as the fixture says', () => {
  const { fold } = JSON.parse(readFileSync(new URL('tokens.json', import.meta.url), 'utf8'));
  for (const { text, form, why } of fold) assert.equal(matchingForm(text), form, why);
});

test('a query loads little of the index', async () => {
  const { first, later } = await loaded(OUTPUT);
  assert.ok(first.bytes.most <= 40_000, `first query of a visit: ${first.bytes.most} bytes`);
  assert.ok(first.requests.most <= 15, `first query of a visit: ${first.requests.most} requests`);
  assert.ok(later.bytes.most <= 25_000, `later queries: ${later.bytes.most} bytes`);
});

describe('the search', () => {
  let results;
  before(async () => {
    results = await evaluate();
  });

  for (const set of SETS.keys()) {
    const tell = (failures) => (set === 'held out' ? failures.map(({ entry }) => entry.n).join(' ') : failures.map(explain).join('\n'));

    test(`finds every page that the scan finds (${set})`, () => {
      const failures = results.filter((result) => result.set === set && result.missed.length > 0);
      assert.equal(failures.length, 0, `${failures.length} queries miss pages:\n${tell(failures)}`);
    });

    test(`has a right page among the first ${FIRST} for ${100 * ENOUGH} % of the queries (${set})`, () => {
      const ofSet = results.filter((result) => result.set === set);
      const { right, queries } = sum(ofSet);
      const failures = ofSet.filter((result) => !result.right);
      assert.ok(right >= ENOUGH * queries, `${right} of ${queries}:\n${tell(failures)}`);
    });
  }
});
