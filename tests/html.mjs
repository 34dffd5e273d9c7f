// Runs the Nu HTML checker over a built guide.
//
//   node tests/html.mjs OUTPUT [--all]
//
// One page of each kind (the longest), or every page with `--all`. Strict: errors and warnings
// both fail, also its notes; what is let through stands in ACCEPTED with its reason. Needs Java.

import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isPage, listFiles, onePageOfEachKind } from './support/output.mjs';

const CHECKER = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const PAGES_A_RUN = 500;
// Messages that are no fault of the page, each with the reason.
const ACCEPTED = [
  // It reads files, so it takes no file of the guide for 'self'. The browser tests know better.
  /^Resource violates Content Security Policy \(meta tag\): (?!inline)/,
  // HTML has it for rel=expect too; the checker doesn't know that link yet.
  /^A “link” element with a “blocking” attribute must have a “rel” attribute whose value is “stylesheet”\./,
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' } } });
if (positionals.length !== 1) {
  console.error('usage: node tests/html.mjs OUTPUT [--all]');
  process.exit(2);
}
const [folder] = positionals;
const pages = values.all
  ? listFiles(folder).filter(isPage).map((path) => ({ path, kind: '' }))
  : onePageOfEachKind(folder);

const failures = await checkAll(pages.map(({ path }) => path));
const faulty = new Set(failures.map(({ path }) => path));
for (const { path, kind } of pages) {
  if (!values.all) console.log(`${faulty.has(path) ? 'not ok' : 'ok'} - ${kind}: ${path}`);
}
for (const { path, line, type, text, extract } of failures) {
  console.error(`${path}:${line}: ${type}: ${text}\n    ${extract.replace(/\s+/g, ' ').trim()}`);
}
console.log(`${pages.length} pages checked, ${faulty.size} with faults`);
process.exit(pages.length > 0 && faulty.size === 0 ? 0 : 1);

async function checkAll(paths) {
  const runs = [];
  for (let at = 0; at < paths.length; at += PAGES_A_RUN) runs.push(paths.slice(at, at + PAGES_A_RUN));
  const found = [];
  const worker = async () => {
    for (let run = runs.shift(); run; run = runs.shift()) found.push(...(await check(run)));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

// Failures of some pages: `{path, line, type, text, extract}`.
function check(paths) {
  // It guesses at a text's language by chance: a table of names in kanji is Chinese to it, now and then.
  const options = ['-Xss2m', '-jar', CHECKER, '--format', 'json', '--stdout', '--exit-zero-always', '--no-langdetect'];
  return new Promise((done, fail) => {
    execFile('java', [...options, ...paths.map((path) => join(folder, path))], { maxBuffer: 1 << 30 }, (error, out, log) => {
      if (error) return fail(new Error(`the Nu HTML checker did not run: ${error.message}\n${log}`));
      const { messages } = JSON.parse(out);
      done(messages.filter(({ message }) => !ACCEPTED.some((accepted) => accepted.test(message))).map((found) => ({
        path: found.url ? relative(folder, fileURLToPath(found.url)) : '?',
        line: found.lastLine ?? 0,
        type: found.subType ?? found.type,
        text: found.message,
        extract: found.extract ?? '',
      })));
    });
  });
}
