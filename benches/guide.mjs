// What the guides of all benchmarks begin with: the repository's prefectures, learning platforms,
// statistics, tags and theme, without its articles.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

const COPIED = ['content/regions', 'content/platforms', 'content/indicators/regions', 'content/maps', 'content/tags.yaml', 'themes/guide', 'overrides'];

// The day that tests and benchmarks take for today.
export const today = () => readFileSync(join(REPOSITORY, 'tests/today'), 'utf8').trim();

// Begins a guide in `folder`, which must be empty or missing; gives what writes a file into it.
// `settings` are further lines of site.yaml, `copied` further paths of the repository.
export function beginGuide(folder, { title, tagline, description, settings = '', copied = [] }) {
  if (existsSync(join(folder, 'site.yaml'))) throw new Error(`${folder} holds a project already`);
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of [...COPIED, ...copied]) {
    if (existsSync(join(REPOSITORY, path))) cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true });
  }
  write('site.yaml', `title: ${title}
tagline: ${tagline}
description: ${description}
base_url: https://guide.example/
languages: [ja]
theme: guide
collections: [regions, platforms]
navigation:
  - {label: 都道府県, to: "collection:regions"}
  - {label: 学び, to: "collection:platforms"}
${settings}${mapOf(readFileSync(join(REPOSITORY, 'site.yaml'), 'utf8'))}`);
  write('content/index.md', frontMatter({ title, description }));
  return write;
}

// The map's settings stand in one block of the repository's `site.yaml`.
const mapOf = (site) => /^map:\n(?: .*\n)+/m.exec(site)?.[0] ?? '';

export function frontMatter(fields) {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `---\n${lines.join('')}---\n\n`;
}

// Ids of the guide's tags and prefectures.
export const tagsOf = (folder) => [...readFileSync(join(folder, 'content/tags.yaml'), 'utf8').matchAll(/\bid: ([a-z0-9-]+)/g)].map(([, id]) => id);
export const regionsOf = (folder) => [...readFileSync(join(folder, 'content/regions/prefectures.yaml'), 'utf8').matchAll(/^- id: ([a-z-]+)/gm)].map(([, id]) => id);
