// The same articles for shirube and for Hugo, with templates that print the same, and nothing else:
// no collection, no search, no value that only one of them knows.
//
//   node benches/articles/corpus.mjs FOLDER [--articles 10000]
//
// writes FOLDER/shirube and FOLDER/hugo. An article has about 7 kB of Japanese, one in five a block
// of code, a contents list and two tags; sections and tags list 50 articles each.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY, frontMatter } from '../guide.mjs';
import { makeBody, passages } from '../incremental/corpus.mjs';
import { Chance } from '../search/random.mjs';
import { HUGO, SHIRUBE } from './templates.mjs';

const LISTED = 50;
const TAGS = 2;
const TITLE = '記事を測る';
const DESCRIPTION = 'ビルドの速さを測るために、記事の段落を並べ直したガイドです。';
const DAY = '2026-11-21';

const writer = (folder) => (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

// Writes both sites; `code: false` leaves blocks of code without a language, which nobody highlights.
export function writeArticles(folder, { articles: count, seed = 1, code = true }) {
  const shirube = writer(join(folder, 'shirube'));
  const hugo = writer(join(folder, 'hugo'));
  beginShirube(folder, shirube);
  for (const [path, text] of Object.entries(HUGO)) hugo(path, text);
  hugo('content/_index.md', frontMatter({ title: TITLE, description: DESCRIPTION }));
  hugo('content/articles/_index.md', frontMatter({ title: '読みもの' }));
  const sections = Math.ceil(count / LISTED);
  const tags = Array.from({ length: Math.ceil((count * TAGS) / LISTED) }, (_, number) => `tag-${number}`);
  shirube('content/tags.yaml', tags.map((id) => `- {id: ${id}, name: 話題${id.slice(4)}, kana: わだい}\n`).join(''));
  for (let section = 0; section < sections; section += 1) {
    const front = { title: `記事の束 ${section + 1}`, description: '段落を並べ直した記事を集めています。' };
    shirube(`content/articles/section-${section}/index.md`, frontMatter({ ...front, order: section }));
    hugo(`content/articles/section-${section}/_index.md`, frontMatter({ ...front, weight: section + 1 }));
  }
  const at = (number) => `section-${number % sections}/a${String(number).padStart(6, '0')}`;
  const chance = new Chance(seed);
  const texts = plain(passages());
  for (let number = 0; number < count; number += 1) {
    const body = makeBody(chance, texts, { count });
    const title = `${chance.of(texts.headings)}（${number + 1}）`;
    const front = { title, description: chance.of(texts.descriptions), tags: chance.several(tags, TAGS) };
    const text = code ? body : body.replace(/^```[a-z]+$/gm, '```');
    // Each leads to the next of all, so that none is unlinked.
    const next = at((number + 1) % count);
    shirube(`content/articles/${at(number)}.md`, `${frontMatter({ ...front, published: DAY, order: number })}${text}\n[次の記事](article:${next})\n`);
    hugo(`content/articles/${at(number)}.md`, `${frontMatter({ ...front, date: DAY, weight: number + 1 })}${text}\n[次の記事](/articles/${next}/)\n`);
  }
}

// A theme is complete or refused, so the templates that this guide has no pages for come from the
// smallest one that there is.
function beginShirube(folder, write) {
  const theme = join(folder, 'shirube/themes/plain');
  cpSync(join(REPOSITORY, 'tests/golden/_base/themes/plain'), theme, { recursive: true });
  rmSync(join(theme, 'templates/parts'), { recursive: true });
  for (const name of ['feed.xml', 'sitemap.xml', 'sitemap_index.xml']) {
    cpSync(join(REPOSITORY, 'themes/guide/templates', name), join(theme, 'templates', name));
  }
  for (const [path, text] of Object.entries(SHIRUBE)) write(`themes/plain/${path}`, text);
  write('site.yaml', `title: ${TITLE}\ntagline: ${TITLE}\ndescription: ${DESCRIPTION}\nbase_url: https://guide.example/\nlanguages: [ja]\ntheme: plain\ncollections: []\nsearch: false\n`);
  write('content/index.md', frontMatter({ title: TITLE, description: DESCRIPTION }));
}

// Passages without targets and values, which Hugo has none of.
function plain(texts) {
  const without = (text) => text.replace(/\[([^\]]*)\]\((?!https?:)[^)]*\)/g, '$1');
  const paragraphs = texts.paragraphs.filter((text) => !text.includes('{{') && !text.includes('[](')).map(without);
  return { ...texts, paragraphs: [...new Set(paragraphs)], headings: texts.headings.filter((text) => !text.includes('{{')).map(without) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { parseArgs } = await import('node:util');
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { articles: { type: 'string', default: '10000' } } });
  if (!positionals[0]) throw new Error('name the folder to write into');
  writeArticles(positionals[0], { articles: Number(values.articles) });
}
