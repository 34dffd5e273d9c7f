// A plain scan of what the guide says: every page in the scope of the search with its texts, read
// from the sources in `content/`, and the pages that contain a query. It shares no code with the
// generator or the search, so that a mistake of theirs isn't repeated here.
//
//   node tests/search/scan.mjs 移住 支援          the pages that contain both words, and where

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

// --- Folding -----------------------------------------------------------------------------------

const MARKS = /[\u0300-\u036f]/g;
const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\u{e0020}-\u{e007f}\u{e0100}-\u{e01ef}]/gu;
const KATAKANA = /[\u30a1-\u30f6\u30fd\u30fe]/g;
const BREAKS = /[^\u2600-\u27bf\u2b00-\u2bff\u{1f000}-\u{1fbff}\u3099\u309a\p{Alphabetic}\p{N}+#.]+/gu;

function fold(text) {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replaceAll('ゕ', 'か')
    .replaceAll('ゖ', 'け')
    .replace(UNSEEN, '');
}

// Characters at U+2E80 and above make grams; those below make words, which may go on with + and #.
const SIGNS_OF_NO_WORD = /(?<![\p{Alphabetic}\p{N}+#])[+#]+|(?<=[\u2600-\u27bf\u2b00-\u2bff\u2e80-\u{10ffff}])[+#]+/gu;
const POINTS_OF_NO_NUMBER = /(?<![0-9])\.|\.(?![0-9])/g;

// The matching form of a text, as docs/search.md defines it.
export function matchingForm(text) {
  return fold(text)
    .replace(POINTS_OF_NO_NUMBER, ' ')
    .replace(/(?<=[0-9]),(?=[0-9])/g, '')
    .replace(SIGNS_OF_NO_WORD, ' ')
    .replace(BREAKS, ' ')
    .trim();
}

// --- Queries -----------------------------------------------------------------------------------

// What a query asks for: the matching forms of its words and phrases, all of which must be there.
export function wordsOf(query) {
  return [...query.matchAll(/"([^"]*)"|「([^」]*)」|([^\s"「]+)/gu)]
    .map(([, quoted, bracketed, bare]) => matchingForm(quoted ?? bracketed ?? bare))
    .filter((word) => word !== '');
}

// Where a word can be found by its reading.
export const READ = new Set(['title', 'alias', 'heading', 'description', 'tag']);

// The pages that contain a query, each word of it in any of a page's texts. `places` are those to
// look at; `whole` asks for Latin words that stand alone.
export function pagesThatContain(pages, query, { places = null, whole = false } = {}) {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const tests = words.map((word) => (whole ? wholeWord(word) : ({ form }) => form.includes(word)));
  const looksAt = ({ place }) => places === null || places.has(place);
  return pages.filter(({ texts }) => tests.every((test) => texts.some((text) => looksAt(text) && test(text))));
}

// In a matching form, what is neither a space nor a gram character.
const WORD_CHARACTER = '[^\\s\\u2e80-\\u{10ffff}]';

function wholeWord(word) {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(?<!${WORD_CHARACTER})${escaped}(?!${WORD_CHARACTER})`, 'u');
  return ({ form }) => pattern.test(form);
}

// --- Markdown ----------------------------------------------------------------------------------

const WIDE = '[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uff60]';
const WIDE_ENDS = new RegExp(`(${WIDE})\\n(?=${WIDE})`, 'g');

// The front matter of a Markdown file, parsed, and what follows it.
function split(source) {
  const found = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  return found ? { front: parse(found[1]), body: found[2] } : { front: {}, body: source };
}

// The texts of a piece of Markdown without its markup: one for each paragraph, item, cell and
// heading. `nameOf` names what a link without a text of its own leads to.
export function textsOfMarkdown(markdown, nameOf) {
  const texts = [];
  const code = markdown
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^(```+|~~~+)[^\n]*\n([\s\S]*?)^\1[^\n]*$/gm, (_, _fence, inside) => {
      for (const line of inside.split('\n')) if (line.trim()) texts.push({ place: 'code', text: line });
      return '';
    });
  for (const block of code.split(/\n[ \t>]*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)|\n(?=[|#])|\n(?=\[\^)|(?<=^#[^\n]*)\n/m)) {
    const heading = /^\s*#{1,6}\s/.test(block);
    const bare = inline(
      block
        .replace(/^[ \t]*(?:>[ \t]?)+/gm, '')
        .replace(/^\s*\[![A-Z]+\]\s*/, '')
        .replace(/^\s*#{1,6}\s+/, '')
        .replace(/\s*\{#[^}]*\}\s*$/, '')
        .replace(/^\s*\[\^[^\]]+\]:/, '')
        .replace(/^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/, '')
        .replace(/^\s*:\s+/gm, ''),
      nameOf,
    );
    const parts = /^\s*\|/.test(block) ? bare.split('|').filter((cell) => !/^[\s:-]*$/.test(cell)) : bare.split('\u0000');
    for (const part of parts) {
      const text = part.replace(WIDE_ENDS, '$1').replace(/\s+/g, ' ').trim();
      if (text) texts.push({ place: heading ? 'heading' : 'text', text });
    }
  }
  return texts;
}

// Text without the markup inside lines. What a page works out for itself (values) parts the text.
function inline(text, nameOf) {
  return text
    .replace(/(?<!\\)\{\{[^}]*\}\}/g, '\u0000')
    .replace(/\[\^[^\]]+\]/g, '')
    .replace(/!\[([^\]]*)\]\([^)\s]*(?:\s+"([^"]*)")?\)/g, '\u0000$1\u0000$2\u0000')
    .replace(/\[([^\]]*)\]\(([^)\s]*)(?:\s+"[^"]*")?\)/g, (_, shown, to) => (shown === '' ? nameOf(to) ?? '\u0000' : shown))
    .replace(/<rt>([\s\S]*?)<\/rt>|<rp>[\s\S]*?<\/rp>/g, '')
    .replace(/<(?:br|wbr|\/?(?:div|details|summary))[^>]*>/g, '\u0000')
    .replace(/<\/?[a-z][^>]*>/g, '')
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replace(/\*\*|~~|__/g, '')
    .replace(/(?<!\\)[*`]/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

// --- The guide ---------------------------------------------------------------------------------

const readYaml = (...path) => parse(readFileSync(join(...path), 'utf8'));

// A text in the guide's first language: a plain string, or one of several languages.
const said = (text, language) => {
  const chosen = typeof text === 'object' && text !== null ? text[language] : text;
  return chosen === null || chosen === undefined ? '' : String(chosen);
};

const isFolder = (path) => existsSync(path) && readdirSync(path).length > 0;

function readRecords(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('_') && !name.startsWith('.'))
    .sort()
    .flatMap((name) => readYaml(folder, name));
}

// Every page in scope: `{address, texts: [{place, text, form}]}`.
export function readPages(project = PROJECT) {
  const content = join(project, 'content');
  const site = readYaml(project, 'site.yaml');
  const language = site.languages[0];
  const tags = readYaml(content, 'tags.yaml');
  const tagNames = new Map(tags.map((tag) => [tag.id, said(tag.name, language)]));
  const used = new Set();
  const tagTexts = (ids) =>
    (ids ?? []).map((id) => {
      used.add(id);
      return { place: 'tag', text: tagNames.get(id) };
    });
  const collections = site.collections.map((id) => ({
    id,
    schema: readYaml(content, id, '_collection.yaml'),
    records: readRecords(join(content, id)),
  }));
  const indicators = collections.flatMap(({ id }) => {
    const folder = join(content, 'indicators', id);
    if (!isFolder(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => ({ collection: id, id: name.slice(0, -'.yaml'.length), ...readYaml(folder, name) }))
      .filter(({ hidden }) => hidden !== true);
  });
  const articles = readArticles(join(content, 'articles'), language);
  const glossary = existsSync(join(content, 'glossary.yaml')) ? readYaml(content, 'glossary.yaml') : [];

  const names = new Map();
  for (const { id, schema, records } of collections) {
    names.set(`collection:${id}`, said(schema.name, language));
    for (const record of records) names.set(`${schema.prefix}:${record.id}`, said(record.name, language));
  }
  for (const { collection, id, label, short } of indicators) {
    names.set(`indicator:${collection}/${id}`, said(short ?? label, language));
  }
  for (const { target, front } of articles) names.set(target, front.title);
  for (const [id, name] of tagNames) names.set(`tag:${id}`, name);
  for (const { id, term } of glossary) names.set(`glossary:${id}`, said(term, language));
  const nameOf = (target) => names.get(target.replace(/#.*$/, ''));

  const titlesOf = (sources) => (sources ?? []).map(({ title }) => ({ place: 'source', text: said(title, language) }));

  const pages = [];
  const add = (address, texts) => {
    const there = texts.filter(({ text }) => text).map((text) => ({ ...text, form: matchingForm(text.text) }));
    pages.push({ address, texts: there });
  };

  for (const { id, schema, records } of collections) {
    add(`${id}/`, [
      { place: 'title', text: said(schema.name, language) },
      { place: 'description', text: said(schema.description, language) },
    ]);
    for (const record of records) {
      const prose = join(content, id, `${record.id}.md`);
      add(`${id}/${record.id}/`, [
        { place: 'title', text: said(record.name, language) },
        { place: 'reading', text: said(record.kana, language) },
        ...(record.aliases ?? []).map((alias) => ({ place: 'alias', text: said(alias, language) })),
        ...Object.entries(schema.fields ?? {}).flatMap(([name, field]) =>
          textsOfField(record[name], field, schema.page?.summary === name ? 'description' : 'field'),
        ),
        ...(existsSync(prose) ? textsOfMarkdown(readFileSync(prose, 'utf8'), nameOf) : []),
        ...titlesOf(record.sources),
      ]);
    }
  }

  // Pages about a division have its name, that of the collection, and their own word.
  for (const { id, schema, records } of collections) {
    const field = schema.fields?.[schema.page?.index_by];
    const compared = schema.compare && schema.compare.pairs !== 'none';
    if (compared) add(`compare/${id}/`, [{ place: 'title', text: `${said(schema.name, language)}の比較` }]);
    if (!field) continue;
    const all = collections.find((collection) => collection.id === field.collection);
    for (const value of new Set(records.map((record) => record[schema.page.index_by]))) {
      const of = all ? names.get(`${all.schema.prefix}:${value}`) : said(field.options[value], language);
      const name = `${of}の${said(schema.name, language)}`;
      add(`${id}/in/${value}/`, [{ place: 'title', text: name }]);
      if (compared) add(`compare/${id}/in/${value}/`, [{ place: 'title', text: `${name}の比較` }]);
      for (const { id: indicator, label, short } of indicators.filter(({ collection, hidden }) => collection === id && !hidden)) {
        add(`indicators/${id}/${indicator}/in/${value}/`, [{ place: 'text', text: `${name}の${said(short ?? label, language)}` }]);
      }
    }
  }

  function textsOfField(value, field, place) {
    if (value === null || value === undefined || value === 'not_applicable') return [];
    const values = Array.isArray(value) ? value : [value];
    switch (field.kind) {
      case 'text':
        return values.map((each) => ({ place, text: said(each, language) }));
      case 'markdown':
        return values.flatMap((each) => textsOfMarkdown(said(each, language), nameOf));
      case 'choice':
        return values.map((each) => ({ place: 'choice', text: said(field.options[each], language) }));
      case 'tags':
        return tagTexts(values);
      case 'reference': {
        const { prefix } = collections.find(({ id }) => id === field.collection).schema;
        return values.map((each) => ({ place: 'reference', text: names.get(`${prefix}:${each}`) }));
      }
      default:
        return [];
    }
  }

  for (const { id, term, kana, aliases, text, sources } of glossary) {
    add(`glossary/#${id}`, [
      { place: 'title', text: said(term, language) },
      { place: 'reading', text: said(kana, language) },
      ...(aliases ?? []).map((alias) => ({ place: 'alias', text: said(alias, language) })),
      ...textsOfMarkdown(said(text, language), nameOf),
      ...titlesOf(sources),
    ]);
  }

  // Hidden ones have no page; what follows from others has their sources, if none of its own.
  for (const { collection, id, label, short, unit, note, source = {} } of indicators.filter(({ hidden }) => !hidden)) {
    add(`indicators/${collection}/${id}/`, [
      { place: 'title', text: said(label, language) },
      { place: 'title', text: said(short, language) },
      { place: 'field', text: said(unit, language) },
      { place: 'field', text: said(note, language) },
      ...['statistic', 'publisher', 'read_from', 'checked'].map((key) => ({ place: 'source', text: said(source[key], language) })),
    ]);
  }

  for (const { address, front, body } of articles) {
    add(address, [
      { place: 'title', text: front.title },
      { place: 'description', text: front.description },
      { place: 'text', text: front.answer ?? '' },
      ...tagTexts(front.tags),
      ...textsOfMarkdown(body, nameOf),
      ...titlesOf(front.sources),
    ]);
  }

  for (const { id, name, kana } of tags) {
    if (!used.has(id)) continue; // a tag that nothing carries has no page
    add(`tags/${id}/`, [
      { place: 'title', text: said(name, language) },
      { place: 'reading', text: said(kana, language) },
    ]);
  }
  return pages;
}

// Articles and section fronts in the guide's first language, without drafts.
function readArticles(folder, language) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: section }) =>
      readdirSync(join(folder, section))
        .filter((name) => /^[a-z0-9-]+\.md$/.test(name))
        .map((name) => {
          const slug = name.slice(0, -'.md'.length);
          const { front, body } = split(readFileSync(join(folder, section, name), 'utf8'));
          const isFront = slug === 'index';
          return {
            address: isFront ? `articles/${section}/` : `articles/${section}/${slug}/`,
            target: isFront ? `section:${section}` : `article:${section}/${slug}`,
            front: { ...front, title: said(front.title, language) },
            body,
          };
        }),
    )
    .filter(({ front }) => front.draft !== true);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const query = process.argv.slice(2).join(' ');
  const words = wordsOf(query);
  const found = pagesThatContain(readPages(), query);
  for (const { address, texts } of found) {
    const places = new Set(texts.filter(({ form }) => words.some((word) => form.includes(word))).map(({ place }) => place));
    console.log(`${address}  ${[...places].join(', ')}`);
  }
  console.log(`${found.length} pages contain ${words.map((word) => `“${word}”`).join(' and ')}`);
}
