// The search: typed and composed words, the keyboard, the address, failures, and what is shown.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { violations } from '../support/axe.mjs';
import { OUTPUT, isFocused, noted, tabTo, useGuide } from '../support/browser.mjs';

const FROM = 'articles/index.html';
const WORD = '移住';

const guide = useGuide();

function search(name, path, look, settings) {
  test(name, async () => {
    const { page, faults, close } = await guide.open(path, settings);
    page.setDefaultTimeout(10_000);
    try {
      await look(page);
      assert.deepEqual(faults.filter((fault) => fault.startsWith('error in a script')), []);
      if (settings?.script !== false) assert.deepEqual((await noted(page)).violations, []);
    } finally {
      await close();
    }
  });
}

const field = (page) => page.locator('[role=combobox]');
const dialog = (page) => page.getByRole('dialog');
const options = (page) => page.locator('[role=option]');
const count = (page) => page.locator('guide-search output');

async function open(page) {
  await page.keyboard.press('/');
  await dialog(page).waitFor();
}

// Loads the page once more: the first requests after `route` can slip past it.
async function intercept(page, pattern, handler) {
  await page.route(pattern, handler);
  await page.reload();
}

async function until(holds) {
  for (let tries = 0; !holds() && tries < 200; tries++) await new Promise((done) => setTimeout(done, 50));
  assert.ok(holds(), `never came true: ${holds}`);
}

async function ask(page, words) {
  await page.keyboard.insertText(words);
  await options(page).first().waitFor();
}

// The option that a screen reader would say.
const active = (page) => page.evaluate(() => {
  const option = document.getElementById(document.querySelector('[role=combobox]').getAttribute('aria-activedescendant'));
  return option && { selected: option.ariaSelected, href: option.href };
});

search('the key / opens it, Escape closes it and leads back', FROM, async (page) => {
  const before = page.locator('main a').first();
  await tabTo(page, before);
  await open(page);
  assert.ok(await isFocused(field(page)), 'the field has no focus');
  assert.ok(await field(page).evaluate((input) => input.labels[0].innerText.trim() !== ''), 'the field has no name');
  await ask(page, WORD);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  assert.ok(await isFocused(before), 'the focus is not where it was');
  await open(page);
  assert.equal(await field(page).evaluate((input) => getSelection().toString() || input.value.slice(input.selectionStart, input.selectionEnd)), WORD, 'what was typed is not selected');
});

search('its link opens it too; a click beside it or on the button closes it', FROM, async (page) => {
  const link = page.locator('search-button a');
  await link.click();
  await dialog(page).waitFor();
  await dialog(page).getByRole('button').first().click();
  await dialog(page).waitFor({ state: 'hidden' });
  await link.click();
  await dialog(page).waitFor();
  await page.mouse.click(3, 300);
  await dialog(page).waitFor({ state: 'hidden' });
  const [other] = await Promise.all([page.context().waitForEvent('page'), link.click({ modifiers: ['ControlOrMeta'] })]);
  await other.waitForURL(/\/preview\/search\/$/);
});

search('the key / is a letter in a field, and finds the field of the search page', 'regions/index.html', async (page) => {
  const filter = page.locator('data-table input[type=search]');
  await filter.focus();
  await page.keyboard.press('/');
  assert.equal(await filter.inputValue(), '/');
  assert.equal(await page.locator('dialog').count(), 0);
  await page.goto(new URL('../search/', page.url()).href);
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await page.locator('[role=combobox]:focus').waitFor();
  assert.equal(await field(page).inputValue(), '');
});

search('what cannot be fetched makes the link a link', FROM, async (page) => {
  await intercept(page, '**/search/guide_search.js', (route) => route.abort());
  await page.keyboard.press('/');
  await page.waitForURL(/\/preview\/search\/$/);
  // Nor is there a form that does nothing.
  await page.locator('guide-search').waitFor({ state: 'hidden' });
  assert.ok(await page.locator('.browse').isVisible());
});

search('results come while one types, marked and counted', FROM, async (page) => {
  await open(page);
  await ask(page, WORD);
  assert.match(await count(page).innerText(), /^約?\d+件$/);
  assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
  const marks = await page.locator('[role=listbox] mark').allInnerTexts();
  assert.ok(marks.length > 0 && marks.every((mark) => mark === WORD), marks.join());
  assert.equal(await page.locator('.result').first().evaluate((group) => group.ariaLabel), await page.locator('.result .title').first().innerText());
  const few = await page.locator('.result').count();
  await page.locator('.result').last().scrollIntoViewIfNeeded();
  await page.waitForFunction((before) => document.querySelectorAll('.result').length > before, few);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => document.querySelector('[role=listbox]').childElementCount === 0);
  assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
});

search('sections lead to headings that are there, with the word in their text', 'search/index.html', async (page) => {
  await page.goto(`${page.url()}?q=${WORD}&kind=articles`);
  const section = page.locator('.section:has(mark)').first();
  await section.waitFor();
  const excerpts = await page.locator('.section').evaluateAll((links) => links.map(({ href }) => href));
  assert.ok(excerpts.length > 0);
  for (const href of excerpts) {
    const { pathname, hash } = new URL(href);
    const file = join(OUTPUT, pathname.replace('/preview/', ''), 'index.html');
    assert.ok(readFileSync(file, 'utf8').includes(`id="${hash.slice(1)}"`), href);
  }
  const excerpt = await section.locator('.text').innerText();
  assert.ok(excerpt.length <= 120, excerpt);
  await section.click();
  await page.waitForURL((url) => url.hash !== '');
  assert.ok((await page.locator('main').innerText()).includes(WORD));
});

search('by keyboard alone from a word to a page', FROM, async (page) => {
  await open(page);
  await ask(page, WORD);
  assert.equal(await active(page), null);
  await page.keyboard.press('ArrowDown');
  const first = await active(page);
  assert.equal(first.selected, 'true');
  await page.keyboard.press('ArrowDown');
  const second = await active(page);
  assert.notEqual(second.href, first.href);
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await active(page), first);
  await page.keyboard.press('ArrowUp');
  assert.equal(await active(page), null, 'above the first option is the field');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('[aria-selected=true]').count(), 1);
  const { href } = await active(page);
  await Promise.all([page.waitForURL(href), page.keyboard.press('Enter')]);
});

search('Enter shows all results on the search page', FROM, async (page) => {
  await open(page);
  await ask(page, WORD);
  await Promise.all([page.waitForURL((url) => url.searchParams.get('q') === WORD), page.keyboard.press('Enter')]);
  await options(page).first().waitFor();
  assert.equal(await field(page).inputValue(), WORD);
  assert.ok(!(await page.locator('.browse').isVisible()), 'the lists stand below the results');
});

search('a word is searched for while it is composed, and the key that ends it opens nothing', FROM, async (page) => {
  await open(page);
  const client = await page.context().newCDPSession(page);
  await client.send('Input.imeSetComposition', { text: WORD, selectionStart: 2, selectionEnd: 2 });
  await options(page).first().waitFor();
  const before = page.url();
  await page.keyboard.press('ArrowDown');
  assert.equal(await active(page), null, 'an arrow key belongs to the input method');
  const press = (key, keyCode) => field(page).evaluate((input, [key, keyCode]) =>
    input.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true })), [key, keyCode]);
  await press('Escape', 229);
  await press('Enter', 229);
  assert.ok(await dialog(page).isVisible());
  // Safari: the end of the composition, and the key that ended it right after.
  await client.send('Input.insertText', { text: WORD });
  await field(page).evaluate((input) => {
    document.querySelector('[role=option]').click = () => (document.title = 'opened');
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    for (const key of ['ArrowDown', 'Enter', 'Escape']) input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  assert.ok(await dialog(page).isVisible());
  assert.equal(page.url(), before);
  assert.notEqual(await page.title(), 'opened');
  await page.waitForTimeout(100);
  await options(page).first().evaluate((option) => delete option.click);
  await page.keyboard.press('ArrowDown');
  const { href } = await active(page);
  await Promise.all([page.waitForURL(href), page.keyboard.press('Enter')]);
});

search('the address of the search page holds the words and the filters', 'search/index.html', async (page) => {
  const start = page.url();
  await field(page).focus();
  await ask(page, WORD);
  await page.waitForURL((url) => url.searchParams.get('q') === WORD);
  const all = await count(page).innerText();
  const kind = page.locator('input[name=kind][value=articles]');
  await kind.check({ force: true });
  await page.waitForURL((url) => url.searchParams.get('kind') === 'articles');
  await page.waitForFunction((before) => document.querySelector('guide-search output').value !== before, all);
  const few = await count(page).innerText();
  assert.ok(await isFocused(kind), 'the focus is lost');
  await page.goto(page.url());
  await options(page).first().waitFor();
  await page.locator('input[name=kind][value=articles]:checked').waitFor({ state: 'attached' });
  assert.equal(parseInt(/\d+/.exec(await count(page).innerText())[0], 10) <= parseInt(/\d+/.exec(few)[0], 10), true);
  await page.evaluate((address) => {
    history.pushState(null, '', address);
    history.back();
  }, start);
  await page.waitForURL((url) => url.searchParams.get('kind') === 'articles');
  await page.locator('input[name=kind][value=""]').check({ force: true });
  await page.waitForURL((url) => !url.searchParams.has('kind'));
  assert.ok(await page.locator('input[name=kind][value=""]').isChecked());
});

search('every filter gives as many results as it says', 'search/index.html', async (page) => {
  await field(page).focus();
  await ask(page, '徳島');
  await page.locator('select[name=place] option:not([hidden])').nth(1).waitFor({ state: 'attached' });
  for (const name of ['place', 'tag']) {
    const option = page.locator(`select[name=${name}] option:not([hidden])`).nth(1);
    const said = Number(/\((\d+)\)$/.exec(await option.innerText())[1]);
    await page.locator(`select[name=${name}]`).selectOption(await option.evaluate(({ value }) => value));
    await page.waitForFunction((number) => Number(/\d+/.exec(document.querySelector('guide-search output').value)?.[0]) <= number, said);
    await page.locator(`select[name=${name}]`).selectOption({ index: 0 });
  }
});

search('two places are compared first', FROM, async (page) => {
  await open(page);
  await ask(page, '徳島県 東京都');
  const offer = options(page).first();
  assert.deepEqual(await offer.locator('.arm').allInnerTexts(), ['徳島県', '東京都']);
  await Promise.all([page.waitForURL(/compare\/regions\/tokushima\/tokyo\.html$/), offer.click()]);
});

search('a count that is certain stays so while pages are read', FROM, async (page) => {
  await open(page);
  await ask(page, '移住');
  await page.waitForLoadState('networkidle');
  assert.match(await count(page).innerText(), /^\d+件/);
});

search('nothing found is said, with what to do', FROM, async (page) => {
  await open(page);
  await page.keyboard.insertText('ぬぬぬぬぬぬぬ');
  await page.locator('.advice').waitFor();
  assert.match(await count(page).innerText(), /見つかりません/);
  assert.equal(await options(page).count(), 0);
  assert.ok(await dialog(page).locator('.advice a').isVisible());
});

for (const [name, answer] of [['missing', { status: 404 }], ['broken', { status: 200, body: 'これは索引ではない' }]]) {
  for (const file of ['entry.bin', 'parts/*']) {
    search(`a ${name} ${file} is said, and can be tried again`, FROM, async (page) => {
      await intercept(page, `**/search/${file}`, (route) => route.fulfill(answer));
      await open(page);
      await page.keyboard.insertText(WORD);
      const failure = page.getByRole('alert');
      await failure.getByRole('button').waitFor();
      assert.ok(!(await page.locator('.advice').isVisible()), 'it looks as if nothing was found');
      assert.equal((await count(page).innerText()).trim(), '');
      await page.unroute(`**/search/${file}`);
      await failure.getByRole('button').click();
      await options(page).first().waitFor();
      assert.equal(await failure.locator('*').count(), 0);
      assert.ok(await isFocused(field(page)), 'the focus is lost');
    });
  }
}

search('a lost network is said, and can be tried again', FROM, async (page) => {
  await open(page);
  await page.context().setOffline(true);
  await page.keyboard.insertText(WORD);
  await page.getByRole('alert').getByRole('button').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /読み込めませんでした/);
  await page.context().setOffline(false);
  await page.getByRole('alert').getByRole('button').click();
  await options(page).first().waitFor();
});

search('at most three pages are read at once, and none for words that are gone', FROM, async (page) => {
  const isResult = ({ pathname }) => /^\/preview\/.+\/$/.test(pathname) && !/\/(search|articles)\/$/.test(pathname);
  const held = new Set();
  const aborted = [];
  let most = 0;
  let release;
  const released = new Promise((done) => (release = done));
  await intercept(page, isResult, async (route) => {
    held.add(route.request());
    most = Math.max(most, held.size);
    await released;
    held.delete(route.request());
    await route.continue().catch(() => {});
  });
  page.on('requestfailed', (request) => {
    if (held.delete(request)) aborted.push(request);
  });
  await open(page);
  await ask(page, WORD);
  await until(() => held.size === 3);
  const first = [...held];
  await page.keyboard.insertText('者');
  await until(() => first.every((request) => aborted.includes(request)) && held.size === 3);
  release();
  await page.locator('.result:has(mark)').first().waitFor();
  assert.equal(most, 3);
});

search('without JavaScript the page offers its lists', 'search/index.html', async (page) => {
  assert.ok(!(await page.locator('guide-search').isVisible()));
  assert.match(await page.locator('main').innerText(), /JavaScript/);
  for (const address of ['../articles/', '../regions/', '../tags/']) {
    assert.ok(await page.locator(`main a[href^="${address}"]:visible`).count() > 0, address);
  }
  const links = await page.locator('main a[href^="../"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  for (const link of links) assert.ok(existsSync(join(OUTPUT, link.slice(3))), link);
}, { script: false });

for (const path of [FROM, 'search/index.html']) {
  search(`axe-core finds nothing in the search with results (${path})`, path, async (page) => {
    await page.keyboard.press('/');
    await page.locator('[role=combobox]:focus').waitFor();
    await ask(page, '徳島県 東京都');
    await page.locator('.section').first().waitFor();
    await page.locator('guide-search details').evaluate((details) => (details.open = true));
    await page.keyboard.press('ArrowDown');
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], colorScheme);
    }
  }, { width: 375, reducedMotion: 'reduce' });

  search(`nothing scrolls sideways at 320 px (${path})`, path, async (page) => {
    const header = await page.locator('header').boundingBox();
    assert.ok(header.height < 70, 'the header takes more than one line');
    await page.keyboard.press('/');
    await page.locator('[role=combobox]:focus').waitFor();
    await ask(page, '徳島県 東京都');
    await page.locator('guide-search summary').click();
    await page.locator('.section').first().waitFor();
    const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('dialog, .found')]
      .filter((element) => element.scrollWidth > element.clientWidth).map(({ className, tagName }) => className || tagName));
    assert.deepEqual(wide, []);
    const small = await page.locator('guide-search :is(button, select, summary, fieldset label, .every a, [role=option])').evaluateAll((all) => all
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44).map(({ outerHTML }) => outerHTML.slice(0, 90)));
    assert.deepEqual(small, [], 'too small to touch');
  }, { width: 320, height: 640 });
}
