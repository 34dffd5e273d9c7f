// Every kind of page, at four widths, in light and dark: nothing sticks out sideways, nothing
// moves after loading, nothing fails, nothing is blocked, nothing comes from elsewhere.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGES, WIDTHS, noted, useGuide } from '../support/browser.mjs';

// Shifts are fractions of the screen; this is a line of text that moves by a pixel or two.
const SHIFT_ALLOWED = 0.001;

const guide = useGuide();

for (const { kind, path } of PAGES) {
  for (const width of WIDTHS) {
    test(`${kind} (${path}) at ${width} px`, async () => {
      const { page, faults, close } = await guide.open(path, { width });
      try {
        await scrollThrough(page);
        await check(page, faults, 'light');
        await page.emulateMedia({ colorScheme: 'dark' });
        await check(page, faults, 'dark');
      } finally {
        await close();
      }
    });
  }
}

async function check(page, faults, scheme) {
  const { violations, shifts } = await noted(page);
  assert.deepEqual(await stickingOut(page), [], `${scheme}: elements that reach beyond the screen`);
  assert.deepEqual(violations, [], `${scheme}: blocked by the Content-Security-Policy`);
  assert.deepEqual(faults, [], `${scheme}: faults of the page`);
  const moved = shifts.reduce((sum, { value }) => sum + value, 0);
  assert.ok(moved <= SHIFT_ALLOWED, `${scheme}: the page moved by ${moved}: ${JSON.stringify(shifts)}`);
}

// To the end and back, so that whatever loads on the way does.
function scrollThrough(page) {
  return page.evaluate(async () => {
    for (const top of [document.documentElement.scrollHeight, 0]) {
      scrollTo({ top, behavior: 'instant' });
      await new Promise(requestAnimationFrame);
    }
  });
}

// The first elements that make the page scroll sideways, or that scroll sideways themselves;
// only code may, and tables in prose that say so and that the keyboard can move.
function stickingOut(page) {
  return page.evaluate(() => {
    const describe = (element) => element.outerHTML.slice(0, 120);
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width || document.body.scrollWidth > width) {
      for (const element of document.body.querySelectorAll('*')) {
        const { right, width: own } = element.getBoundingClientRect();
        if (own > 0 && right > width + 1) found.push(describe(element));
      }
      if (found.length === 0) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (element.matches('pre, pre *, input, select, textarea, [role=region][tabindex="0"]') || element.scrollWidth <= element.clientWidth + 1) continue;
      if (/auto|scroll/.test(getComputedStyle(element).overflowX)) found.push(`scrolls sideways: ${describe(element)}`);
    }
    return found.slice(0, 5);
  });
}
