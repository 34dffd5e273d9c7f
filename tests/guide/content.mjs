// The numbers of the guide, read from its YAML and worked out anew: shares no code with the
// generator, so that a mistake of the one isn't repeated by the other.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const read = (...path) => parse(readFileSync(join(...path), 'utf8'));
const inFirst = (text, language) => (typeof text === 'object' && text !== null ? text[language] : text);

// A collection by id: records and indicators, ready to be compared with pages.
export function readCollection(project, id, language) {
  const folder = join(project, 'content', id);
  const records = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== '_collection.yaml')
    .sort()
    .flatMap((name) => {
      const held = read(folder, name);
      return Array.isArray(held) ? held : [held];
    })
    .map((record) => ({ ...record, name: inFirst(record.name, language) }));
  const statistics = join(project, 'content', 'indicators', id);
  const indicators = readdirSync(statistics)
    .sort()
    .map((name) => indicator(name.replace(/\.yaml$/, ''), read(statistics, name), records, language));
  const unspoken = read(folder, '_collection.yaml').compare?.unspoken ?? [];
  const spoken = indicators.filter((indicator) => !unspoken.includes(indicator.id));
  return { id, records, indicators, spoken };
}

function indicator(id, held, records, language) {
  const values = new Map(records.map((record) => [record.id, number(held.values[record.id])]));
  const known = [...values.values()].filter((value) => value !== null).sort((left, right) => left - right);
  return {
    id,
    label: inFirst(held.label, language),
    short: inFirst(held.short ?? held.label, language),
    unit: inFirst(held.unit ?? '', language),
    decimals: held.decimals ?? 0,
    scale: held.scale,
    better: held.better ?? 'neutral',
    group: held.group,
    words: wordsOf(held.words, language),
    values,
    known,
    national: national(held, values, known),
    // A sum of all records is not on the scale of one of them.
    nationalIsComparable: held.aggregate !== 'sum',
    period: held.as_of,
    publisher: inFirst(held.source.publisher, language),
  };
}

function wordsOf(words, language) {
  if (words?.[language]) return words[language];
  return { more: inFirst(words.more, language), less: inFirst(words.less, language) };
}

const number = (value) => (typeof value === 'number' ? value : null);

function national(held, values, known) {
  if (held.national) return { kind: 'published', value: held.national.value };
  if (held.aggregate === 'sum' && known.length === values.size) {
    return { kind: 'sum', value: known.reduce((sum, value) => sum + value, 0) };
  }
  const half = Math.floor(known.length / 2);
  const median = known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2;
  return { kind: 'median', value: median };
}

// The rank that pages show: from the least where less is better; ties share the better rank.
export function rankOf({ known, better }, value) {
  return 1 + known.filter((other) => (better === 'lower' ? other < value : other > value)).length;
}

// Distance of two ranks from 0 to 1.
export function rankDistance({ known }, left, right) {
  const rank = (value) => known.filter((other) => other > value).length;
  return known.length < 2 ? 0 : Math.abs(rank(left) - rank(right)) / (known.length - 1);
}

// A number as a page writes it, in its unit: `3,710円`, `−1.25`, `68万5,000人`, `485.8万円`; what
// stands before the first figure and after the unit is left out. NaN when there is none.
export function readNumber(text, unit = '') {
  const end = unit === '' ? -1 : text.indexOf(unit, text.search(/\d/));
  const found = /[−-]?\d[\d,]*(?:\.\d+)?(?:[億万][\d,億万]*)?/.exec(end < 0 ? text : text.slice(0, end));
  if (!found) return NaN;
  const sign = /^[−-]/.test(found[0]) ? -1 : 1;
  let rest = found[0].replace(/^[−-]/, '').replaceAll(',', '');
  let sum = 0;
  for (const [name, size] of [['億', 1e8], ['万', 1e4]]) {
    const at = rest.indexOf(name);
    if (at < 0) continue;
    sum += Number(rest.slice(0, at)) * size;
    rest = rest.slice(at + 1);
  }
  return sign * (sum + Number(rest || 0));
}
