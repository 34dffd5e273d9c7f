// The two searches that are compared: where their files are, how a page asks them, and how their
// answers are read. `ask` runs in the browser.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { listFiles } from '../../tests/support/output.mjs';

// Results that a reader sees first.
export const SHOWN = 5;

export const shirube = {
  name: 'shirube',
  folder: 'search',
  // Without the search page.
  isPart: (path) => path === 'entry.bin' || path.startsWith('parts/'),
  isScript: (path) => path.startsWith('assets/'),
  // The module of the theme that holds the engine, alone or together with the search page's script.
  script(site) {
    const isEngine = (path) => /\/search\/[^/]+\.js$/.test(path) && /export\s+class\s+Engine\b/.test(readFileSync(join(site, path), 'utf8'));
    return listFiles(join(site, 'assets')).map((path) => `assets/${path}`).find(isEngine) ?? null;
  },

  async ask({ base, script, query, shown }) {
    const began = performance.now();
    globalThis.engine ??= new (await import(base + script)).Engine(base);
    const { numbers } = await globalThis.engine.search(query);
    const pages = await globalThis.engine.pages(numbers.slice(0, shown));
    const ms = performance.now() - began;
    return { ms, first: pages.map(({ url }) => url.slice(base.length)), all: Array.from(numbers) };
  },

  // Whether a file tells what there is to show of results, and not where words stand.
  namesResults(site) {
    const ofPages = openIndex(join(site, 'search')).blocks.filter(({ kind }) => kind === 'pages');
    const paths = new Set(ofPages.map(({ path }) => `search/${path}`));
    return (path) => paths.has(path);
  },

  // The address of every page by what `all` says, read without the engine.
  addresses(site) {
    return new Map(openIndex(join(site, 'search')).pages.map(([, url], number) => [number, url]));
  },
};

export const pagefind = {
  name: 'Pagefind',
  folder: 'pagefind',
  // Without the interfaces that it brings along.
  isPart: (path) => !/ui\.(js|css)$|highlight/.test(path),
  isScript: (path) => path.endsWith('.js') || path.includes('/wasm.'),
  script: (site) => (existsSync(join(site, 'pagefind/pagefind.js')) ? 'pagefind/pagefind.js' : null),

  async ask({ base, script, query, shown }) {
    const began = performance.now();
    globalThis.pagefind ??= await import(base + script);
    const { results } = await globalThis.pagefind.search(query);
    const pages = await Promise.all(results.slice(0, shown).map((result) => result.data()));
    const ms = performance.now() - began;
    return { ms, first: pages.map(({ url }) => url.replace(/^\//, '')), all: results.map(({ id }) => id) };
  },

  namesResults: () => (path) => path.includes('/fragment/'),

  addresses(site) {
    const folder = join(site, 'pagefind/fragment');
    return new Map(listFiles(folder).map((path) => {
      const text = gunzipSync(readFileSync(join(folder, path))).toString('utf8');
      return [path.replace(/\.pf_fragment$/, ''), JSON.parse(text.slice(text.indexOf('{'))).url.replace(/^\//, '')];
    }));
  },
};

// What stands in shirube's index: kinds of its blocks with the files that they are in, and all pages
// by number.
function openIndex(folder) {
  const entry = JSON.parse(gunzipSync(readFileSync(join(folder, 'entry.bin'))));
  const digits = entry.parts.length / entry.starts.filter((start) => start === 0).length;
  const firstOfPages = entry.terms.split('\n').length;
  let part = -1;
  const blocks = entry.starts.map((start, number) => {
    if (start === 0) part += 1;
    const isPages = number >= firstOfPages && number < firstOfPages + entry.records.length;
    const kind = number < firstOfPages ? 'terms' : isPages ? 'pages' : 'facets';
    return { kind, path: `parts/${entry.parts.substr(part * digits, digits)}.bin`, start, end: entry.starts[number + 1] || undefined };
  });
  const pages = blocks.filter(({ kind }) => kind === 'pages').flatMap(({ path, start, end }) =>
    JSON.parse(gunzipSync(readFileSync(join(folder, path))).subarray(start, end)));
  return { blocks, pages };
}

// What shirube's files hold, by kind: `[{kind, sizes}]`, the sizes of the files as they are sent.
export function kindsOfParts(site) {
  const folder = join(site, 'search');
  const kinds = new Map([['entry.bin', ['entry']]]);
  for (const { kind, path } of openIndex(folder).blocks) kinds.set(path, [...new Set([...(kinds.get(path) ?? []), kind])]);
  const sizes = new Map();
  for (const [path, list] of kinds) {
    const kind = list.join(', ');
    sizes.set(kind, [...(sizes.get(kind) ?? []), readFileSync(join(folder, path)).length]);
  }
  return [...sizes].map(([kind, list]) => ({ kind, sizes: list }));
}
