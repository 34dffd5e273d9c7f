// Takes pictures of every kind of page, for people to look at; no check.
//
//   node tests/browser/screens.mjs OUTPUT FOLDER [KIND…]
//
// Writes FOLDER/<kind>-<width>-<scheme>.png of whole pages; with KINDs only of kinds whose name
// holds one of them.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const WIDTHS = [360, 768, 1280];
const [output, folder, ...kinds] = process.argv.slice(2);
if (!output || !folder) {
  console.error('usage: node tests/browser/screens.mjs OUTPUT FOLDER [KIND…]');
  process.exit(2);
}
process.env.SHIRUBE_OUTPUT = output;
const { PAGES, startGuide } = await import('../support/browser.mjs');

mkdirSync(folder, { recursive: true });
const guide = await startGuide();
for (const { kind, path } of PAGES) {
  if (kinds.length > 0 && !kinds.some((part) => kind.includes(part))) continue;
  for (const width of WIDTHS) {
    const { page, close } = await guide.open(path, { width, reducedMotion: 'reduce' });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const file = join(folder, `${kind.replace(/[^a-z0-9]+/gi, '-')}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(`${file}: ${path}`);
    }
    await close();
  }
}
await guide.close();
