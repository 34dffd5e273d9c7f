// A collection's table: sorted and filtered by keyboard alone, said aloud, kept in the address.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PAGES, tabTo, useGuide } from '../support/browser.mjs';

const guide = useGuide();
// A collection whose page is divided has a table on each division's page.
const divided = PAGES.map(({ kind }) => /^division of (\S+)$/.exec(kind)?.[1]);
const collections = PAGES.filter(({ kind }) => {
  const [, whole] = /^collection (\S+)$/.exec(kind) ?? [];
  return (whole && !divided.includes(whole)) || /^division of \S+$/.test(kind);
});

test('there is a collection', () => assert.ok(collections.length > 0));

for (const { kind, path } of collections) {
  describe(`${kind} (${path})`, () => {
    const look = (name, check) => test(name, async (context) => {
      const { page, close } = await guide.open(path);
      try {
        await page.locator('table form, form:has(input[type=search])').first().waitFor();
        await check(page, context);
      } finally {
        await close();
      }
    });

    look('says how many rows it shows', async (page) => {
      const rows = await shown(page);
      assert.ok(rows.length > 0);
      assert.equal(await announced(page), rows.length);
    });

    look('sorts by every column and back', async (page) => {
      const headers = page.locator('thead th');
      const before = await shown(page);
      for (let column = 0; column < await headers.count(); column += 1) {
        const header = headers.nth(column);
        const button = header.getByRole('button');
        await tabTo(page, button);
        await page.keyboard.press('Enter');
        const first = await header.getAttribute('aria-sort');
        assert.match(first ?? '', /^(ascending|descending)$/, 'the state is not said');
        assert.equal(await page.locator('th[aria-sort]').count(), 1, 'one column at a time');
        await assertSorted(page, column, first);
        for (let press = 0; press < 3 && await header.getAttribute('aria-sort') !== null; press += 1) {
          await page.keyboard.press('Enter');
          const state = await header.getAttribute('aria-sort');
          if (state !== null) await assertSorted(page, column, state);
        }
        assert.deepEqual(await shown(page), before, 'the first order does not come back');
      }
    });

    look('finds a row by name and by reading', async (page) => {
      const search = page.locator('input[type=search]').first();
      const { name, kana } = (await shown(page)).at(-1);
      const katakana = kana.replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
      for (const words of [name, kana, katakana].filter(Boolean)) {
        await tabTo(page, search);
        await page.keyboard.press('Control+A');
        await page.keyboard.insertText(words);
        const rows = await shown(page);
        assert.ok(rows.some((row) => row.name === name), `${words} does not find ${name}`);
        assert.equal(await announced(page), rows.length);
      }
    });

    look('says so when nothing fits, and shows all again', async (page) => {
      const all = await shown(page);
      await tabTo(page, page.locator('input[type=search]').first());
      await page.keyboard.insertText('そんなものはないでしょう');
      assert.equal((await shown(page)).length, 0);
      assert.ok((await status(page).innerText()).trim() !== '', 'nothing is said');
      await tabTo(page, page.locator('button[type=reset]').first());
      await page.keyboard.press('Enter');
      await page.waitForFunction((count) => [...document.querySelectorAll('tbody th[scope=row]')]
        .filter((name) => name.checkVisibility()).length === count, all.length);
      assert.deepEqual(await shown(page), all);
    });

    look('filters by each choice, and keeps the state in the address', async (page, context) => {
      const choices = page.locator('select[data-filter]');
      if (await choices.count() === 0) return context.diagnostic('no choice to filter by');
      for (let number = 0; number < await choices.count(); number += 1) {
        const choice = choices.nth(number);
        await tabTo(page, choice);
        // The arrow keys choose without opening the list.
        await page.keyboard.press('ArrowDown');
        const label = await choice.evaluate((select) => select.selectedOptions[0].textContent);
        const rows = await shown(page);
        assert.equal(rows.length, Number(/(\d+)/.exec(label.slice(label.lastIndexOf('(')))[1]), label);
        assert.equal(await announced(page), rows.length);
        await page.reload();
        await choice.waitFor();
        assert.deepEqual(await shown(page), rows, 'the state is lost after loading the address again');
        await choice.selectOption({ index: 0 });
      }
    });
  });
}

const status = (page) => page.locator('output, [role=status], [aria-live]').first();

// The number that is said aloud.
const announced = async (page) => Number(/\d+/.exec((await status(page).innerText()).replaceAll(',', ''))?.[0]);

// The rows that are seen, in order: `{name, kana}`.
function shown(page) {
  return page.evaluate(() => [...document.querySelectorAll('tbody tr')]
    .filter((row) => row.querySelector('th[scope=row]') && row.checkVisibility())
    .map((row) => ({
      name: row.querySelector('th[scope=row] a').textContent.trim(),
      kana: row.querySelector('th[scope=row] small')?.textContent.trim() ?? '',
    })));
}

// What is known is in order, what isn't comes last.
async function assertSorted(page, column, state) {
  const keys = await page.evaluate((index) => {
    const numeric = document.querySelectorAll('thead th')[index].classList.contains('number');
    // A number's text begins with it, or says beside it what it is.
    const numberOf = (text) => /^-?[0-9.]+/.exec(text.replaceAll(',', '').replace('−', '-'))?.[0] ?? `no number: ${text}`;
    const keyOf = (cell) => {
      if (cell.classList.contains('unknown')) return '';
      const text = cell.dataset.sort ?? cell.textContent.trim();
      return numeric ? numberOf(text) : text;
    };
    return [...document.querySelectorAll('tbody tr')]
      .filter((row) => row.querySelector('th[scope=row]') && row.checkVisibility())
      .map((row) => (index === 0 ? row.querySelector('small')?.textContent || row.cells[0].textContent : keyOf(row.cells[index])));
  }, column);
  const known = keys.filter((key) => key !== '');
  assert.deepEqual(keys.slice(0, known.length), known, `column ${column}, ${state}: unknown values are not last`);
  const numbers = known.every((key) => Number.isFinite(Number(key)));
  const compare = numbers ? (a, b) => a - b : new Intl.Collator('ja', { numeric: true }).compare;
  const sign = state === 'ascending' ? 1 : -1;
  for (let place = 1; place < known.length; place += 1) {
    assert.ok(sign * compare(known[place - 1], known[place]) <= 0, `column ${column}, ${state}: ${known[place - 1]} before ${known[place]}`);
  }
}
