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
  isPart: (path) => path === 'entry.json' || path.startsWith('parts/'),
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
    const { entry } = openIndex(join(site, 'search'));
    const paths = new Set(entry.records.map(([, part]) => `search/parts/${entry.parts[part]}.bin`));
    return (path) => paths.has(path);
  },

  // The address of every page by what `all` says, read without the engine.
  addresses(site) {
    const { entry, block } = openIndex(join(site, 'search'));
    return new Map(entry.records.flatMap(([first, part, offset]) =>
      JSON.parse(block(part, offset).toString('utf8')).map(([, url], position) => [first + position, url])));
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

// The entry file of shirube's index, and its blocks by part and offset.
function openIndex(folder) {
  const entry = JSON.parse(readFileSync(join(folder, 'entry.json'), 'utf8'));
  const starts = [...entry.terms, ...entry.records, entry.facets].map((row) => row.slice(-2));
  const parts = new Map();
  const unpacked = (part) => {
    if (!parts.has(part)) parts.set(part, gunzipSync(readFileSync(join(folder, `parts/${entry.parts[part]}.bin`))));
    return parts.get(part);
  };
  const block = (part, offset) => {
    const later = starts.filter(([other, start]) => other === part && start > offset).map(([, start]) => start);
    return unpacked(part).subarray(offset, later.length > 0 ? Math.min(...later) : undefined);
  };
  return { entry, block };
}

// What shirube's files hold, by kind: `[{kind, sizes}]`, the sizes of the files as they are sent.
export function kindsOfParts(site) {
  const folder = join(site, 'search');
  const { entry } = openIndex(folder);
  const kinds = new Map();
  const note = (kind, rows) => rows.forEach((row) => {
    const part = row.at(-2);
    kinds.set(part, [...new Set([...(kinds.get(part) ?? []), kind])]);
  });
  note('terms', entry.terms);
  note('pages', entry.records);
  note('facets', [entry.facets]);
  const sizes = new Map([['entry', [readFileSync(join(folder, 'entry.json')).length]]]);
  entry.parts.forEach((name, part) => {
    const kind = kinds.get(part).join(', ');
    sizes.set(kind, [...(sizes.get(kind) ?? []), readFileSync(join(folder, `parts/${name}.bin`)).length]);
  });
  return [...sizes].map(([kind, list]) => ({ kind, sizes: list }));
}
