// What a phone has to fetch for the pages that readers see most: markup, styles and scripts of
// comparisons and records, compressed.

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { follow } from '../support/address.mjs';
import { OUTPUT } from '../support/browser.mjs';
import { linksOfScript, linksOfStyles } from '../support/files.mjs';
import { isPage, isRedirect, kindOf, listFiles } from '../support/output.mjs';
import { readPage } from '../support/page.mjs';

const LIMIT = 60_000;

const weights = new Map();
const read = (file) => readFileSync(join(OUTPUT, file));
const compressed = (file) => {
  if (!weights.has(file)) weights.set(file, gzipSync(read(file)).length);
  return weights.get(file);
};

// The file and all that it imports, itself first.
function withImports(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = read(file).toString('utf8');
  const links = file.endsWith('.css') ? linksOfStyles(text).filter((link) => link.endsWith('.css')) : linksOfScript(text);
  for (const link of links) withImports(follow(file, link).file, seen);
  return seen;
}

function weigh(path) {
  const html = read(path);
  const parts = new Set();
  for (const { link, use, element } of readPage(html.toString('utf8')).links) {
    const { file } = follow(path, link);
    if (use === 'load' && element !== 'img' && /\.(css|m?js)$/.test(file ?? '')) withImports(file, parts);
  }
  return [...parts].reduce((sum, file) => sum + compressed(file), gzipSync(html).length);
}

// Of tens of thousands of alike pages, the heaviest is among those with the most bytes.
const WEIGHED = 200;
function largest(paths) {
  const sizes = paths.map((path) => ({ path, bytes: statSync(join(OUTPUT, path)).size }));
  return sizes.sort((one, other) => other.bytes - one.bytes).slice(0, WEIGHED).map(({ path }) => path);
}

const byKind = new Map();
for (const path of listFiles(OUTPUT).filter(isPage)) {
  const kind = kindOf(path);
  if (!/compare |record of/.test(kind) || kind.includes('index')) continue;
  byKind.set(kind, [...(byKind.get(kind) ?? []), path]);
}

test('the markup of a division takes at most 20 kB, compressed, and 120 kB unpacked', (context) => {
  const tables = largest(listFiles(OUTPUT).filter((path) => kindOf(path) === 'division of municipalities'));
  assert.ok(tables.length > 40, `${tables.length} tables`);
  const [heaviest] = tables.map((path) => ({ path, packed: compressed(path), bytes: read(path).length })).sort((one, other) => other.packed - one.packed);
  context.diagnostic(`${heaviest.path}: ${heaviest.packed} of ${heaviest.bytes} bytes`);
  assert.ok(heaviest.packed <= 20_000, `${heaviest.path}: ${heaviest.packed} bytes`);
  assert.ok(read(tables[0]).length <= 120_000, `${tables[0]}: ${read(tables[0]).length} bytes`);
});

test('the search takes at most 12 kB of JavaScript', (context) => {
  const scripts = listFiles(OUTPUT).filter((path) => /\/search(\/[^/]+|_button)\.js$/.test(path));
  const bytes = scripts.reduce((sum, path) => sum + compressed(path), 0);
  context.diagnostic(`${scripts.join(' ')}: ${bytes} bytes`);
  assert.ok(scripts.length === 2 && bytes <= 12 * 1024, `${scripts.join(' ')}: ${bytes} bytes`);
});

describe('gzip of HTML, CSS and JavaScript', () => {
  test('there are comparisons and records', () => assert.ok([...byKind.keys()].some((kind) => kind.includes('compare')) && byKind.size > 1));
  for (const [kind, paths] of byKind) {
    test(kind, (context) => {
      const heaviest = largest(paths)
        .filter((path) => !isRedirect(read(path).toString('utf8')))
        .map((path) => ({ path, bytes: weigh(path) }))
        .reduce((most, one) => (one.bytes > most.bytes ? one : most), { path: 'none', bytes: 0 });
      context.diagnostic(`${heaviest.path} is the heaviest of ${paths.length}: ${heaviest.bytes} bytes`);
      assert.ok(heaviest.bytes > 0 && heaviest.bytes <= LIMIT, `${heaviest.path}: ${heaviest.bytes} bytes, more than ${LIMIT}`);
    });
  }
});
