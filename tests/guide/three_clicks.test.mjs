// From the home page to every municipality in at most three clicks: by links that stand in the main
// content or the navigation of a page, with words that can be read. Links of maps don't count, as
// not everybody can aim at them; neither do those that open elsewhere on the same page.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';
import { DomUtils, parseDocument } from 'htmlparser2';
import { parse } from 'yaml';
import { PROJECT } from './figures.mjs';

const OUTPUT = process.env.SHIRUBE_OUTPUT ?? join(PROJECT, 'public');
const CLICKS = 3;

const MUNICIPALITIES = join(PROJECT, 'content', 'municipalities');
const wanted = readdirSync(MUNICIPALITIES)
  .filter((name) => name !== '_collection.yaml')
  .flatMap((name) => parse(readFileSync(join(MUNICIPALITIES, name), 'utf8')))
  .map(({ id }) => `municipalities/${id}/index.html`);

const isIn = (element, ...names) => {
  for (let parent = element.parent; parent; parent = parent.parent) if (names.includes(parent.name)) return true;
  return false;
};

// The pages that a page links to, by their files.
function linked(file) {
  const document = parseDocument(readFileSync(join(OUTPUT, file), 'utf8'));
  const links = DomUtils.findAll((element) => element.name === 'a' && element.attribs.href !== undefined, document.children);
  return links
    .filter((link) => isIn(link, 'main', 'nav') && !isIn(link, 'svg', 'template') && DomUtils.textContent(link).trim() !== '')
    .map((link) => decodeURI(link.attribs.href.replace(/[?#].*$/, '')))
    .filter((href) => href !== '' && !/^[a-z]+:/.test(href))
    .map((href) => posix.join(posix.dirname(file), href))
    .map((path) => (path.endsWith('.html') ? path : posix.join(path, 'index.html')))
    .filter((path) => path.endsWith('.html') && existsSync(join(OUTPUT, path)));
}

test('every municipality is at most three clicks from the home page', () => {
  assert.equal(wanted.length, 1741);
  const clicks = new Map([['index.html', 0]]);
  let reached = ['index.html'];
  for (let click = 1; click <= CLICKS; click += 1) {
    const before = reached;
    reached = [];
    for (const path of before.flatMap(linked)) {
      if (clicks.has(path)) continue;
      clicks.set(path, click);
      reached.push(path);
    }
  }
  assert.deepEqual(wanted.filter((file) => !clicks.has(file)), []);
});
