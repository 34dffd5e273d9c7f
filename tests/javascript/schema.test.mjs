// The schemas for editors: what they say of the files in tests/schema/cases.yaml, of which the
// validator says the same (tests/schema.rs), and of every file of the guide.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The schemas of a folder as functions, by their names. */
function schemas(folder) {
  // Not strict: the descriptions of choices are a keyword of VS Code.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(names.map((name) => {
    const schema = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    assert.ok(ajv.validateSchema(schema), `${name}: ${ajv.errorsText()}`);
    return [basename(name, '.json'), ajv.compile(schema)];
  }));
}

/** Which schema a file has. */
function schemaOf(file) {
  const path = file.split('/');
  if (file === 'site.yaml') return 'site';
  if (file === 'content/index.md') return 'home';
  if (['tags', 'glossary', 'style'].some((name) => file === `content/${name}.yaml`)) return basename(file, '.yaml');
  if (path[1] === 'articles') return path.at(-1).startsWith('index.') ? 'section' : 'article';
  if (path[1] === 'indicators') return `indicators-${path[2]}`;
  return path.at(-1) === '_collection.yaml' ? 'collection' : `records-${path[1]}`;
}

/** What a schema says against a text, or ''. */
function problems(all, file, text) {
  const check = all.get(schemaOf(file));
  let value;
  try {
    value = parse(text);
  } catch (error) {
    return error.message;
  }
  if (check(value)) return '';
  return check.errors.map((error) => `${error.instancePath} ${error.message}`).join('\n');
}

/** The text with a top-level key changed, added, or with `-key` taken away; as in schema.rs. */
function changed(text, change) {
  const gone = change.startsWith('-');
  const key = gone ? change.slice(1) : change.split(':')[0];
  const kept = [];
  let dropping = false;
  for (const line of text.match(/[^\n]*\n/g)) {
    if (!line.startsWith(' ')) dropping = line.split(':')[0] === key;
    if (!dropping) kept.push(line);
  }
  if (!gone) kept.push(`${change}\n`);
  return kept.join('');
}

test('schemas and validator agree', () => {
  const folder = join(PROJECT, 'tests', 'schema');
  const all = schemas(join(folder, 'schemas'));
  const groups = parse(readFileSync(join(folder, 'cases.yaml'), 'utf8'));
  const wrong = [];
  let count = 0;
  for (const { file, text, good, bad, validator = [] } of groups) {
    const judge = (change, expected) => {
      count += 1;
      const found = problems(all, file, text === undefined ? change : changed(text, change));
      if ((found === '') !== expected) wrong.push(`${file}: ${change}\n${found}`);
    };
    good.forEach((change) => judge(change, true));
    bad.forEach((change) => judge(change, false));
    // When a schema comes to know one of these, it belongs among the bad ones.
    validator.forEach(({ text: change }) => judge(change, true));
  }
  assert.deepEqual(wrong, []);
  assert.ok(count >= 200, `only ${count} cases`);
});

test('every file of the guide fits its schema', () => {
  const all = schemas(join(PROJECT, '.vscode', 'schemas'));
  const content = readdirSync(join(PROJECT, 'content'), { recursive: true })
    .map((name) => `content/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(yaml|md)$/.test(name) && !name.endsWith('README.md'));
  const texts = ['site.yaml', ...content].map((file) => [file, readFileSync(join(PROJECT, file), 'utf8')]);
  let count = 0;
  const wrong = [];
  for (const [file, text] of texts) {
    const front = file.endsWith('.md') ? text.match(/^---\n(.*?)^---\n/ms)?.[1] : text;
    // A record's prose has no front matter.
    if (front === undefined) continue;
    count += 1;
    const found = problems(all, file, front);
    if (found) wrong.push(`${file}:\n${found}`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(count > 300, `only ${count} files`);
});
