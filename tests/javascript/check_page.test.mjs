// The link check's rules for a page: each must let good pages pass and must fail when it should.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPage } from '../support/check_page.mjs';
import { BASE_URL, page } from '../support/fixture.mjs';

const FILES = new Set(['index.html', 'regions/index.html', 'regions/tokushima/index.html', 'assets/a.css', 'assets/a.js', 'photo.jpg', '404.html']);

const check = (path, html) => checkPage(path, Buffer.from(html), FILES, BASE_URL).failures;
const main = (html) => check('regions/index.html', page('regions/index.html', html));
const head = (html) => check('regions/index.html', page('regions/index.html', '', { head: html }));
const changed = (from, to) => check('regions/index.html', page('regions/index.html', '', {
  change: (html) => {
    assert.ok(html.includes(from));
    return html.replace(from, to);
  },
}));

describe('a page that passes', () => {
  const good = {
    'relative links': '<a href="../">a</a> <a href="tokushima/">b</a> <a href="./">c</a> <a href="">d</a>',
    'an anchor of its own': '<a href="#sumai">a</a><h2 id="sumai">住まい</h2>',
    'a percent-encoded anchor': '<a href="#%E4%BD%8F">a</a><h2 id="住">住まい</h2>',
    'the top': '<a href="#top">a</a>',
    'links to other sites': '<a href="https://www.stat.go.jp/">a</a> <a href="mailto:a@guide.example">b</a>',
    'a picture': '<img src="../photo.jpg" alt="" srcset="../photo.jpg 1x, ../photo.jpg 2x">',
    'data for a script': '<script type="application/json">{"a": 1}</script>',
    'a label': '<label for="q">語</label><input id="q">',
    'code about HTML': '<code>&amp;amp;</code>',
    'a query': '<a href="tokushima/?q=a&amp;b=c">a</a>',
  };
  for (const [name, html] of Object.entries(good)) test(name, () => assert.deepEqual(main(html), []));

  test('style sheet and script of its own', () => {
    assert.deepEqual(head('<link rel="stylesheet" href="../assets/a.css"><script type="module" src="../assets/a.js"></script>'), []);
  });
  test('languages and share tags as full addresses', () => {
    assert.deepEqual(head(`<link rel="alternate" hreflang="ja" href="${BASE_URL}regions/"><meta property="og:url" content="${BASE_URL}regions/">`), []);
  });
  test('a 404 page with links from the root', () => {
    assert.deepEqual(check('404.html', page('404.html', `<a href="/regions/">a</a><a href="${BASE_URL}">b</a><a href="#top">c</a>`, { head: '<link rel="stylesheet" href="/assets/a.css">' })), []);
  });
  test('a page that asks not to be listed needs no canonical link', () => {
    assert.deepEqual(changed(/<link rel="canonical".*>/.exec(page('regions/index.html'))[0], '<meta name="robots" content="noindex">'), []);
  });
  test('a redirect', () => {
    const html = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>移りました</title><meta http-equiv="refresh" content="0; url=../regions/"><link rel="canonical" href="${BASE_URL}regions/"><a href="../regions/">こちら</a>`;
    assert.deepEqual(check('old/index.html', html), []);
  });
});

describe('links that must fail', () => {
  const bad = {
    'a missing page': ['<a href="nowhere/">a</a>', /no such file, regions\/nowhere\/index\.html/],
    'a missing picture': ['<img src="no.jpg" alt="">', /no such file/],
    'a missing picture in a set': ['<img src="../photo.jpg" srcset="../photo.jpg 1x, no.jpg 2x" alt="">', /no such file, regions\/no\.jpg/],
    'a missing poster': ['<video poster="no.jpg"></video>', /no such file/],
    'a missing form target': ['<form action="../find/"></form>', /no such file/],
    'a missing shape': ['<svg><use href="no.svg#a"></use></svg>', /no such file/],
    'a link in SVG': ['<svg><a href="nowhere/"><path d="M0 0"/></a></svg>', /no such file/],
    'a missing anchor': ['<a href="#nowhere">a</a>', /no such anchor: #nowhere/],
    'an anchor that differs in case': ['<a href="#A">a</a><p id="a">a</p>', /no such anchor/],
    'a path that differs in case': ['<a href="Tokushima/">a</a>', /no such file/],
    'a folder without its slash': ['<a href="tokushima">a</a>', /without its final slash/],
    'a link from the root': ['<a href="/regions/">a</a>', /from the root/],
    'a full address of the guide': [`<a href="${BASE_URL}regions/">a</a>`, /from the root/],
    'a link that climbs out': ['<a href="../../x/">a</a>', /climbs out/],
    'broken percent-encoding': ['<a href="a%2">a</a>', /percent-encoding/],
    'percent-encoding that is not UTF-8': ['<a href="%E3%81">a</a>', /percent-encoding is not UTF-8/],
    'white space': ['<a href="a b/">a</a>', /white space/],
    'an unknown scheme': ['<a href="region:tokushima">a</a>', /unknown scheme, region/],
    'a script as an address': ['<a href="javascript:alert(1)">a</a>', /javascript:/],
  };
  for (const [name, [html, expected]] of Object.entries(bad)) {
    test(name, () => {
      const failures = main(html);
      assert.equal(failures.length, 1, failures.join('\n'));
      assert.match(failures[0], expected);
    });
  }

  const badHead = {
    'a style sheet from elsewhere': ['<link rel="stylesheet" href="https://cdn.example/a.css">', /loaded from elsewhere by <link>/],
    'a script from elsewhere': ['<script src="//cdn.example/a.js"></script>', /loaded from elsewhere by <script>/],
    'a share tag that leads nowhere': [`<meta property="og:image" content="${BASE_URL}no.png">`, /no such file/],
    'a relative share tag': ['<meta property="og:url" content="./">', /not a full address/],
    'a language that leads nowhere': [`<link rel="alternate" hreflang="en" href="${BASE_URL}en/regions/">`, /no such file/],
    'a missing style sheet': ['<link rel="stylesheet" href="../assets/b.css">', /no such file/],
    'a missing module to load early': ['<link rel="modulepreload" href="../assets/b.js">', /no such file/],
    'two canonical links': [`<link rel="canonical" href="${BASE_URL}regions/">`, /two canonical/],
  };
  for (const [name, [html, expected]] of Object.entries(badHead)) test(name, () => assert.match(head(html).join('\n'), expected));

  test('a picture from elsewhere', () => assert.match(main('<img src="https://cdn.example/a.png" alt="">')[0], /loaded from elsewhere by <img>/));
  test('a canonical link to another page', () => assert.match(changed(`${BASE_URL}regions/`, BASE_URL)[0], /not the page's own/));
  test('no canonical link', () => assert.match(changed('rel="canonical"', 'rel="license"').join('\n'), /no canonical link/));
  test('a relative link on the 404 page', () => assert.match(check('404.html', page('404.html', '<a href="regions/">a</a>'))[0], /relative link on the 404 page/));
  test('a redirect to nowhere', () => {
    const html = `<!doctype html><html lang="ja"><meta charset="utf-8"><title>移りました</title><meta http-equiv="refresh" content="0; url=../gone/"><link rel="canonical" href="${BASE_URL}regions/">`;
    assert.match(check('old/index.html', html).join('\n'), /no such file, gone\/index\.html[^]*differs from its target/);
  });
  test('a guide below a path', () => {
    const failures = checkPage('index.html', Buffer.from(page('index.html')), FILES, 'https://guide.example/sub/').failures;
    assert.match(failures.join('\n'), /canonical link that leaves the guide/);
  });
});

describe('pages that must fail', () => {
  const bad = {
    'an id that stands twice': ['<p id="a"></p><p id="a"></p>', /id="a" stands twice/],
    'an id with white space': ['<p id="a b"></p>', /white space/],
    'an inline script': ['<script>alert(1)</script>', /inline <script>/],
    'an inline module': ['<script type="module">import "./a.js"</script>', /inline <script>/],
    'an event attribute': ['<button onclick="a()">a</button>', /onclick/],
    'a style attribute': ['<p style="color: red">a</p>', /style="color: red" on <p>/],
    'a style element': ['<style>p { color: red }</style>', /<style> element/],
    'a picture without alt': ['<img src="../photo.jpg">', /<img> without alt/],
    'a base element': ['<base href="/">', /<base>/],
    'a second main heading': ['<h1>a</h1>', /2 <h1>/],
    'a reference to no id': ['<p aria-describedby="a">a</p>', /aria-describedby="a" names no id/],
    'a label for nothing': ['<label for="q">a</label>', /for="q" names no id/],
    'text that was escaped twice': ['<p>A &amp;amp; B</p>', /escaped twice/],
    'an attribute that was escaped twice': ['<p title="&amp;quot;">a</p>', /escaped twice/],
  };
  for (const [name, [html, expected]] of Object.entries(bad)) {
    test(name, () => {
      const failures = main(html);
      assert.equal(failures.length, 1, failures.join('\n'));
      assert.match(failures[0], expected);
    });
  }

  test('no language', () => assert.match(changed(' lang="ja"', '')[0], /without lang/));
  test('no title', () => assert.match(changed('<title>道しるべ</title>', '')[0], /0 titles/));
  test('an empty title', () => assert.match(changed('<title>道しるべ</title>', '<title> </title>')[0], /empty/));
  test('no description', () => assert.match(changed('content="住む町をくらべる"', 'content=""')[0], /no description/));
  test('no main heading', () => assert.match(changed('<h1>道しるべ</h1>', '')[0], /0 <h1>/));
  test('no doctype', () => assert.match(changed('<!doctype html>\n', '')[0], /doctype/));
  test('no charset', () => assert.match(changed('<meta charset="utf-8">', '')[0], /charset/));
  test('a title of a picture is not the page\'s', () => assert.deepEqual(main('<svg><title>図</title></svg>'), []));
});

describe('encodings that must fail', () => {
  const bytes = (change) => checkPage('regions/index.html', change(Buffer.from(page('regions/index.html', '<p>いじゅう</p>'))), FILES, BASE_URL).failures;

  test('good bytes pass', () => assert.deepEqual(bytes((same) => same), []));
  test('bytes that are not UTF-8', () => assert.match(bytes((good) => Buffer.concat([good, Buffer.from([0xe3, 0x81])])).join('\n'), /not valid UTF-8/));
  test('a byte order mark', () => assert.match(bytes((good) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), good]))[0], /byte order mark/));
  test('lost text', () => assert.match(main('<p>い\uFFFDう</p>')[0], /U\+FFFD/));
  test('control characters', () => assert.match(main('<p>い\u0007う</p>')[0], /control characters/));
  test('Japanese read as Latin-1', () => assert.match(bytes((good) => Buffer.from(good.toString('latin1'), 'utf8')).join('\n'), /control characters/));
  test('Japanese read as Windows-1252', () => assert.match(main('<p>ã„ã˜ã‚…</p>')[0], /Latin-1/));
});
