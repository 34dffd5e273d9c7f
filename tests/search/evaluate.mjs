// How well the search of a built guide answers the labelled queries: whether it finds every page
// that a plain scan finds, and whether a right page stands among the first three results.
//
//   node tests/search/evaluate.mjs               a table of both sets
//   node tests/search/evaluate.mjs --verbose     and every failure; of the held-out set, when it alone is asked for
//   node tests/search/evaluate.mjs --set tuning --kind typo --verbose
//
// SHIRUBE_OUTPUT names another folder than public/. The exit code is 1 if a page is missed or if
// fewer than 95 % of a set's queries have a right page among the first three.

import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { DomUtils, parseDocument } from 'htmlparser2';
import { serve } from '../support/server.mjs';
import { SETS } from './queries.mjs';
import { PROJECT, READ, matchingForm, pagesThatContain, readPages } from './scan.mjs';

export const OUTPUT = process.env.SHIRUBE_OUTPUT ?? join(PROJECT, 'public');
export const FIRST = 3;
export const ENOUGH = 0.95;

const ENGINE = join(PROJECT, 'themes', 'guide', 'scripts', 'search', 'engine.js');
const BASE = '/sub/path/';

// The file of an address, which may end in an anchor: `regions/tokyo/`, `glossary/#u-turn`.
export function fileOf(output, address) {
  const path = address.replace(/#.*$/, '');
  return join(output, path.endsWith('/') || path === '' ? `${path}index.html` : path);
}

// Whether an address leads to a page of the output, and to an element of it.
export function exists(output, address) {
  const file = fileOf(output, address);
  if (!existsSync(file)) return false;
  const anchor = /#(.*)$/.exec(address)?.[1];
  return anchor === undefined || readFileSync(file, 'utf8').includes(`id="${anchor}"`);
}

// The addresses that must be found, by what the query says and by what it stands for.
export function expected(pages, { kind, query, written }) {
  const found = pagesThatContain(pages, query);
  if (written !== undefined) {
    const how = kind === 'typo' ? { whole: true } : { places: READ };
    found.push(...pagesThatContain(pages, written, how));
  }
  return [...new Set(found.map(({ address }) => address))];
}

// Runs all queries of both sets: `[{set, entry, missed, should, first, right}]`.
export async function evaluate(output = OUTPUT) {
  const pages = readPages();
  const { url: top, close } = await serve(output, { base: BASE });
  try {
    const { Engine } = await import(pathToFileURL(ENGINE).href);
    const engine = new Engine(top);
    const { pages: count } = JSON.parse(gunzipSync(readFileSync(join(output, 'search', 'entry.bin'))));
    const infos = await engine.pages(Uint32Array.from({ length: count }, (_, number) => number));
    const addresses = infos.map(({ url }) => addressOf(url, top));
    const results = [];
    for (const [set, entries] of SETS) {
      for (const entry of entries) {
        const answer = await engine.search(entry.query);
        const numbers = Array.from(answer.numbers);
        const found = new Set(numbers.map((number) => addresses[number]));
        const should = expected(pages, entry);
        const first = firstOf(output, answer, numbers.map((number) => addresses[number]), top);
        results.push({
          set,
          entry,
          should,
          missed: should.filter((address) => !found.has(address)),
          first,
          right: first.some((address) => entry.right.includes(address)),
        });
      }
    }
    return results;
  } finally {
    await close();
  }
}

// An address relative to the top of the guide, however the engine writes it.
const addressOf = (url, top) => {
  const whole = new URL(url, top).href;
  return decodeURI(whole.startsWith(top) ? whole.slice(top.length) : whole);
};

// The first three that a reader sees: the comparison that is offered, then pages. Where the engine
// isn't certain, pages without the text are left out, as the interface does.
function firstOf(output, { certain, needs, comparison }, addresses, top) {
  const first = [];
  const offered = comparison && addressOf(comparison.url, top);
  if (offered && exists(output, offered)) first.push(offered);
  for (const address of addresses) {
    if (first.length >= FIRST) break;
    if (certain || holds(output, address, needs)) first.push(address);
  }
  return first;
}

const texts = new Map();

// Whether a built page has, for each word, one of the forms that stand for it.
function holds(output, address, needs) {
  const file = fileOf(output, address);
  if (!texts.has(file)) {
    const document = parseDocument(readFileSync(file, 'utf8'));
    const unseen = DomUtils.findAll(({ name }) => name === 'script' || name === 'style', document.children);
    unseen.forEach((element) => DomUtils.removeElement(element));
    const said = DomUtils.findAll(({ name, attribs }) => name === 'meta' && attribs.name === 'description', document.children);
    const parts = [...said.map(({ attribs }) => attribs.content), DomUtils.textContent(document)];
    texts.set(file, matchingForm(parts.join('\n')));
  }
  return needs.every((forms) => forms.length === 0 || forms.some((form) => texts.get(file).includes(form)));
}

// Sums of results: `{queries, should, missed, right}`.
export function sum(results) {
  return {
    queries: results.length,
    should: results.reduce((all, { should }) => all + should.length, 0),
    missed: results.reduce((all, { missed }) => all + missed.length, 0),
    right: results.filter(({ right }) => right).length,
  };
}

export const isGood = ({ queries, missed, right }) => missed === 0 && right >= ENOUGH * queries;

function show(results, title) {
  const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
  const row = (name, { queries, should, missed, right }) =>
    [name.padEnd(12), String(queries).padStart(8), `${should - missed}/${should}`.padStart(12), percent(should - missed, should).padStart(9),
      `${right}/${queries}`.padStart(9), percent(right, queries).padStart(9)].join('');
  console.log(`\n${title}`);
  console.log(`${'kind'.padEnd(12)}${'queries'.padStart(8)}${'pages found'.padStart(12)}${''.padStart(9)}${`first ${FIRST}`.padStart(9)}`);
  for (const kind of new Set(results.map(({ entry }) => entry.kind))) {
    console.log(row(kind, sum(results.filter(({ entry }) => entry.kind === kind))));
  }
  console.log(row('all', sum(results)));
}

// One failure in words.
export function explain({ entry, missed, first, right }) {
  const lines = [`${entry.n} ${entry.kind}: ${entry.query}${entry.written ? ` (${entry.written})` : ''}`];
  if (missed.length > 0) lines.push(`  missed ${missed.length}: ${missed.slice(0, 8).join(' ')}${missed.length > 8 ? ' …' : ''}`);
  if (!right) lines.push(`  right: ${entry.right.join(' ')}`, `  first: ${first.join(' ') || 'nothing'}`);
  return lines.join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { verbose: { type: 'boolean' }, set: { type: 'string' }, kind: { type: 'string' } },
  });
  if (values.set !== undefined && !SETS.has(values.set)) throw new Error(`no set “${values.set}”; there are: ${[...SETS.keys()].join(', ')}`);
  const results = (await evaluate()).filter(({ entry }) => values.kind === undefined || entry.kind === values.kind);
  console.log(`the search of ${relative('', OUTPUT) || '.'}`);
  let good = true;
  for (const set of SETS.keys()) {
    if (values.set !== undefined && values.set !== set) continue;
    const ofSet = results.filter((result) => result.set === set);
    show(ofSet, set);
    good &&= isGood(sum(ofSet));
    // What was held out is shown to those only who ask for it by name.
    if (values.verbose && (set !== 'held out' || values.set === set)) {
      for (const result of ofSet) if (result.missed.length > 0 || !result.right) console.log(explain(result));
    }
  }
  process.exitCode = good ? 0 : 1;
}
