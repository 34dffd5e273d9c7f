// One edit of each kind: what it writes, and what must show it.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { articleAt } from './corpus.mjs';

// Somewhere in the middle, and not the one whose template is looked at.
const EDITED = articleAt(77);
const OTHER = articleAt(123);
const ARTICLE = `content/articles/${EDITED}.md`;
// Latin letters, so that the search finds it as one word and no other text holds it.
const word = (mark) => `Kawariban${mark}`;

// Replaces what an edit before has put there, or `from` at the first time.
function change(root, path, found, to) {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(found, () => to);
  if (changed === text) throw new Error(`${path} has nothing like ${found}`);
  writeFileSync(file, changed);
}

const page = (path) => `${path}index.html`;
const section = `articles/${EDITED.split('/')[0]}/`;

// `{name, edit(root, mark), shows(mark): [path, text][]}`; with `word` the search must find it in
// `article`.
export const CASES = [
  { name: 'nothing', writesNothing: true, edit: () => {}, shows: () => [] },
  {
    name: "one article's body",
    edit: (root, mark) => change(root, ARTICLE, /\n\n(?:Kawariban\d+の段落です。\n\n)?(?=## )/, `\n\n${word(mark)}の段落です。\n\n`),
    shows: (mark) => [[page(`articles/${EDITED}/`), `${word(mark)}の段落です。`]],
    word,
    article: `articles/${EDITED}/`,
  },
  {
    name: "one article's title, in lists too",
    edit: (root, mark) => change(root, ARTICLE, /^title: .*$/m, `title: ${word(mark)}という題`),
    shows: (mark) => [page(`articles/${EDITED}/`), page(section), page('articles/')].map((path) => [path, `${word(mark)}という題`]),
    word,
    article: `articles/${EDITED}/`,
  },
  {
    name: "one record's number, its ranks and comparisons too",
    edit: (root, mark) => change(root, 'content/indicators/regions/rent.yaml', /^  tokyo: .*$/m, `  tokyo: ${9000 + mark}`),
    shows: (mark) => ['regions/tokyo/', 'regions/', 'indicators/regions/rent/'].map((path) => [page(path), (9000 + mark).toLocaleString('en-US')])
      .concat([['compare/regions/tokushima/tokyo.html', (9000 + mark).toLocaleString('en-US')]]),
  },
  {
    name: 'the template of all articles',
    edit: (root, mark) => change(root, 'themes/guide/templates/article.html', /<article(?: data-mark="\d+")?>/, `<article data-mark="${mark}">`),
    shows: (mark) => [EDITED, OTHER].map((path) => [page(`articles/${path}/`), `<article data-mark="${mark}">`]),
  },
];

// The same in Hugo, which has no records.
export const hugoCases = [
  CASES[1],
  {
    ...CASES[2],
    shows: (mark) => [page(`articles/${EDITED}/`), page(section), page('articles/')].map((path) => [path, `${word(mark)}という題`]),
  },
  {
    ...CASES[4],
    edit: (root, mark) => change(root, 'layouts/page.html', /<article(?: data-mark="\d+")?>/, `<article data-mark="${mark}">`),
  },
];
