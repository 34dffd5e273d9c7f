// What docs/search.md promises of every text, tried with texts of what goes wrong easily.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../themes/guide/scripts/search/engine.js';
import { find, matchingForm } from '../../themes/guide/scripts/search/fold.js';
import { encodeIndex, fold, hostIndex, hostileText, random } from '../support/search_index.mjs';

const PAGES = 120;
const CASES = 3000;

// A piece of a text that doesn't cut through what folds to one character.
function piece(next, text) {
  const characters = Array.from(text);
  const cuts = Array.from({ length: characters.length + 1 }, (_, at) => characters.slice(0, at).join(''))
    .filter((start) => fold(start) + fold(text.slice(start.length)) === fold(text))
    .map((start) => start.length);
  const first = next(cuts.length);
  return text.slice(cuts[first], cuts[Math.min(first + 1 + next(8), cuts.length - 1)]);
}

test('a text contains each of its pieces, and the piece can be marked', () => {
  const next = random(2);
  for (let round = 0; round < CASES; round += 1) {
    const text = hostileText(next, 20);
    const wanted = piece(next, text);
    const { text: form } = matchingForm(wanted);
    assert.ok(matchingForm(text).text.includes(form), JSON.stringify({ text, wanted }));
    if (!form) continue;
    const marked = find(text, [form]).map(([start, end]) => matchingForm(text.slice(start, end)).text);
    assert.ok(marked.some((mark) => mark.includes(form)), JSON.stringify({ text, wanted, marked }));
  }
});

test('every piece of a page finds the page', async (context) => {
  const next = random(3);
  const pages = Array.from({ length: PAGES }, (_, at) => ({
    title: hostileText(next, 6), url: `a/${at}/`, kind: 'article', description: hostileText(next, 12),
    headings: [[hostileText(next, 6), 'a']], tags: [hostileText(next, 3)], names: [hostileText(next, 3)], text: hostileText(next, 40),
  }));
  const host = hostIndex(context, encodeIndex(pages));
  const engine = new Engine(host.folder);
  let asked = 0;
  while (asked < CASES) {
    const number = next(PAGES);
    const { title, description, headings: [[heading]], tags: [tag], names: [name], text } = pages[number];
    const field = [title, description, heading, tag, name, text, text, text][next(8)];
    const query = piece(next, field);
    const { numbers, needs } = await engine.search(query);
    if (needs.length === 0) continue;
    asked += 1;
    assert.ok(numbers.includes(number), JSON.stringify({ query, field }));
    const fields = [title, description, heading, tag, name, text].map((field) => matchingForm(field).text);
    for (const forms of needs) assert.ok(forms.some((form) => fields.some((field) => field.includes(form))), JSON.stringify({ query, forms }));
    assert.equal(new Set(numbers).size, numbers.length);
  }
});

test('where an answer is certain, every page has the words', async (context) => {
  const next = random(4);
  const pages = Array.from({ length: PAGES }, (_, at) => ({ title: `${at}`, url: `a/${at}/`, kind: 'article', text: hostileText(next, 30) }));
  const engine = new Engine(hostIndex(context, encodeIndex(pages)).folder);
  let certain = 0;
  for (let round = 0; round < CASES / 3; round += 1) {
    const answer = await engine.search(piece(next, pages[next(PAGES)].text));
    if (!answer.certain) continue;
    certain += answer.numbers.length > 0;
    for (const number of answer.numbers) {
      const fields = [matchingForm(pages[number].title).text, matchingForm(pages[number].text).text];
      for (const forms of answer.needs) assert.ok(forms.some((form) => fields.some((field) => field.includes(form))), JSON.stringify({ query: answer.query, forms, fields }));
    }
  }
  assert.ok(certain > 100, `${certain}`);
});
