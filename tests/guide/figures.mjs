// What is known of municipalities: the published columns as they stand in
// content/indicators/municipalities/, and what is worked out from them. What divides what is said
// here once more, so that a wrong formula is found too.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const COLUMNS = join(PROJECT, 'content', 'indicators', 'municipalities');

const AGES = ['under-15', 'aged-15-64', 'aged-65-plus'];
const SECTORS = ['employed-primary', 'employed-secondary', 'employed-tertiary'];
const RESIDENTS = ['population'];

// [added, taken away, divided by the sum of, times, decimals, unit]
export const FIGURES = {
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

export const FUTABA = ['fukushima-futaba'];
const EVACUATED = ['hirono', 'naraha', 'tomioka', 'okuma', 'futaba', 'namie', 'katsurao', 'iitate'].map((name) => `fukushima-${name}`);

// What notes say isn't worked out; in all others it is the town that had no residents.
export const LEFT_OUT = { 'population-change': EVACUATED, 'pupils-per-school': [] };

// The numbers of a published column: one `id: number` a line.
function readColumn(id) {
  const text = readFileSync(join(COLUMNS, `${id}.yaml`), 'utf8');
  const lines = text.slice(text.indexOf('\nvalues:\n')).matchAll(/^ {2}([a-z0-9-]+): (-?[\d.]+)$/gm);
  return new Map([...lines].map(([, record, number]) => [record, Number(number)]));
}

const columns = new Map();
export function column(id) {
  if (!columns.has(id)) columns.set(id, readColumn(id));
  return columns.get(id);
}

// A figure of some municipalities together; null where it would be a division by 0.
export function figure([added, taken, below, times], records) {
  const sum = (ids) => ids.flatMap((id) => records.map((record) => column(id).get(record))).reduce((total, number) => total + number, 0);
  const divisor = sum(below);
  return divisor === 0 ? null : ((sum(added) - sum(taken)) / divisor) * times;
}
