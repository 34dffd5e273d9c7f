// What the checks rest on: kinds of pages, the web host, the HTML check as a program.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { get } from 'node:http';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BASE_URL, page, site } from '../support/fixture.mjs';
import { addressOf, baseUrlOf, kindOf, listFiles, onePageOfEachKind } from '../support/output.mjs';
import { STRICT_POLICY, serve } from '../support/server.mjs';

describe('kinds of pages', () => {
  const kinds = {
    'index.html': 'home',
    'en/index.html': 'en: home',
    '404.html': 'not found',
    'articles/index.html': 'articles',
    'articles/moving/index.html': 'section',
    'articles/moving/leaving-tokyo/index.html': 'article',
    'en/articles/moving/leaving-tokyo/index.html': 'en: article',
    'tags/index.html': 'tags',
    'tags/migration/index.html': 'tag',
    'regions/index.html': 'collection regions',
    'regions/tokushima/index.html': 'record of regions',
    'schools/a/index.html': 'record of schools',
    'compare/regions/index.html': 'compare index of regions',
    'compare/regions/tokushima/tokyo.html': 'compare regions',
    'en/compare/regions/tokushima/tokyo.html': 'en: compare regions',
    'indicators/regions/index.html': 'indicators of regions',
    'indicators/regions/rent/index.html': 'indicator of regions',
    'about/data/index.html': 'about/data',
    'search/index.html': 'search',
    'a/b/c/d.html': 'other',
  };
  for (const [path, kind] of Object.entries(kinds)) test(path, () => assert.equal(kindOf(path), kind));

  test('the longest page stands for its kind, redirects for themselves', (context) => {
    const folder = site(context, {
      'index.html': page('index.html'),
      'regions/a/index.html': page('regions/a/index.html'),
      'regions/b/index.html': page('regions/b/index.html', '<p>長い</p>'),
      'regions/c/index.html': '<meta http-equiv="refresh" content="0; url=../a/">'.padEnd(2000),
      'feed.xml': '<feed/>',
    });
    assert.deepEqual(onePageOfEachKind(folder), [
      { kind: 'home', path: 'index.html' },
      { kind: 'record of regions', path: 'regions/b/index.html' },
      { kind: 'redirect', path: 'regions/c/index.html' },
    ]);
    assert.equal(baseUrlOf(folder), BASE_URL);
    assert.deepEqual(listFiles(folder).slice(0, 2), ['feed.xml', 'index.html']);
  });

  test('addresses', () => {
    assert.deepEqual(['index.html', 'a/index.html', 'a/b.html', 'a/my-index.html'].map(addressOf), ['', 'a/', 'a/b.html', 'a/my-index.html']);
  });
});

describe('the web host', () => {
  const files = { 'index.html': 'home', 'a/index.html': 'a', 'a/b.css': 'p {}', '404.html': 'missing', 'empty/x.txt': 'x' };
  const ask = (url) => new Promise((done, fail) => {
    get(url, (response) => {
      let body = '';
      response.on('data', (part) => (body += part));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body }));
    }).on('error', fail);
  });
  const answers = (name, base, path, expected) => test(name, async (context) => {
    const server = await serve(site(context, files), { base, policy: STRICT_POLICY });
    context.after(() => server.close());
    const { status, headers, body } = await ask(new URL(server.url).origin + path);
    assert.deepEqual({ status, body, location: headers.location, type: headers['content-type'] }, { location: undefined, type: undefined, body: '', ...expected });
    assert.equal(headers['content-security-policy'], STRICT_POLICY);
  });
  const html = 'text/html; charset=utf-8';
  answers('the home page', '/', '/', { status: 200, body: 'home', type: html });
  answers('a folder', '/', '/a/', { status: 200, body: 'a', type: html });
  answers('a folder without its slash', '/', '/a', { status: 301, location: '/a/' });
  answers('a file', '/', '/a/b.css', { status: 200, body: 'p {}', type: 'text/css; charset=utf-8' });
  answers('a file with a slash', '/', '/a/b.css/', { status: 404, body: 'missing', type: html });
  answers('a folder without a page', '/', '/empty/', { status: 404, body: 'missing', type: html });
  answers('a missing file', '/', '/b', { status: 404, body: 'missing', type: html });
  answers('a file outside', '/', '/..%2f..%2f..%2fetc%2fpasswd', { status: 404, body: 'missing', type: html });
  answers('broken percent-encoding', '/', '/%E3', { status: 400 });
  answers('below a path', '/sub/', '/sub/a/', { status: 200, body: 'a', type: html });
  answers('outside the path', '/sub/', '/a/', { status: 404, body: 'missing', type: html });
});

describe('the HTML check', () => {
  const run = (folder, ...options) => spawnSync(process.execPath, [fileURLToPath(new URL('../html.mjs', import.meta.url)), folder, ...options], { encoding: 'utf8' });
  const good = page('index.html', '<p>本文</p>');

  test('a good page passes', (context) => {
    const { status, stdout, stderr } = run(site(context, { 'index.html': good }));
    assert.equal(stderr, '');
    assert.match(stdout, /^ok - home: index\.html\n1 pages checked, 0 with faults\n$/);
    assert.equal(status, 0);
  });
  test('a bad page fails', (context) => {
    const { status, stdout, stderr } = run(site(context, { 'index.html': page('index.html', '<p><div></p>') }));
    assert.match(stderr, /^index\.html:\d+: error: /);
    assert.match(stdout, /^not ok - home/);
    assert.equal(status, 1);
  });
  test('a bad page among others of its kind is seen with --all only', (context) => {
    const folder = site(context, { 'index.html': good, 'tags/a/index.html': page('tags/a/index.html', '<b>a</i>'), 'tags/b/index.html': page('tags/b/index.html', `<p>${'長い'.repeat(50)}</p>`) });
    assert.equal(run(folder).status, 0);
    assert.match(run(folder, '--all').stderr, /^tags\/a\/index\.html:/);
  });
  test('no page fails', (context) => assert.equal(run(site(context, { 'a.txt': '' })).status, 1));
});
