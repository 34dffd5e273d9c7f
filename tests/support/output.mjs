// What lies in an output folder, and which of its pages stand for their kind.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

// Every file below `folder`: paths with `/`, sorted.
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .sort();
}

export const isPage = (path) => path.endsWith('.html');

const SHAPES = [
  [/^index\.html$/, () => 'home'],
  [/^404\.html$/, () => 'not found'],
  [/^articles\/index\.html$/, () => 'articles'],
  [/^articles\/[^/]+\/index\.html$/, () => 'section'],
  [/^articles\/[^/]+\/[^/]+\/index\.html$/, () => 'article'],
  [/^tags\/index\.html$/, () => 'tags'],
  [/^tags\/[^/]+\/index\.html$/, () => 'tag'],
  [/^compare\/([^/]+)\/index\.html$/, (name) => `compare index of ${name}`],
  [/^compare\/([^/]+)\/in\/[^/]+\/index\.html$/, (name) => `division of the compare index of ${name}`],
  [/^compare\/([^/]+)\/[^/]+\/[^/]+\.html$/, (name) => `compare ${name}`],
  [/^indicators\/([^/]+)\/index\.html$/, (name) => `indicators of ${name}`],
  [/^indicators\/([^/]+)\/[^/]+\/index\.html$/, (name) => `indicator of ${name}`],
  [/^indicators\/([^/]+)\/[^/]+\/in\/[^/]+\/index\.html$/, (name) => `division of an indicator of ${name}`],
  [/^(about\/.+|compare|find|glossary|plan|search)\/index\.html$/, (name) => name],
  [/^([^/]+)\/index\.html$/, (name) => `collection ${name}`],
  [/^([^/]+)\/in\/[^/]+\/index\.html$/, (name) => `division of ${name}`],
  [/^([^/]+)\/[^/]+\/index\.html$/, (name) => `record of ${name}`],
];

// The kind of a page by its path: `home`, `record of regions`, `en: article`. Collections
// have their own schema each, so each is a kind of its own.
export function kindOf(path) {
  const [, language, rest] = /^(?:([a-z]{2}(?:-[A-Za-z]{2,4})?)\/)?(.*)$/.exec(path);
  for (const [shape, name] of SHAPES) {
    const found = shape.exec(rest);
    if (found) return (language ? `${language}: ` : '') + name(found[1]);
  }
  return 'other';
}

export const isRedirect = (html) => /<meta[^>]+http-equiv=["']?refresh/i.test(html);

// One page of each kind: the longest, since it has most to go wrong; `{kind, path}`, in the
// order of the listing. Redirects are a kind of their own, whatever their path.
export function onePageOfEachKind(folder) {
  const longest = new Map();
  for (const path of listFiles(folder).filter(isPage)) {
    const { size } = statSync(join(folder, path));
    const small = size < 4096;
    const kind = small && isRedirect(readFileSync(join(folder, path), 'utf8')) ? 'redirect' : kindOf(path);
    if (size > (longest.get(kind)?.size ?? -1)) longest.set(kind, { kind, path, size });
  }
  return [...longest.values()].map(({ kind, path }) => ({ kind, path }));
}

// The address of a page inside the site: `regions/index.html` → `regions/`.
export const addressOf = (path) => path.replace(/(^|\/)index\.html$/, '$1');

// Where the guide says it will be published: read off the home page's canonical link.
export function baseUrlOf(folder) {
  const home = readFileSync(join(folder, 'index.html'), 'utf8');
  const link = /<link\b[^>]*\brel=["']?canonical\b[^>]*>/i.exec(home)?.[0] ?? '';
  const url = /\bhref=["']?([^"'\s>]+)/i.exec(link)?.[1];
  if (!url) throw new Error(`${join(folder, 'index.html')}: no canonical link, so the base URL is unknown`);
  return url;
}
