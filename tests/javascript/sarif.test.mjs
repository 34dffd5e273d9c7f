// `shirube check --format sarif` on a broken guide is SARIF 2.1.0 by the official schema.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const json = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

// Not unicodeRegExp: one pattern of the schema has a bracket too many, which only it refuses.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(json('tests/sarif/sarif-schema-2.1.0.json'));

function assertValid(log) {
  assert.ok(validate(log), ajv.errorsText(validate.errors, { separator: '\n' }));
}

function check(project, ...options) {
  const run = spawnSync(
    'cargo',
    ['run', '--release', '--locked', '--quiet', '--', 'check', '--root', project, '--format', 'sarif', '--today',
      readFileSync(join(ROOT, 'tests/today'), 'utf8').trim(), ...options],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  return { status: run.status, log: JSON.parse(run.stdout) };
}

describe('SARIF', () => {
  let folder;
  let project;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'shirube-sarif-'));
    project = join(folder, 'a guide');
    cpSync(join(ROOT, 'tests/golden/_base'), project, { recursive: true });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  test('a guide without problems gives an empty log', () => {
    const { status, log } = check(project);
    assert.equal(status, 0);
    assertValid(log);
    assert.deepEqual(log.runs[0].results, []);
  });

  test('every kind of place is valid', () => {
    // An error after a character outside the Basic Multilingual Plane, a warning, a problem of
    // several lines, one of a file with another name than a URL can have, one of no text at all.
    const first = join(project, 'content/articles/living/first.md');
    appendFileSync(first, '\n# 𠮷野\n\n𠮷[字](town:)\n\n<div class="a"\nid="b">\n\nx\n\n</div>\n');
    writeFileSync(join(project, 'content/articles/living/引っ越し 100%.md'), 'x');
    writeFileSync(join(project, 'content/articles/living/photo.png'), 'no image');
    writeFileSync(join(project, 'content/towns/aoba.yaml'), Buffer.from([0x69, 0x64, 0x3a, 0x20, 0x93, 0xbf]));
    for (const language of ['ja', 'en']) {
      const { status, log } = check(project, '--lang', language);
      assert.equal(status, 1);
      assertValid(log);
      const [run] = log.runs;
      assert.equal(run.language, language);
      const levels = new Set(run.results.map((result) => result.level));
      assert.deepEqual([...levels].sort(), ['error', 'warning']);
      for (const result of run.results) {
        const rule = run.tool.driver.rules[result.ruleIndex];
        assert.equal(rule.id, result.ruleId);
        assert.equal(rule.defaultConfiguration.level, result.level);
        assert.ok(rule.help.text.length > 50 && rule.shortDescription.text.length > 5);
        assert.ok(result.locations[0].physicalLocation.region.startLine >= 1);
      }
      const uris = run.results.map((result) => result.locations[0].physicalLocation.artifactLocation.uri);
      assert.ok(uris.some((uri) => uri.endsWith('%E5%BC%95%E3%81%A3%E8%B6%8A%E3%81%97%20100%25.md')), uris.join(' '));
      const target = run.results.find((result) => result.ruleId === 'bad-target');
      assert.equal(run.columnKind, 'unicodeCodePoints');
      // `𠮷` is one column, `[字](` the next four: the target begins at the sixth.
      assert.equal(target.locations[0].physicalLocation.region.startColumn, 6);
    }
  });

  test('a mending is valid', () => {
    const { log } = check(project);
    log.runs[0].results[0].fixes = json('tests/sarif/fixes.json');
    assertValid(log);
  });

  test('the schema refuses what is no SARIF', () => {
    const { log } = check(project);
    log.runs[0].results[0].level = 'fatal';
    assert.ok(!validate(log));
  });
});
