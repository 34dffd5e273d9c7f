// A guide of as many articles as wanted, of the guide's own paragraphs, without a warning.
//
//   node benches/incremental/corpus.mjs FOLDER [--articles 10000] [--seed 1] [--without-search]
//
// An article has about 7 kB: headings, paragraphs, lists and tables of content/articles as they
// stand there, links to other articles, live values, and in one of five a block of code. The same
// repository and seed give the same bytes.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY, beginGuide, frontMatter, regionsOf, tagsOf } from '../guide.mjs';
import { Chance } from '../search/random.mjs';

const SECTIONS = 10;
// Bytes of an article's body, UTF-8.
const BYTES = [6000, 8000];
const CODE = 0.2;

// `section-3/a00013`, the last part of an article's address and file name.
export const articleAt = (number) => `section-${number % SECTIONS}/a${String(number).padStart(5, '0')}`;

// Writes the project into `folder`, which must be empty or missing; gives the articles as
// `{path, title, description, tags, body}`, the body without front matter.
export function writeCorpus(folder, { articles: count, seed = 1, search = true }) {
  const write = beginGuide(folder, {
    title: 'ビルドを測る',
    tagline: '記事を並べたガイド',
    description: 'ビルドの速さを測るために、記事の段落を並べ直したガイドです。',
    settings: search ? '' : 'search: false\n',
    copied: ['content/style.yaml'],
  });
  write('content/glossary.yaml', relinked(readFileSync(join(REPOSITORY, 'content/glossary.yaml'), 'utf8')).replace(/\[([^\]]+)\]\(article:\*\)/g, '$1'));
  const chance = new Chance(seed);
  const tags = tagsOf(folder);
  const regions = regionsOf(folder);
  const texts = passages();
  for (let section = 0; section < SECTIONS; section += 1) {
    write(`content/articles/section-${section}/index.md`, frontMatter({
      title: `記事の束 ${section + 1}`, description: '段落を並べ直した記事を集めています。', order: section,
    }));
  }
  return Array.from({ length: count }, (_, number) => {
    const path = articleAt(number);
    const title = `${chance.of(texts.headings)}（${number + 1}）`;
    const description = chance.of(texts.descriptions);
    const carried = chance.several(tags, 3);
    const body = makeBody(chance, texts, { count, regions });
    // Each leads to the next of all, so that none is unlinked.
    const related = [`article:${articleAt((number + 1) % count)}`, `region:${chance.of(regions)}`];
    write(`content/articles/${path}.md`, frontMatter({ title, description, tags: carried, published: '2026-11-21', order: number, related }) + body);
    return { path, title, description, tags: carried, body };
  });
}

function makeBody(chance, { headings, paragraphs, code }, { count, regions }) {
  const used = new Set();
  const fresh = (list) => {
    let text;
    do text = chance.of(list);
    while (used.has(text));
    used.add(text);
    return text;
  };
  const wanted = chance.between(...BYTES);
  const parts = [fresh(paragraphs)];
  const size = () => Buffer.byteLength(parts.join('\n\n'));
  const withCode = chance.happens(CODE);
  for (let heading = 0; size() < wanted; heading += 1) {
    parts.push(`## ${fresh(headings)}`);
    for (let paragraph = chance.between(3, 5); paragraph > 0; paragraph -= 1) parts.push(fresh(paragraphs));
    if (heading === 0) parts.push(`[](article:${articleAt(chance.between(0, count - 1))})と、[](region:${chance.of(regions)})も見てください。`);
    if (heading === 1 && withCode) parts.push(chance.of(code));
  }
  // Passages lead to articles that aren't in this guide: any other takes their place.
  const led = parts.join('\n\n').replace(/\]\(article:\*\)/g, () => `](article:${articleAt(chance.between(0, count - 1))})`);
  return `${led}\n`;
}

// Headings, paragraphs and descriptions of the repository's articles, each text once.
function passages() {
  const folder = join(REPOSITORY, 'content/articles');
  const files = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.md') && !path.endsWith('index.md')).sort();
  const headings = new Set();
  const paragraphs = new Set();
  const descriptions = new Set();
  for (const path of files) {
    const [, front, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(join(folder, path), 'utf8'));
    descriptions.add(/^description: (.*)$/m.exec(front)[1]);
    for (const block of body.trim().split(/\n{2,}/)) {
      const heading = /^## (.*?)(?: \{#[a-z0-9-]+\})?$/.exec(block)?.[1];
      if (heading) headings.add(heading);
      else if (!/^(?:#|\[\^|```|<|!\[)|shirube-allow/m.test(block)) paragraphs.add(portable(block));
    }
  }
  paragraphs.delete('');
  return { headings: [...headings], paragraphs: [...paragraphs], descriptions: [...descriptions], code: CODES };
}

// A passage as it can stand in another guide, or nothing.
function portable(block) {
  const text = relinked(block);
  // A link without words takes the name of what it leads to, so its target must be there.
  const needs = /\{\{(?!region:|indicator:|platform:)/.test(text) || /\[\]\((?!article:|region:)/.test(block);
  return needs || text.length < block.length / 2 ? '' : text;
}

// Without footnotes, and without links to what other guides don't have.
function relinked(text) {
  return text
    .replace(/\[\^[^\]]+\]/g, '')
    .replace(/\]\(article:[^)]*\)/g, '](article:*)')
    .replace(/\[([^\]]*)\]\((?!article:|region:|indicator:|platform:|glossary:|https?:)[^)]*\)/g, '$1');
}

const CODES = [
  '```sh\nping -c 20 example.org | tail -n 2\ncurl -o /dev/null -w "%{time_total}\\n" https://example.org/\n```',
  '```yaml\nname: check\non: [push]\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test\n```',
  '```rust\nfn monthly(rent_per_unit: f64, square_metres: f64) -> f64 {\n    rent_per_unit * square_metres / 3.3\n}\n```',
  '```python\ndef remaining(income, rent, car):\n    return income - rent - car\n\nprint(remaining(300_000, 60_000, 39_000))\n```',
  '```js\nconst hours = (days, minutes) => (days * minutes) / 60;\nconsole.log(hours(20, 40));\n```',
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { parseArgs } = await import('node:util');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { articles: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' }, 'without-search': { type: 'boolean' } },
  });
  if (!positionals[0]) throw new Error('name the folder to write into');
  const written = writeCorpus(positionals[0], { articles: Number(values.articles), seed: Number(values.seed), search: !values['without-search'] });
  console.log(`${written.length} articles in ${positionals[0]}`);
}
