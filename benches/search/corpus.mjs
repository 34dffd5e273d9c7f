// A guide of as many articles as wanted, with questions whose answers are known.
//
//   node benches/search/corpus.mjs FOLDER [--articles 1000] [--seed 1]
//
// The articles are new; prefectures, learning platforms, statistics, tags and the theme are the
// repository's. The same repository and seed give the same bytes.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY, beginGuide, frontMatter, regionsOf, tagsOf } from '../guide.mjs';
import { Writer, learn } from './language.mjs';
import { questions } from './questions.mjs';
import { Chance, Ranked } from './random.mjs';

export { REPOSITORY };

const SECTIONS = 10;
// Words that the articles of a section share.
const TOPIC = 500;
// Words that an article returns to.
const FOCUS = 10;
// Bytes of an article, UTF-8.
const BYTES = [6000, 8000];
// Words more frequent than these are on every page; none is what an article is about. Of the
// others, all are nearly as likely until this rank.
const MOST_COMMON = 200;
const EVEN = 1000;

// Writes the project into `folder`, which must be empty or missing; gives the questions.
export function writeCorpus(folder, { articles: count, seed = 1 }) {
  const write = beginGuide(folder, {
    title: '検索を測る', tagline: '作られた文のガイド', description: '検索の速さと大きさを測るための、作られた文のガイドです。',
  });

  const chance = new Chance(seed);
  const language = learn(REPOSITORY, chance);
  const names = readFileSync(join(folder, 'content/tags.yaml'), 'utf8');
  const tags = tagsOf(folder);
  const regions = regionsOf(folder);
  const about = new Ranked(language.nouns.slice(MOST_COMMON), EVEN);
  const matters = (wanted) => {
    const drawn = new Set();
    while (drawn.size < wanted) drawn.add(about.draw(chance));
    return [...drawn];
  };
  const sections = Array.from({ length: SECTIONS }, (_, number) => {
    const topic = matters(TOPIC);
    write(`content/articles/section-${number}/index.md`, frontMatter({
      title: `${topic[0]}と${topic[1]}`, description: `${topic[2]}と${topic[3]}についての記事です。`, order: number,
    }));
    return { topic: new Ranked(topic, 5), tags: chance.several(tags, 12) };
  });

  const articles = [];
  for (let number = 0; number < count; number += 1) {
    const section = number % SECTIONS;
    const focus = matters(FOCUS);
    const writer = new Writer(language, chance, { focus, topic: sections[section].topic });
    const article = makeArticle(writer, chance, { tags: sections[section].tags, regions });
    const path = `articles/section-${section}/a${String(number).padStart(5, '0')}`;
    write(`content/${path}.md`, article.markdown);
    articles.push({ url: `${path}/`, ...article });
  }
  const taken = [names, ...['regions/prefectures.yaml', 'tags.yaml'].map((path) => readFileSync(join(folder, 'content', path), 'utf8'))].join('\n');
  const asked = questions(articles, {
    readings: language.readings, taken, common: language.nouns.slice(0, MOST_COMMON), chance,
  });
  writeFileSync(join(folder, 'questions.json'), `${JSON.stringify(asked, null, 1)}\n`);
  return asked;
}

// One article: its Markdown, and its texts as the questions need them.
function makeArticle(writer, chance, { tags, regions }) {
  const title = makeTitle(writer, chance);
  const description = writer.paragraph(2);
  const carried = chance.several(tags, 3);
  const headings = Array.from({ length: chance.between(5, 7) }, () => makeHeading(writer, chance));
  const wanted = chance.between(...BYTES);
  const texts = [writer.paragraph(3)];
  let body = `${texts[0]}\n`;
  const say = (text, before = '') => {
    texts.push(text);
    body += `${before}${text}\n`;
  };
  headings.forEach((heading, position) => {
    body += `\n## ${heading}\n`;
    do {
      if (chance.happens(0.25)) {
        body += '\n';
        for (let item = 0; item < 4; item += 1) say(writer.sentence(), '- ');
      } else {
        say(writer.paragraph(chance.between(3, 5)), '\n');
      }
    } while (Buffer.byteLength(body) < (wanted * (position + 1)) / headings.length);
  });
  const region = chance.of(regions);
  body += `\n[](region:${region})も見てください。\n`;
  if (chance.happens(0.2)) body += code(writer, chance);
  const fields = { title: title.text, description, tags: carried, published: '2026-11-21', related: [`region:${region}`] };
  return {
    title,
    markdown: frontMatter(fields) + escaped(body),
    // Breaks that no question crosses.
    text: [title.text, description, ...headings, ...texts].join('\n'),
  };
}

// What Markdown would read as markup stays text.
const escaped = (text) => text.replace(/[<>~*_|]|(?<=\n)(\d+)\.(?= )/g, (found, digits) => (digits ? `${digits}\\.` : `\\${found}`));

const UNITS = ['分', 'km', '万円', 'か月', '世帯', 'mm', 'kWh', '平方メートル'];

// A title and the words in it that a question may ask for.
function makeTitle(writer, chance) {
  const [a, b] = chance.several(writer.focus, 2);
  const katakana = writer.katakana();
  const latin = writer.latin();
  const number = `${writer.number()}${chance.of(UNITS)}`;
  return chance.of([
    { text: `${a}の${b}を確かめる`, nouns: [a, b], phrase: `${a}の${b}` },
    { text: `${a}と${b}の手引き`, nouns: [a, b], phrase: `${b}の手引き` },
    { text: `${a}${b}を始める前に`, nouns: [a + b] },
    { text: `${katakana}で${a}を続ける`, nouns: [a], katakana, phrase: `${katakana}で${a}` },
    { text: `${a}から見た${katakana}の使い方`, nouns: [a], katakana },
    { text: `${latin}で${a}を調べる`, nouns: [a], latin },
    { text: `${a}のための${latin}入門`, nouns: [a], latin },
    { text: `${a}まで${number}の${b}`, nouns: [a, b], number },
  ]);
}

function makeHeading(writer, chance) {
  const [a, b] = chance.several(writer.focus, 2);
  return chance.of([`${a}と${writer.noun()}`, `${a}の${b}`, `${writer.katakana()}の${a}`, `${a}を選ぶ`, `${writer.noun()}に掛かる${a}`]);
}

function code(writer, chance) {
  const word = () => writer.latin().toLowerCase().replace(/[^a-z]/g, '') || 'guide';
  return chance.of([
    () => `\n\`\`\`sh\n${word()} install --with ${word()} ${word()}\n${word()} run --port ${chance.between(1000, 9999)}\n\`\`\`\n`,
    () => `\n\`\`\`yaml\n${word()}:\n  ${word()}: ${chance.between(1, 99)}\n  ${word()}: [${word()}, ${word()}]\n\`\`\`\n`,
    () => `\n\`\`\`rust\nfn ${word()}(${word()}: &str) -> Result<u32> {\n    let ${word()} = ${word()}.parse()?;\n    Ok(${chance.between(1, 99)})\n}\n\`\`\`\n`,
  ])();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { parseArgs } = await import('node:util');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { articles: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
  });
  if (!positionals[0]) throw new Error('name the folder to write into');
  const asked = writeCorpus(positionals[0], { articles: Number(values.articles), seed: Number(values.seed) });
  console.log(`${values.articles} articles and ${asked.length} questions in ${positionals[0]}`);
}
