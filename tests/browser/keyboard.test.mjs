// A phone's page by keyboard alone: past the header, and through its menu.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFocused, tabTo, useGuide } from '../support/browser.mjs';

const guide = useGuide();
const PHONE = { width: 375 };

async function onPhone(path, look) {
  const { page, close } = await guide.open(path, PHONE);
  try {
    await look(page);
  } finally {
    await close();
  }
}

test('the first stop leads to the main part, and is seen', () => onPhone('index.html', async (page) => {
  await page.keyboard.press('Tab');
  const skip = page.locator('a:focus');
  assert.equal(await skip.getAttribute('href'), '#main');
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0 && box.height > 10, 'the link is off the screen');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)), 'the next stop is not in the main part');
}));

test('the menu opens and closes by keyboard', () => onPhone('index.html', async (page) => {
  const opener = page.locator('header').locator('summary, button[aria-expanded]');
  const link = page.locator('header nav a:visible').first();
  assert.equal(await link.count(), 0, 'the menu is open from the start');
  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  await link.waitFor();
  assert.ok((await link.innerText()).trim() !== '');
  await page.keyboard.press('Tab');
  assert.ok(await isFocused(link), 'the next stop is not the menu\'s first link');
  await page.keyboard.press('Escape');
  await link.waitFor({ state: 'hidden' });
  assert.ok(await isFocused(opener), 'Escape does not lead back to the button');
}));

test('a menu link leads to its page', () => onPhone('index.html', async (page) => {
  await tabTo(page, page.locator('header').locator('summary, button[aria-expanded]'));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const before = page.url();
  await Promise.all([page.waitForURL((url) => url.href !== before), page.keyboard.press('Enter')]);
  assert.ok((await page.locator('h1').innerText()).trim() !== '');
}));

test('whatever has the focus is marked', () => onPhone('index.html', async (page) => {
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
      return { marked: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none', html: document.activeElement.outerHTML.slice(0, 120) };
    });
    assert.ok(focused.marked, focused.html);
  }
}));
