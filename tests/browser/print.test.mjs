// A comparison is printed on at most two A4 pages, with its address and its sources; a brief one says
// where these stand.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PAGES, useGuide } from '../support/browser.mjs';

const guide = useGuide();
const comparisons = PAGES.filter(({ kind }) => /(^|: )compare (?!index)/.test(kind));

test('there is a comparison', () => assert.ok(comparisons.length > 0));

describe('printed on A4', () => {
  for (const { kind, path } of comparisons) {
    test(`${kind} (${path})`, async (context) => {
      const { page, close } = await guide.open(path);
      try {
        const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
        const sheets = countSheets(pdf);
        context.diagnostic(`${sheets} sheets`);
        assert.ok(sheets >= 1 && sheets <= 2, `${sheets} sheets`);
        await page.emulateMedia({ media: 'print' });
        const text = await page.locator('body').innerText();
        assert.ok(text.includes(await page.locator('link[rel=canonical]').getAttribute('href')), 'the address is not printed');
        if (await page.locator('table.brief').count() > 0) {
          assert.match(text, /出典/, 'nobody is told where the sources stand');
        } else {
          assert.ok(await page.locator('main a[href^=http]:visible').count() > 0, 'no source is printed');
        }
      } finally {
        await close();
      }
    });
  }
});

// Chromium writes its page objects uncompressed.
const countSheets = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
