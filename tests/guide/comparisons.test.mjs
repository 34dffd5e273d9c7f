// Every comparison of two prefectures against the YAML: each number, rank, mark and sentence.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DomUtils, parseDocument } from 'htmlparser2';
import { listFiles } from '../support/output.mjs';
import { rankDistance, rankOf, readCollection, readNumber } from './content.mjs';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const OUTPUT = process.env.SHIRUBE_OUTPUT ?? join(PROJECT, 'public');

const { textContent, getElementsByTagName: all, findAll, removeElement } = DomUtils;
const hasClass = (element, name) => (element.attribs?.class ?? '').split(/\s+/).includes(name);
const words = (element) => textContent(element).replace(/\s+/g, ' ').trim();

const regions = readCollection(PROJECT, 'regions', 'ja');
const byLabel = new Map(regions.indicators.map((indicator) => [indicator.label, indicator]));
const byShort = new Map(regions.indicators.map((indicator) => [indicator.short, indicator]));
const byName = new Map(regions.records.map((record) => [record.name, record]));

// What a comparison page says, as read from its HTML.
function readComparison(path) {
  const document = parseDocument(readFileSync(join(OUTPUT, path), 'utf8'));
  const [, left, right] = /([^/]+)\/([^/]+)\.html$/.exec(path);
  const answers = findAll((element) => hasClass(element, 'answer'), document.children);
  const sentences = answers.flatMap((answer) => all('li', answer).map(words));
  const tables = findAll((element) => element.name === 'table' && hasClass(element, 'versus'), document.children);
  const rows = tables.flatMap((table) => all('tbody', table).flatMap((body) => all('tr', body)).filter(isIndicator).map(readRow));
  return { path, left, right, sentences, rows };
}

const isIndicator = (row) => byLabel.has(words(all('th', row)[0]));

function readRow(row) {
  const [a, b, difference, national, source] = all('td', row);
  return {
    label: words(all('th', row)[0]),
    a: readCell(a),
    b: readCell(b),
    bars: all('rect', difference).map((bar) => parseFloat(bar.attribs.width ?? bar.attribs.x)),
    hasBars: findAll((element) => hasClass(element, 'bars'), [difference]).length > 0,
    ratio: readRatio(difference),
    difference: words(difference),
    national: words(national),
    nationalName: all('small', national).map(words).join(''),
    source: words(source),
  };
}

function readCell(cell) {
  const better = all('b', cell).map(words)[0] ?? null;
  const rank = all('small', cell).map(words)[0] ?? null;
  for (const element of [...all('b', cell), ...all('small', cell)]) removeElement(element);
  return { text: words(cell), better, rank };
}

function readRatio(difference) {
  const [ratio] = all('small', difference);
  if (!ratio) return null;
  const found = /^約([\d.,]+)倍$/.exec(words(ratio));
  assert.ok(found, `a ratio, not “${words(ratio)}”`);
  return readNumber(found[1]);
}

const near = (left, right, tolerance) => Math.abs(left - right) <= tolerance + 1e-9;
const round = (value, decimals) => Math.round((value + Number.EPSILON) * 10 ** decimals) / 10 ** decimals;
const precision = (ratio) => (ratio < 9.95 ? 0.05 : 0.5);

describe('comparisons of prefectures', () => {
  let pages;

  before(() => {
    const paths = listFiles(OUTPUT).filter((path) => /^compare\/regions\/[^/]+\/[^/]+\.html$/.test(path));
    pages = paths.map(readComparison);
  });

  // Runs `check` for each indicator row of each page where both sides are known.
  function forEachRow(check) {
    let count = 0;
    for (const page of pages) {
      for (const row of page.rows) {
        const indicator = byLabel.get(row.label);
        const values = { a: indicator.values.get(page.left), b: indicator.values.get(page.right) };
        check({ page, row, indicator, values, where: `${page.path}: ${row.label}` });
        count += 1;
      }
    }
    assert.ok(count > 0, 'there are rows to check');
  }

  test('every two prefectures have one page, in the order of their ids', () => {
    const ids = regions.records.map((record) => record.id).sort();
    const expected = ids.flatMap((left, at) => ids.slice(at + 1).map((right) => `compare/regions/${left}/${right}.html`));
    assert.equal(expected.length, 1081);
    assert.deepEqual(pages.map((page) => page.path).sort(), expected.sort());
  });

  test('every page shows every indicator', () => {
    for (const page of pages) {
      const shown = page.rows.map((row) => row.label).sort();
      assert.deepEqual(shown, [...byLabel.keys()].sort(), page.path);
    }
  });

  test('every number equals its YAML value and has its unit', () => {
    forEachRow(({ row, indicator, values, where }) => {
      for (const side of ['a', 'b']) {
        if (values[side] === null) {
          assert.equal(row[side].text, '未確認', where);
        } else {
          assert.equal(readNumber(row[side].text, indicator.unit), values[side], where);
          assert.ok(row[side].text.endsWith(indicator.unit), where);
        }
      }
    });
  });

  test('every rank counts the records before it and names its direction', () => {
    forEachRow(({ row, indicator, values, where }) => {
      for (const side of ['a', 'b']) {
        if (values[side] === null) continue;
        const word = indicator.better === 'lower' ? indicator.words.less : indicator.words.more;
        const rank = rankOf(indicator, values[side]);
        assert.equal(row[side].rank, `${word}順${rank}位/${indicator.known.length}`, where);
      }
    });
  });

  test('every difference and ratio is that of the two values, and says who has more', () => {
    forEachRow(({ page, row, indicator, values, where }) => {
      if (values.a === null || values.b === null) return;
      const amount = round(Math.abs(values.a - values.b), indicator.decimals);
      if (amount === 0) {
        assert.ok(row.difference.startsWith('同じ'), where);
      } else {
        const greater = values.a > values.b ? page.left : page.right;
        const { name } = regions.records.find((record) => record.id === greater);
        const said = row.difference.replace(`${name}が`, '');
        assert.ok(row.difference.startsWith(`${name}が`), `${where}: ${row.difference}`);
        const unit = indicator.scale === 'share' ? 'ポイント' : indicator.unit;
        assert.ok(near(readNumber(said, unit), amount, 0), `${where}: ${row.difference} is not ${amount}`);
        assert.ok(said.includes(indicator.words.more), `${where}: ${row.difference}`);
        if (indicator.scale === 'share') assert.ok(said.includes('ポイント'), where);
      }
      const allowed = indicator.scale === 'ratio' && values.a > 0 && values.b > 0;
      const ratio = Math.max(values.a, values.b) / Math.min(values.a, values.b);
      if (row.ratio !== null) {
        assert.ok(allowed, `${where} has a ratio`);
        assert.ok(near(row.ratio, ratio, precision(ratio)), `${where}: ${row.ratio} is not ${ratio}`);
      } else {
        assert.ok(!allowed || ratio < 1.05, `${where} lacks the ratio ${ratio}`);
      }
    });
  });

  test('only the better side is marked, and nothing neutral is', () => {
    forEachRow(({ row, indicator, values, where }) => {
      const { better, words: { more, less } } = indicator;
      const marks = { a: null, b: null };
      if (better !== 'neutral' && values.a !== null && values.b !== null && values.a !== values.b) {
        const side = (values.a > values.b) === (better === 'higher') ? 'a' : 'b';
        marks[side] = better === 'higher' ? more : less;
      }
      assert.deepEqual({ a: row.a.better, b: row.b.better }, marks, where);
    });
  });

  test('every bar is as long as its value says, from zero', () => {
    forEachRow(({ row, indicator, values, where }) => {
      if (!row.hasBars) return;
      assert.ok(['ratio', 'share'].includes(indicator.scale), where);
      assert.ok(Math.min(values.a ?? 0, values.b ?? 0) >= 0, where);
      const nation = indicator.nationalIsComparable ? indicator.national.value : 0;
      const whole = Math.max(values.a ?? 0, values.b ?? 0, nation);
      const expected = [values.a ?? 0, values.b ?? 0, nation].map((value) => (100 * value) / whole);
      for (const [at, bar] of row.bars.entries()) {
        assert.ok(near(bar, expected[at], 0.05), `${where}: ${bar}% for ${expected[at]}%`);
      }
    });
  });

  test('the national value is the published one, the sum or the median, and is called so', () => {
    forEachRow(({ row, indicator, where }) => {
      const { kind, value } = indicator.national;
      const shown = readNumber(row.national, indicator.unit);
      assert.ok(near(shown, value, 0.5 / 10 ** indicator.decimals), `${where}: ${shown} is not ${value}`);
      assert.equal(row.nationalName, kind === 'median' ? '中央値' : '全国', where);
    });
  });

  test('every row names its publisher and its period', () => {
    forEachRow(({ row, indicator, where }) => {
      assert.ok(row.source.includes(indicator.publisher), where);
      const year = /\d{4}/.exec(String(indicator.period))[0];
      assert.ok(row.source.includes(year), where);
    });
  });

  test('every sentence is true of the numbers', () => {
    let count = 0;
    for (const page of pages) {
      assert.equal(page.sentences.length, 3, page.path);
      for (const sentence of page.sentences) {
        checkSentence(sentence, page);
        count += 1;
      }
    }
    assert.equal(count, 3 * 1081);
  });

  test('the first sentence is about an indicator with the greatest distance in rank', () => {
    for (const page of pages) {
      const subject = subjectOf(page.sentences[0]);
      const distance = (indicator) => {
        const [left, right] = [indicator.values.get(page.left), indicator.values.get(page.right)];
        return left === null || right === null ? 0 : rankDistance(indicator, left, right);
      };
      const greatest = Math.max(...regions.spoken.map(distance));
      assert.ok(near(distance(subject), greatest, 0), `${page.path}: ${page.sentences[0]}`);
    }
  });
});

function subjectOf(sentence) {
  const found = [...byShort.entries()]
    .filter(([short]) => sentence.startsWith(`${short}は`))
    .sort(([left], [right]) => right.length - left.length)[0];
  assert.ok(found, `a sentence about an indicator, not “${sentence}”`);
  return found[1];
}

// `家賃は徳島県が3,710円、東京都が9,040円で、東京都は徳島県の約2.4倍です。` or
// `空き家率は徳島県が21.3%、東京都が10.9%で、徳島県のほうが10.4ポイント高いです。`
function checkSentence(sentence, page) {
  const where = `${page.path}: ${sentence}`;
  const indicator = subjectOf(sentence);
  const rest = sentence.slice(indicator.short.length + 1);
  const parts = /^(\D+?)が(.+?)、(\D+?)が(.+?)で、(.+)です。$/.exec(rest);
  assert.ok(parts, where);
  const [, first, firstValue, second, secondValue, claim] = parts;
  assert.deepEqual([byName.get(first)?.id, byName.get(second)?.id], [page.left, page.right], where);
  const left = indicator.values.get(page.left);
  const right = indicator.values.get(page.right);
  for (const [text, value] of [[firstValue, left], [secondValue, right]]) {
    assert.equal(readNumber(text, indicator.unit), value, where);
    assert.ok(text.endsWith(indicator.unit), where);
  }
  const [greater, lesser] = left > right ? [first, second] : [second, first];
  const times = /^(.+)は(.+)の約([\d.,]+)倍$/.exec(claim);
  if (times) {
    assert.deepEqual([times[1], times[2]], [greater, lesser], where);
    assert.equal(indicator.scale, 'ratio', where);
    assert.ok(Math.min(left, right) > 0, where);
    const ratio = Math.max(left, right) / Math.min(left, right);
    assert.ok(near(readNumber(times[3]), ratio, precision(ratio)), where);
    return;
  }
  const more = /^(\D+)のほうが(.+)$/.exec(claim);
  assert.ok(more, where);
  assert.equal(more[1], greater, where);
  assert.ok(more[2].endsWith(indicator.words.more), where);
  const unit = indicator.scale === 'share' ? 'ポイント' : indicator.unit;
  assert.ok(near(readNumber(more[2], unit), round(Math.abs(left - right), indicator.decimals), 0), where);
  assert.equal(more[2].includes('ポイント'), indicator.scale === 'share', where);
}
