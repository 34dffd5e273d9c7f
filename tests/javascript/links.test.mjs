// The link check as a program: whole small sites, files that are not pages, the walk over HTTP.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BASE_URL, page, site } from '../support/fixture.mjs';

const PROGRAM = fileURLToPath(new URL('../links.mjs', import.meta.url));

// A small guide without a fault; a test changes the files that it is about.
const GOOD = {
  'index.html': page('index.html', '<a href="regions/">a</a> <a href="feed.xml">f</a>', {
    head: '<link rel="stylesheet" href="assets/a.css"><script type="module" src="assets/a.js"></script>',
  }),
  'regions/index.html': page('regions/index.html', '<a href="../">a</a> <a href="tokushima/#sumai">b</a>'),
  'regions/tokushima/index.html': page('regions/tokushima/index.html', '<h2 id="sumai">住まい</h2>'),
  '404.html': page('404.html', '<a href="/">a</a>'),
  'old/index.html': `<!doctype html><html lang="ja"><meta charset="utf-8"><title>移りました</title><meta http-equiv="refresh" content="0; url=../regions/"><link rel="canonical" href="${BASE_URL}regions/">`,
  'assets/a.css': '@layer a; p { background: url("p.svg") } /* url(no.svg) */',
  'assets/p.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/a.js': "import { b } from './b.js';\nconst load = () => import('./c.js');\n// import './no.js'\n",
  'assets/b.js': 'export const b = 1;',
  'assets/c.js': "export * from './b.js';",
  'feed.xml': `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>${BASE_URL}</id><link href="${BASE_URL}"/><entry><id>${BASE_URL}regions/</id><content type="html">&lt;a href="${BASE_URL}regions/"&gt;a&lt;/a&gt;</content></entry></feed>`,
  'sitemap.xml': `<?xml version="1.0" encoding="utf-8"?><sitemapindex><sitemap><loc>${BASE_URL}sitemap-1.xml</loc></sitemap></sitemapindex>`,
  'sitemap-1.xml': `<?xml version="1.0" encoding="utf-8"?><urlset><url><loc>${BASE_URL}</loc></url><url><loc>${BASE_URL}regions/</loc></url></urlset>`,
  'robots.txt': `User-agent: *\nAllow: /\nSitemap: ${BASE_URL}sitemap.xml\n`,
  'data/a.json': `{"citation": "「地方」（${BASE_URL}regions/、2026年）"}`,
};

function run(context, changes, ...options) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, site(context, { ...GOOD, ...changes }), ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

function fails(name, changes, expected, ...options) {
  test(name, (context) => {
    const { status, stderr } = run(context, changes, ...options);
    assert.equal(status, 1, 'the check passed');
    assert.match(stderr, expected);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  });
}

test('a good site passes, and its pages and links are counted', (context) => {
  const { status, stdout, stderr } = run(context, {}, '--base', '/', '--base', '/sub/path/');
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.match(stdout, /served at \/sub\/path\/: 9 files reached/);
  assert.match(stdout, /^5 pages, 10 other files, \d+ links, 0 failures$/m);
});

test('an empty folder fails', (context) => {
  const folder = site(context, { 'a.txt': '' });
  assert.equal(spawnSync(process.execPath, [PROGRAM, folder, '--base-url', BASE_URL]).status, 1);
});

test('a failure of many pages is printed once', (context) => {
  const changes = Object.fromEntries(Array.from({ length: 200 }, (_, number) => [`p${number}/index.html`, page(`p${number}/index.html`, '<a href="../no/">a</a>')]));
  const { status, stderr } = run(context, changes);
  assert.equal(status, 1);
  assert.match(stderr, /^p\d+\/index\.html, .* and 197 more: no such file, no\/index\.html: \.\.\/no\/\n$/);
});

describe('across pages', () => {
  fails('an anchor of another page', { 'regions/index.html': page('regions/index.html', '<a href="tokushima/#shigoto">b</a>') }, /regions\/index\.html: no such anchor: tokushima\/#shigoto/);
  fails('a page that no link leads to', { 'lost/index.html': page('lost/index.html') }, /lost\/index\.html: no path of links.*served at \/sub\//, '--base', '/sub/');
  fails('a link out of the path that the guide is served from', { 'index.html': page('index.html', '<a href="regions/">a</a> <a href="feed.xml">f</a> <a href="/regions/">r</a>') }, /index\.html: (link from the root|leaves)/);
});

describe('files that are not pages', () => {
  fails('a style sheet that names a missing file', { 'assets/a.css': 'p { background: url(no.svg) }' }, /assets\/a\.css: no such file, assets\/no\.svg/);
  fails('a style sheet that imports one from elsewhere', { 'assets/a.css': '@import "https://fonts.example/a.css";' }, /assets\/a\.css: loaded from elsewhere/);
  fails('a style sheet with a link from the root', { 'assets/a.css': 'p { background: url(/assets/p.svg) }' }, /assets\/a\.css: link from the root/);
  fails('a script that imports a missing module', { 'assets/b.js': "import a from './no.js'" }, /assets\/b\.js: no such file, assets\/no\.js/);
  fails('a script that loads a missing module later', { 'assets/b.js': "await import('./no.js')" }, /assets\/b\.js: no such file, assets\/no\.js/);
  fails('a script that needs an import map', { 'assets/b.js': "import a from 'lit'" }, /assets\/b\.js: a module that no browser finds: lit/);
  fails('a script that imports from elsewhere', { 'assets/b.js': "import 'https://cdn.example/a.js'" }, /assets\/b\.js: loaded from elsewhere/);
  fails('a feed with a missing page', { 'feed.xml': `<feed><id>${BASE_URL}</id><link href="${BASE_URL}no/"/></feed>` }, /feed\.xml: no such file, no\/index\.html/);
  fails('a feed with a relative link', { 'feed.xml': '<feed><link href="regions/"/></feed>' }, /feed\.xml: not a full address: regions\//);
  fails('a feed with a relative link in an entry', { 'feed.xml': '<feed><entry><content type="html">&lt;a href="regions/"&gt;a&lt;/a&gt;</content></entry></feed>' }, /feed\.xml: not a full address: regions\//);
  fails('a feed that is not closed', { 'feed.xml': '<feed><entry></entry>' }, /feed\.xml: <feed> is not closed/);
  fails('a sitemap with a missing page', { 'sitemap-1.xml': `<urlset><url><loc>${BASE_URL}</loc></url><url><loc>${BASE_URL}no/</loc></url></urlset>` }, /sitemap-1\.xml: no such file, no\/index\.html/);
  fails('a sitemap with a page of another site', { 'sitemap-1.xml': `<urlset><url><loc>${BASE_URL}</loc></url><url><loc>https://other.example/</loc></url></urlset>` }, /sitemap-1\.xml: leaves the guide: https:\/\/other\.example\//);
  fails('a sitemap with a redirect', { 'sitemap-1.xml': `<urlset><url><loc>${BASE_URL}</loc></url><url><loc>${BASE_URL}old/</loc></url></urlset>` }, /sitemap-1\.xml: lists a redirect/);
  fails('a sitemap with a page twice', { 'sitemap-1.xml': `<urlset><url><loc>${BASE_URL}</loc></url><url><loc>${BASE_URL}</loc></url></urlset>` }, /sitemap-1\.xml: listed twice/);
  fails('a sitemap with a page that asks not to be listed', { 'regions/tokushima/index.html': page('regions/tokushima/index.html', '<h2 id="sumai">a</h2>', { head: '<meta name="robots" content="noindex">' }), 'sitemap-1.xml': `<urlset><url><loc>${BASE_URL}</loc></url><url><loc>${BASE_URL}regions/tokushima/</loc></url></urlset>` }, /sitemap-1\.xml: lists a page that asks not to be/);
  fails('a sitemap without the home page', { 'sitemap-1.xml': `<urlset><url><loc>${BASE_URL}regions/</loc></url></urlset>` }, /no sitemap lists the home page/);
  fails('a part that the index leaves out', { 'sitemap-2.xml': `<urlset><url><loc>${BASE_URL}regions/tokushima/</loc></url></urlset>` }, /sitemap-2\.xml: no sitemap index names it/);
  fails('robots.txt that names a missing sitemap', { 'robots.txt': `Sitemap: ${BASE_URL}maps.xml` }, /robots\.txt: no such file, maps\.xml/);
  fails('a citation of a missing page', { 'data/a.json': `{"citation": "${BASE_URL}no/"}` }, /data\/a\.json: no such file, no\/index\.html/);
});
