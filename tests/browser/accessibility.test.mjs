// axe-core finds no violation, of whatever weight, in any kind of page: on a phone and on a desk,
// in light and dark.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { PAGES, useGuide } from '../support/browser.mjs';

const guide = useGuide();

for (const { kind, path } of PAGES) {
  for (const width of [375, 1280]) {
    test(`${kind} (${path}) at ${width} px`, async () => {
      // Nothing fades from one scheme to the other.
      const { page, close } = await guide.open(path, { width, reducedMotion: 'reduce' });
      try {
        assert.deepEqual(await violations(page), [], 'light');
        await page.emulateMedia({ colorScheme: 'dark' });
        assert.deepEqual(await violations(page, { coloursOnly: true }), [], 'dark');
      } finally {
        await close();
      }
    });
  }
}
