// Every kind of page says the same without JavaScript.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGES, useGuide } from '../support/browser.mjs';

// Outside of forms, which filter and sort, scripts may add a word or two.
const SHARE_OF_TEXT = 0.99;

const guide = useGuide();

for (const { kind, path } of PAGES) {
  test(`${kind} (${path})`, async () => {
    const [plain, scripted] = await Promise.all([read(path, false), read(path, true)]);
    assert.ok(plain.heading !== '', 'the heading is not seen');
    assert.equal(plain.heading, scripted.heading);
    assert.equal(plain.rows, scripted.rows, 'table rows');
    assert.equal(plain.links, scripted.links, 'links in the main part');
    assert.ok(plain.text >= scripted.text * SHARE_OF_TEXT, `${plain.text} of ${scripted.text} characters are seen`);
  });
}

async function read(path, script) {
  const { page, close } = await guide.open(path, { width: 375, script });
  try {
    const main = page.locator('main');
    return {
      heading: await page.locator('h1').innerText(),
      text: await main.evaluate(lengthOfText),
      rows: await main.locator('tr:visible').count(),
      links: await main.locator('a[href]:visible').count(),
    };
  } finally {
    await close();
  }
}

// Runs in the page: how many characters are seen outside of forms.
function lengthOfText(main) {
  const length = (element) => element.innerText.replace(/\s+/g, '').length;
  const forms = [...main.querySelectorAll('form')].filter((form) => form.checkVisibility());
  return forms.reduce((sum, form) => sum - length(form), length(main));
}
