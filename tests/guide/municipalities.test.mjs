// Every figure that the guide works out for municipalities, prefectures and the nation, worked out
// anew from the published columns as they stand in content/indicators/municipalities/. What divides
// what is said here once more, so that a wrong formula is found too.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DomUtils, parseDocument } from 'htmlparser2';
import { parse } from 'yaml';
import { readNumber } from './content.mjs';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const OUTPUT = process.env.SHIRUBE_OUTPUT ?? join(PROJECT, 'public');
const COLUMNS = join(PROJECT, 'content', 'indicators', 'municipalities');

const AGES = ['under-15', 'aged-15-64', 'aged-65-plus'];
const SECTORS = ['employed-primary', 'employed-secondary', 'employed-tertiary'];
const RESIDENTS = ['population'];

// [added, taken away, divided by the sum of, times, decimals, unit]
const FIGURES = {
  'population-change': [['population'], ['population-2015'], ['population-2015'], 100, 1, '%'],
  'population-density': [['population'], [], ['habitable-area'], 1, 1, '人/km²'],
  'under-15-share': [['under-15'], [], AGES, 100, 1, '%'],
  'aged-65-plus-share': [['aged-65-plus'], [], AGES, 100, 1, '%'],
  'aged-75-plus-share': [['aged-75-plus'], [], AGES, 100, 1, '%'],
  'foreign-residents-rate': [['foreign-residents'], [], RESIDENTS, 1000, 1, '人/千人'],
  'single-household-share': [['single-households'], [], ['households'], 100, 1, '%'],
  'single-65-plus-share': [['single-households-65-plus'], [], ['households'], 100, 1, '%'],
  'birth-rate': [['births'], [], RESIDENTS, 1000, 1, '人/千人'],
  'net-migration-rate': [['movers-in'], ['movers-out'], RESIDENTS, 1000, 1, '人/千人'],
  'primary-share': [['employed-primary'], [], SECTORS, 100, 1, '%'],
  'secondary-share': [['employed-secondary'], [], SECTORS, 100, 1, '%'],
  'unemployment-rate': [['unemployed'], [], ['employed', 'unemployed'], 100, 1, '%'],
  'elementary-school-rate': [['elementary-schools', 'compulsory-schools'], [], ['under-15'], 1000, 2, '校/千人'],
  'pupils-per-school': [['elementary-pupils'], [], ['elementary-schools'], 1, 1, '人'],
  'junior-high-school-rate': [['junior-high-schools', 'compulsory-schools'], [], ['under-15'], 1000, 2, '校/千人'],
  'hospital-rate': [['hospitals'], [], RESIDENTS, 10000, 2, '施設/万人'],
  'clinic-rate': [['clinics'], [], RESIDENTS, 1000, 2, '施設/千人'],
  'dental-clinic-rate': [['dental-clinics'], [], RESIDENTS, 1000, 2, '施設/千人'],
  'physician-rate': [['physicians'], [], RESIDENTS, 1000, 2, '人/千人'],
  'retail-shop-rate': [['retail-shops'], [], RESIDENTS, 1000, 1, '店/千人'],
  'large-store-rate': [['large-stores'], [], RESIDENTS, 10000, 2, '店/万人'],
  'restaurant-rate': [['restaurants'], [], RESIDENTS, 1000, 1, '店/千人'],
  'tax-per-head': [['local-tax'], [], RESIDENTS, 1, 1, '千円/人'],
  'expenditure-per-head': [['expenditure'], [], RESIDENTS, 1, 1, '千円/人'],
};

const FUTABA = ['fukushima-futaba'];
const EVACUATED = ['hirono', 'naraha', 'tomioka', 'okuma', 'futaba', 'namie', 'katsurao', 'iitate'].map((name) => `fukushima-${name}`);

// What notes say isn't worked out; in all others it is the town that had no residents.
const LEFT_OUT = { 'population-change': EVACUATED, 'pupils-per-school': [] };

// The numbers of a published column: one `id: number` a line.
function readColumn(id) {
  const text = readFileSync(join(COLUMNS, `${id}.yaml`), 'utf8');
  const lines = text.slice(text.indexOf('\nvalues:\n')).matchAll(/^ {2}([a-z0-9-]+): (-?[\d.]+)$/gm);
  return new Map([...lines].map(([, record, number]) => [record, Number(number)]));
}

const columns = new Map();
function column(id) {
  if (!columns.has(id)) columns.set(id, readColumn(id));
  return columns.get(id);
}

// A figure of some municipalities together; null where it would be a division by 0.
function figure([added, taken, below, times], records) {
  const sum = (ids) => ids.flatMap((id) => records.map((record) => column(id).get(record))).reduce((total, number) => total + number, 0);
  const divisor = sum(below);
  return divisor === 0 ? null : ((sum(added) - sum(taken)) / divisor) * times;
}

// Cells may be quoted, and hold what separates them then.
function readCsv(path) {
  const text = readFileSync(join(OUTPUT, path), 'utf8').replace(/^\uFEFF/, '');
  const rows = [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g)].map(([, line]) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => cell.replace(/^"([^]*)"$/, '$1').replaceAll('""', '"')),
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
