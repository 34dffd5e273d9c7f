// The comparisons of municipalities: which there are, every one of them; and what a sample of them
// says, the same in every run, number by number against the published columns.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { DomUtils, parseDocument } from 'htmlparser2';
import { parse } from 'yaml';
import { listFiles } from '../support/output.mjs';
import { readNumber } from './content.mjs';
import { COLUMNS, FIGURES, FUTABA, LEFT_OUT, PROJECT, column, figure } from './figures.mjs';

const OUTPUT = process.env.SHIRUBE_OUTPUT ?? join(PROJECT, 'public');
const RECORDS = join(PROJECT, 'content', 'municipalities');
const EARTH_RADIUS = 6371;
const WITHIN_KM = 40;
const NEAREST = 3;
const SAMPLE = 1500;
const SEED = 20201001;

const { textContent, getElementsByTagName: all, findAll, findOne, removeElement } = DomUtils;
const hasClass = (element, name) => (element.attribs?.class ?? '').split(/\s+/).includes(name);
const words = (element) => textContent(element).replace(/\s+/g, ' ').trim();
const round = (value, decimals) => (Math.sign(value) * Math.round(Math.abs(value) * 10 ** decimals)) / 10 ** decimals;
const same = (left, right) => Math.abs(left - right) < 1e-9;
const precision = (ratio) => (ratio < 9.95 ? 0.05 : 0.5);
const pathOf = (left, right) => `compare/municipalities/${[left, right].sort().join('/')}.html`;

const records = readdirSync(RECORDS)
  .filter((name) => name.endsWith('.yaml') && name !== '_collection.yaml')
  .flatMap((name) => parse(readFileSync(join(RECORDS, name), 'utf8')));
const everybody = records.map((record) => record.id);

// All that a page may show, with the value of each municipality as readers see it.
const indicators = readdirSync(COLUMNS)
  .map((name) => [name.replace(/\.yaml$/, ''), parse(readFileSync(join(COLUMNS, name), 'utf8').replace(/^values:[^]*/m, ''))])
  .filter(([, held]) => !held.hidden)
  .map(([id, held]) => {
    const decimals = held.decimals ?? 0;
    const values = new Map(everybody.map((record) => [record, valueOf(id, record, decimals)]));
    const known = [...values.values()].filter((value) => value !== null).sort((left, right) => left - right);
    return {
      id,
      label: held.label.ja,
      short: (held.short ?? held.label).ja,
      unit: typeof held.unit === 'object' ? held.unit.ja : (held.unit ?? ''),
      more: held.words.ja.more,
      scale: held.scale,
      decimals,
      values,
      known,
      nation: nationOf(id, held, known, decimals),
    };
  });
const byLabel = new Map(indicators.map((indicator) => [indicator.label, indicator]));

function valueOf(id, record, decimals) {
  if (!FIGURES[id]) return column(id).get(record) ?? null;
  if ((LEFT_OUT[id] ?? FUTABA).includes(record)) return null;
  const value = figure(FIGURES[id], [record]);
  return value === null ? null : round(value, decimals);
}

function nationOf(id, held, known, decimals) {
  if (held.national) return held.national.value;
  if (FIGURES[id]) return round(figure(FIGURES[id], everybody), decimals);
  if (held.aggregate === 'sum') return round(known.reduce((sum, value) => sum + value, 0), decimals);
  const half = known.length >> 1;
  return known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2;
}

function kilometres(from, to) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const half = (left, right) => Math.sin((radians(right) - radians(left)) / 2) ** 2;
  const chord = half(from.lat, to.lat) + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(from.lon, to.lon);
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(chord));
}

function pairsWithinPrefectures() {
  const members = new Map();
  for (const record of records) members.set(record.prefecture, [...(members.get(record.prefecture) ?? []), record]);
  return [...members.values()].flatMap((list) => list.flatMap(({ id }, at) => list.slice(at + 1).map((other) => pathOf(id, other.id))));
}

// For each municipality up to three of other prefectures, the nearest first.
function pairsAcrossBorders() {
  return records.flatMap((record) =>
    records
      .filter((other) => other.prefecture !== record.prefecture)
      .map((other) => ({ id: other.id, distance: kilometres(record.place, other.place) }))
      .filter(({ distance }) => distance <= WITHIN_KM)
      .sort((left, right) => left.distance - right.distance || (left.id < right.id ? -1 : 1))
      .slice(0, NEAREST)
      .map(({ id }) => pathOf(record.id, id)),
  );
}

// The same numbers from 0 to 1 in every run.
function* numbers(state) {
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function sample(paths, count) {
  const random = numbers(SEED);
  const left = [...paths];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random.next().value * left.length), 1)[0]);
}

function readComparison(path) {
  const document = parseDocument(readFileSync(join(OUTPUT, path), 'utf8'));
  const [, left, right] = /([^/]+)\/([^/]+)\.html$/.exec(path);
  const answer = findOne((element) => hasClass(element, 'answer'), document.children);
  const table = findOne((element) => element.name === 'table' && hasClass(element, 'versus'), document.children);
  const names = all('th', findOne((element) => element.name === 'thead', table.children)).map(words).slice(1, 3);
  const rows = findAll((element) => element.name === 'tr' && all('td', element).length > 0 && !hasClass(element, 'words'), all('tbody', table));
  return { path, sides: [left, right], names, sentences: answer ? all('li', answer).map(words) : [], rows: rows.map(readRow) };
}

function readRow(row) {
  const [a, b, difference, nation] = row.children.filter((element) => element.name === 'td');
  const [link] = all('a', all('th', row)[0]);
  const ratio = /約([\d.,]+)倍/.exec(all('small', difference).map(words).join(''))?.[1];
  return {
    label: words(link),
    link: link.attribs.href,
    cells: [a, b].map(readCell),
    ratio: ratio === undefined ? null : readNumber(ratio),
    difference: words(difference),
    nation: words(nation),
  };
}

function readCell(cell) {
  const rank = all('small', cell).map(words)[0] ?? null;
  for (const element of all('small', cell)) removeElement(element);
  return { text: words(cell), rank, marks: all('b', cell).length };
}

describe('comparisons of municipalities', () => {
  let paths;
  let pages;

  before(() => {
    paths = listFiles(join(OUTPUT, 'compare', 'municipalities'))
      .filter((path) => /^[^/]+\/[^/]+\.html$/.test(path))
      .map((path) => `compare/municipalities/${path}`);
    pages = sample(paths, SAMPLE).map(readComparison);
  });

  // Runs `check` for each row of each page of the sample.
  function forEachRow(check) {
    for (const page of pages) {
      for (const row of page.rows) {
        const indicator = byLabel.get(row.label);
        check({ page, row, indicator, values: page.sides.map((side) => indicator.values.get(side)), where: `${page.path}: ${row.label}` });
      }
    }
  }

  test('every two of a prefecture have one page, and the nearest across its borders; nobody else has', () => {
    const within = pairsWithinPrefectures();
    assert.equal(within.length, 46_537);
    const across = new Set(pairsAcrossBorders());
    const expected = new Set([...within, ...across]);
    assert.equal(expected.size, within.length + across.size);
    assert.ok(across.size > 2000, `${across.size} pairs across borders`);
    const made = new Set(paths);
    assert.equal(made.size, paths.length);
    assert.deepEqual(paths.filter((path) => !expected.has(path)), []);
    assert.deepEqual([...expected].filter((path) => !made.has(path)), []);
  });

  test('every page stands in the folder of the id that sorts first, and no pair has two', () => {
    for (const path of paths) {
      const [, left, right] = /([^/]+)\/([^/]+)\.html$/.exec(path);
      assert.ok(left < right, path);
    }
  });

  test('every row is an indicator, and is left out only where neither side is known', () => {
    for (const page of pages) {
      const expected = indicators.filter(({ values }) => page.sides.some((side) => values.get(side) !== null));
      assert.deepEqual(page.rows.map((row) => row.label).sort(), expected.map(({ label }) => label).sort(), page.path);
    }
  });

  test('every number is that of the columns and has its unit', () => {
    forEachRow(({ row, indicator, values, where }) => {
      for (const [at, { text }] of row.cells.entries()) {
        if (values[at] === null) assert.ok(Number.isNaN(readNumber(text)) || text.includes('0人'), `${where}: ${text}`);
        else assert.ok(same(readNumber(text, indicator.unit), values[at]) && text.endsWith(indicator.unit), `${where}: ${text} is not ${values[at]}`);
      }
    });
  });

  test('every rank counts the municipalities with more', () => {
    forEachRow(({ row, indicator, values, where }) => {
      for (const [at, { rank, marks }] of row.cells.entries()) {
        const more = indicator.known.length - 1 - indicator.known.lastIndexOf(values[at]);
        assert.equal(rank, values[at] === null ? null : `${more + 1}位`, where);
        assert.equal(marks, 0, `${where}: nothing is better`);
      }
    });
  });

  test('every difference and ratio is that of the two values, and says who has more', () => {
    forEachRow(({ page, row, indicator, values: [left, right], where }) => {
      if (left === null || right === null) {
        assert.equal(row.difference, '', where);
        return;
      }
      const amount = round(Math.abs(left - right), indicator.decimals);
      if (amount === 0) assert.ok(row.difference.startsWith('同じ'), where);
      else {
        const greater = `${page.names[left > right ? 0 : 1]}が`;
        assert.ok(row.difference.startsWith(greater), `${where}: ${row.difference}`);
        const said = row.difference.slice(greater.length);
        const unit = indicator.scale === 'share' ? 'ポイント' : indicator.unit;
        assert.ok(same(readNumber(said, unit), amount), `${where}: ${row.difference} is not ${amount}`);
        assert.ok(said.includes(`${unit}${indicator.more}`), `${where}: ${row.difference}`);
      }
      const ratio = Math.max(left, right) / Math.min(left, right);
      const allowed = indicator.scale === 'ratio' && left > 0 && right > 0;
      if (row.ratio === null) assert.ok(!allowed || ratio < 1.05, `${where} lacks the ratio ${ratio}`);
      else assert.ok(allowed && Math.abs(row.ratio - ratio) <= precision(ratio) + 1e-9, `${where}: ${row.ratio} is not ${ratio}`);
    });
  });

  test('what stands for the nation is worked out from all municipalities', () => {
    forEachRow(({ row, indicator, where }) => {
      const shown = readNumber(row.nation, indicator.unit);
      const tolerance = 0.5 / 10 ** indicator.decimals + 1e-9;
      assert.ok(Math.abs(shown - indicator.nation) <= tolerance, `${where}: ${shown} is not ${indicator.nation}`);
    });
  });

  test('every row leads to the period, source and licence of its indicator', () => {
    const index = parseDocument(readFileSync(join(OUTPUT, 'compare', 'municipalities', 'index.html'), 'utf8'));
    for (const indicator of indicators) {
      const entry = findOne((element) => element.attribs?.id === `_${indicator.id}`, index.children);
      const links = all('a', entry).map((link) => link.attribs.href);
      assert.ok(words(entry).startsWith(indicator.label), indicator.id);
      assert.ok(/\d{4}年/.test(words(entry)) && links.filter((link) => link.startsWith('https://')).length >= 2, indicator.id);
    }
    forEachRow(({ row, indicator, where }) => assert.equal(row.link, `../#_${indicator.id}`, where));
  });

  test('every sentence is true of the numbers', () => {
    let count = 0;
    for (const page of pages) {
      for (const sentence of page.sentences) {
        checkSentence(sentence, page);
        count += 1;
      }
    }
    assert.ok(count > 2 * pages.length, `${count} sentences`);
  });
});

// `医師の数は神山町が0.86人/千人、勝浦町が1.03人/千人で、勝浦町は神山町の約1.2倍です。` or
// `完全失業率は神山町が3.8%、勝浦町が2.1%で、神山町のほうが1.7ポイント高いです。`
function checkSentence(sentence, { path, sides, names }) {
  const where = `${path}: ${sentence}`;
  const [indicator] = indicators
    .filter(({ short }) => sentence.startsWith(`${short}は${names[0]}が`))
    .sort((left, right) => right.short.length - left.short.length);
  assert.ok(indicator, where);
  const rest = sentence.slice(`${indicator.short}は${names[0]}が`.length);
  const [first, others] = rest.split(`、${names[1]}が`);
  const [second, claim] = others.split('で、');
  const values = sides.map((side) => indicator.values.get(side));
  assert.ok(same(readNumber(first, indicator.unit), values[0]) && same(readNumber(second, indicator.unit), values[1]), where);
  const [greater, lesser] = values[0] > values[1] ? names : [...names].reverse();
  const times = claim.startsWith(`${greater}は${lesser}の約`) ? /の約([\d.,]+)倍です。$/.exec(claim) : null;
  if (times) {
    const ratio = Math.max(...values) / Math.min(...values);
    assert.ok(indicator.scale === 'ratio' && Math.min(...values) > 0, where);
    assert.ok(Math.abs(readNumber(times[1]) - ratio) <= precision(ratio) + 1e-9, where);
    return;
  }
  const begin = `${greater}のほうが`;
  assert.ok(claim.startsWith(begin) && claim.endsWith(`${indicator.more}です。`), where);
  const unit = indicator.scale === 'share' ? 'ポイント' : indicator.unit;
  assert.ok(same(readNumber(claim.slice(begin.length), unit), round(Math.abs(values[0] - values[1]), indicator.decimals)), where);
}
