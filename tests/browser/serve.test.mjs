// `shirube serve` in a browser: an open page follows what is written, under the theme's own strict
// Content-Security-Policy, and shows what is wrong.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { launch } from '../support/chromium.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TODAY = readFileSync(join(ROOT, 'tests/today'), 'utf8').trim();
const ARTICLE = 'content/articles/living/first.md';
const PAGE = 'articles/living/first/';
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'";
// Longer than anything takes on the slowest machine.
const LIMIT = 60_000;

// The program that builds the guide.
function program() {
  const built = spawnSync('cargo', ['build', '--release', '--locked', '--quiet', '--message-format', 'json-render-diagnostics'], {
    cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26,
  });
  assert.equal(built.status, 0, built.stderr);
  const artifacts = built.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return artifacts.find(({ executable }) => executable)?.executable;
}

// Serves a project; `{url, end}`.
async function serve(executable, project, port = 0) {
  const child = spawn(executable, ['serve', '--root', project, '--port', String(port), '--lang', 'ja', '--today', TODAY], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((done) => { child.on('exit', done); });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((done, fail) => {
    lines.on('line', (line) => {
      const found = /http:\/\/\S+?\//.exec(line);
      if (found) done(found[0]);
    });
    ended.then((code) => fail(new Error(`it ended with ${code}`)));
  });
  return {
    url,
    end: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

describe('serve', () => {
  let executable;
  let browser;
  let folder;
  let server;
  let page;
  let faults;

  const path = (file) => join(folder, file);
  const read = (file) => readFileSync(path(file), 'utf8');
  const write = (file, text) => writeFileSync(path(file), text);
  const add = (text) => write(ARTICLE, `${read(ARTICLE)}\n${text}\n`);
  const shown = (text) => page.getByText(text).first().waitFor({ timeout: LIMIT });
  // A mark that goes when the page is loaded anew.
  const mark = () => page.evaluate(() => { globalThis.mark = true; });
  const isMarked = () => page.evaluate(() => globalThis.mark === true);
  const panel = () => page.locator('shirube-live .panel');
  const visible = (locator) => locator.waitFor({ state: 'visible', timeout: LIMIT });
  const hidden = (locator) => locator.waitFor({ state: 'hidden', timeout: LIMIT });

  before(async () => {
    executable = program();
    browser = await launch();
  });
  after(() => browser?.close());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shirube-serve-'));
    cpSync(join(ROOT, 'tests/golden/_base'), folder, { recursive: true });
    const shell = 'themes/plain/templates/shell.html';
    write(shell, read(shell).replace('<head>', `<head>\n<meta http-equiv="Content-Security-Policy" content="${POLICY}">`));
    add(Array.from({ length: 100 }, (_, number) => `段落 ${number}。`).join('\n\n'));
    server = await serve(executable, folder);
    page = await browser.newPage({ viewport: { width: 800, height: 600 } });
    faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => { if (message.text().includes('Content Security Policy')) faults.push(message.text()); });
    await page.goto(server.url + PAGE);
    await page.locator('shirube-live').waitFor({ state: 'attached' });
  });
  afterEach(async () => {
    await page.close();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(faults, []);
  });

  test('a page shows what was written, at the same place', async () => {
    await page.evaluate(() => scrollTo(0, 1500));
    const before = await page.evaluate(() => scrollY);
    assert.ok(before > 1000, String(before));
    add('いま書いたこと。');
    await shown('いま書いたこと。');
    await page.waitForFunction((place) => scrollY === place, before, { timeout: LIMIT });
    add('もう一つ。');
    await shown('もう一つ。');
    await page.waitForFunction((place) => scrollY === place, before, { timeout: LIMIT });
  });

  test('a page that shows nothing new stays', async () => {
    await mark();
    const record = 'content/towns/aoba.yaml';
    write(record, read(record).replace('name: ', 'name: 新'));
    const second = await browser.newPage();
    await second.goto(`${server.url}towns/aoba/`);
    await second.getByText('新').first().waitFor({ timeout: LIMIT });
    await second.close();
    assert.ok(await isMarked());
  });

  test('a style is put into the open page', async () => {
    await mark();
    const style = 'themes/plain/styles/main.css';
    const width = () => page.evaluate(() => getComputedStyle(document.querySelector('h1')).borderTopWidth);
    for (const size of ['7px', '9px']) {
      write(style, `${read(style)}\nh1 { border-top: ${size} solid; }\n`);
      await page.waitForFunction((wanted) => getComputedStyle(document.querySelector('h1')).borderTopWidth === wanted, size, { timeout: LIMIT });
    }
    assert.equal(await width(), '9px');
    await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length === 1, null, { timeout: LIMIT });
    assert.ok(await isMarked());
  });

  test('problems are shown with their place, as text, and go when they are mended', async () => {
    await mark();
    const good = read(ARTICLE);
    write(ARTICLE, `${good}\n[県](town:no-such-town)\n`);
    await visible(panel());
    const text = await panel().innerText();
    const line = good.split('\n').length + 1;
    assert.match(text, new RegExp(`${ARTICLE}:${line}:\\d+`));
    assert.match(text, /dead-link/);
    assert.match(text, /エラー 1/);
    assert.ok(await isMarked(), 'the last good page stays');

    write(ARTICLE, good.replace('title: ', 'no_such_<img src=x onerror="globalThis.hit=1">: 1\ntitle: '));
    await page.waitForFunction(() => document.querySelector('shirube-live').shadowRoot.textContent.includes('<img src=x'), null, { timeout: LIMIT });
    assert.equal(await page.evaluate(() => globalThis.hit), undefined);
    assert.equal(await page.locator('shirube-live img').count(), 0);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const found = await globalThis.axe.run('shirube-live', { resultTypes: ['violations'] });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    });
    assert.deepEqual(violations, []);

    write(ARTICLE, good);
    await hidden(panel());
    assert.ok(await isMarked(), 'it shows what it showed before');
  });

  test('the panel is left and found again by keyboard', async () => {
    const good = read(ARTICLE);
    write(ARTICLE, `${good}\n[県](town:no-such-town)\n`);
    await visible(panel());
    await panel().getByRole('button').focus();
    await page.keyboard.press('Escape');
    await hidden(panel());
    const badge = page.locator('shirube-live .badge');
    await visible(badge);
    assert.ok(await badge.evaluate((element) => element.getRootNode().activeElement === element));
    await page.keyboard.press('Enter');
    await visible(panel());
    write(ARTICLE, `${good}\n直しました。\n`);
    await shown('直しました。');
    await hidden(panel());
    await hidden(badge);
  });

  test('a page that was removed says so, and comes back', async () => {
    const good = read(ARTICLE);
    rmSync(path(ARTICLE));
    await hidden(page.getByText('段落 1。'));
    write(ARTICLE, good);
    await shown('段落 1。');
  });

  test('a server that ends is said quietly, and one that comes back is followed', async () => {
    const port = new URL(server.url).port;
    await server.end();
    const offline = page.locator('shirube-live .offline');
    await visible(offline);
    add('その間に書いたこと。');
    server = await serve(executable, folder, port);
    await shown('その間に書いたこと。');
    await hidden(page.locator('shirube-live .offline'));
  });
});
