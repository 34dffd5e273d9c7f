// Every figure that the guide works out for municipalities, prefectures and the nation, worked out
// anew from the published columns.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { DomUtils, parseDocument } from 'htmlparser2';
import { parse } from 'yaml';
import { readNumber } from './content.mjs';
import { COLUMNS, FIGURES, FUTABA, LEFT_OUT, PROJECT, column, figure } from './figures.mjs';

const OUTPUT = process.env.SHIRUBE_OUTPUT ?? join(PROJECT, 'public');

// Cells may be quoted, and hold what separates them then.
function readCsv(path) {
  const text = readFileSync(join(OUTPUT, path), 'utf8').replace(/^\uFEFF/, '');
  const rows = [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g)].map(([, line]) =>
    [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell]) => cell.replace(/^"([^]*)"$/, '$1').replaceAll('""', '"')),
  );
  const [header, ...others] = rows;
  return others.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at]])));
}

const { textContent, getElementsByTagName: all, findOne } = DomUtils;
const words = (element) => textContent(element).replace(/\s+/g, ' ').trim();
const near = (shown, value, decimals) => Math.abs(shown - value) <= 0.5 / 10 ** decimals + 1e-6 * Math.abs(value) / 1000 + 1e-9;

describe('figures of municipalities', () => {
  let records;
  let pages;

  before(() => {
    records = readCsv('data/municipalities.csv');
    pages = new Map(
      Object.keys(FIGURES).map((id) => [id, parseDocument(readFileSync(join(OUTPUT, 'indicators', 'municipalities', id, 'index.html'), 'utf8'))]),
    );
  });

  test('there are 1,741 municipalities of 47 prefectures, each in every column', () => {
    assert.equal(records.length, 1741);
    assert.equal(new Set(records.map((record) => record.prefecture)).size, 47);
    for (const record of records) assert.ok(record.id.startsWith(`${record.prefecture}-`), record.id);
    const used = new Set(Object.values(FIGURES).flatMap(([added, taken, below]) => [...added, ...taken, ...below]));
    for (const id of used) assert.deepEqual([...column(id).keys()].sort(), records.map((record) => record.id).sort(), id);
  });

  test('every formula of the content is checked here', () => {
    const derived = readdirSync(COLUMNS).filter((name) => /^formula:/m.test(readFileSync(join(COLUMNS, name), 'utf8')));
    assert.deepEqual(derived.map((name) => name.replace(/\.yaml$/, '')).sort(), Object.keys(FIGURES).sort());
  });

  test('every value of every municipality is worked out from its columns', () => {
    for (const [id, parts] of Object.entries(FIGURES)) {
      const leftOut = LEFT_OUT[id] ?? FUTABA;
      for (const record of records) {
        const value = leftOut.includes(record.id) ? null : figure(parts, [record.id]);
        if (value === null) assert.equal(record[id], '', `${id} of ${record.id}`);
        else assert.ok(record[id] !== '' && near(Number(record[id]), value, parts[4]), `${id} of ${record.id}: ${record[id]} is not ${value}`);
      }
    }
  });

  test('every prefecture has the figure of its municipalities together', () => {
    const regions = parse(readFileSync(join(PROJECT, 'content', 'regions', 'prefectures.yaml'), 'utf8'));
    for (const [id, parts] of Object.entries(FIGURES)) {
      const table = findOne((element) => element.name === 'table' && element.attribs['aria-labelledby'] === 'divisions', pages.get(id).children);
      const rows = all('tr', all('tbody', table)).map((row) => [words(all('th', row)[0]), ...all('td', row).map(words)]);
      assert.equal(rows.length, 47, id);
      for (const { id: region, name } of regions) {
        const members = records.filter((record) => record.prefecture === region).map((record) => record.id);
        const [, shown, , , count] = rows.find(([row]) => row === name.ja);
        const value = figure(parts, members);
        const leftOut = LEFT_OUT[id] ?? FUTABA;
        const alone = members.filter((member) => !leftOut.includes(member) && figure(parts, [member]) !== null);
        assert.ok(near(readNumber(shown, parts[5]), value, parts[4]), `${id} of ${region}: ${shown} is not ${value}`);
        assert.equal(readNumber(count), alone.length, `${id} of ${region}: ${count}`);
      }
    }
  });

  test('the figure of the nation is that of all of them, and is called so', () => {
    const everybody = records.map((record) => record.id);
    const named = new Map(readCsv('data/municipalities-sources.csv').map((row) => [row.id, row]));
    for (const [id, parts] of Object.entries(FIGURES)) {
      const value = figure(parts, everybody);
      assert.ok(near(Number(named.get(id).national), value, parts[4]), `${id}: ${named.get(id).national} is not ${value}`);
      const terms = all('dt', pages.get(id)).map(words);
      assert.ok(terms.includes('全国（1,741市区町村の合計から）'), id);
    }
  });

  test('downloads tell every formula, and what each of its ids is', () => {
    const explained = new Map(readCsv('data/municipalities-sources.csv').map((row) => [row.id, row]));
    const record = JSON.parse(readFileSync(join(OUTPUT, 'data', 'municipalities', 'tokushima-kamiyama.json'), 'utf8'));
    assert.match(record.indicator_sources, /\/data\/municipalities-sources\.csv$/);
    for (const [id, { formula }] of explained) {
      const held = parse(readFileSync(join(COLUMNS, `${id}.yaml`), 'utf8').replace(/^values:[^]*/m, ''));
      const spaced = (text) => text.replaceAll('*', '×').replaceAll('/', '÷').replaceAll(/ - /g, ' − ').replaceAll(/\s/g, '');
      assert.equal(spaced(formula), spaced(held.formula ?? ''), id);
      if (!held.hidden) assert.equal(record.indicators[id].formula ?? '', formula, id);
      for (const operand of formula.match(/[a-z][a-z0-9-]*/g) ?? []) {
        const { label, as_of: period, statistic, publisher, licence } = explained.get(operand) ?? {};
        assert.ok(label && period && statistic && publisher && licence, `${operand} of ${id}`);
      }
    }
    for (const id of Object.keys(FIGURES)) assert.ok(explained.get(id).formula, id);
  });

  test('every page of a derived figure names what it rests on, with source, period and licence', () => {
    for (const [id, [added, taken, below]] of Object.entries(FIGURES)) {
      const table = findOne((element) => element.name === 'table' && element.attribs['aria-labelledby'] === 'bases', pages.get(id).children);
      const rows = all('tr', all('tbody', table)).map((row) => words(row));
      const bases = new Set([...added, ...taken, ...below]);
      assert.equal(rows.length, bases.size, id);
      for (const base of bases) {
        const held = parse(readFileSync(join(COLUMNS, `${base}.yaml`), 'utf8').replace(/^values:[^]*/m, ''));
        const row = rows.find((text) => text.startsWith(held.label.ja));
        assert.ok(row, `${id} rests on ${base}`);
        for (const part of [held.source.statistic, held.source.publisher, held.source.licence, /\d{4}/.exec(held.as_of)[0]]) {
          assert.ok(row.includes(part), `${id} says “${part}” of ${base}`);
        }
      }
    }
  });
});
