// Measures builds after one edit, and how soon a preview shows one, beside Hugo on the same articles.
//
//   node benches/incremental/run.mjs [--articles 10000] [--runs 7] [--full-runs 3] [--work FOLDER]
//                                    [--shirube PATH] [--hugo PATH] [--only builds,full,previews]
//
// Prints Markdown tables. README.md says what is measured and how. Nothing is timed that isn't
// right: every edit is looked for in the pages that must show it, and at the end the output must
// equal a clean build's, byte for byte.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listFiles } from '../../tests/support/output.mjs';
import { REPOSITORY, today } from '../guide.mjs';
import { compareWithClean } from './clean.mjs';
import { writeCorpus } from './corpus.mjs';
import { CASES, hugoCases } from './edits.mjs';
import { writeHugo } from './hugo.mjs';
import { followed, hugoPreview, shirubePreview } from './preview.mjs';
import { filesWritten, measured } from './process.mjs';
import { buildTable, fullTable, previewTable } from './report.mjs';

const { values: options } = parseArgs({
  options: {
    articles: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '7' },
    'full-runs': { type: 'string', default: '3' },
    work: { type: 'string' },
    shirube: { type: 'string', default: join(REPOSITORY, 'target/release/shirube') },
    hugo: { type: 'string' },
    only: { type: 'string', default: 'builds,full,previews' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (options.help) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 8).join('').replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const parts = options.only.split(',');
const articles = Number(options.articles);
const runs = Number(options.runs);
const say = (text) => process.stderr.write(`${text}\n`);
const version = (program, argument) => execFileSync(program, [argument], { encoding: 'utf8' }).trim().split('\n')[0];
// A memory file system, so that no disk is measured.
const work = resolve(options.work ?? mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'shirube-builds-')));
let mark = 0;

try {
  console.log(`${version(options.shirube, '--version')}${options.hugo ? `, ${version(options.hugo, 'version')}` : ''}, node ${process.version}, ${cpus().length} × ${cpus()[0].model}\n`);
  say(`writing ${articles} articles`);
  const corpus = writeCorpus(join(work, 'with'), { articles });
  writeCorpus(join(work, 'without'), { articles, search: false });
  const guides = [{ name: 'with search', root: join(work, 'with') }, { name: 'without search', root: join(work, 'without') }];
  if (options.hugo) writeHugo(join(work, 'hugo'), corpus);
  if (parts.includes('full')) console.log(fullTable(await full(guides)), '\n');
  if (parts.includes('builds')) console.log(buildTable(await builds(guides)), '\n');
  if (parts.includes('previews')) console.log(previewTable(await previews(guides)), '\n');
} finally {
  if (!options.work) rmSync(work, { recursive: true, force: true });
}

function build(root, output) {
  return measured(options.shirube, ['build', '--root', root, '--output', output, '--today', today(), '--lang', 'en']);
}

// Whole builds from nothing, in turn: `[{name, runs, files}]`.
async function full(guides) {
  const results = guides.map(({ name }) => ({ name: `shirube ${name}`, runs: [] }));
  if (options.hugo) results.push({ name: 'Hugo', runs: [] });
  for (let round = 0; round < Number(options['full-runs']); round += 1) {
    say(`whole builds, round ${round + 1}`);
    for (const [position, { root }] of guides.entries()) {
      const output = join(work, 'whole');
      rmSync(join(root, '.shirube'), { recursive: true, force: true });
      results[position].runs.push(await build(root, output));
      results[position].files = listFiles(output).length;
      rmSync(output, { recursive: true });
      rmSync(join(root, '.shirube'), { recursive: true, force: true });
    }
    if (options.hugo) {
      const output = join(work, 'hugo-public');
      const hugo = results.at(-1);
      hugo.runs.push(await measured(options.hugo, ['--source', join(work, 'hugo'), '--destination', output, '--noBuildLock']));
      hugo.files = listFiles(output).length;
      rmSync(output, { recursive: true });
      rmSync(join(work, 'hugo/resources'), { recursive: true, force: true });
    }
  }
  return results;
}

// Second builds in a new process, cases and guides in turn: `[{guide, case, runs}]`.
async function builds(guides) {
  const results = guides.flatMap((guide) => CASES.map((one) => ({ guide, case: one, runs: [] })));
  for (const { root, name } of guides) {
    say(`the first build ${name}`);
    await build(root, join(root, 'public'));
  }
  for (let round = 0; round < runs; round += 1) {
    say(`builds after an edit, round ${round + 1}`);
    for (const { guide: { root }, case: one, runs: list } of results) {
      mark += 1;
      one.edit(root, mark);
      const run = await build(root, join(root, 'public'));
      run.written = filesWritten(run);
      for (const [path, text] of one.shows(mark)) {
        if (!readFileSync(join(root, 'public', path), 'utf8').includes(text)) throw new Error(`${one.name}: ${path} doesn't show “${text}”`);
      }
      if (one.writesNothing && run.written > 0) throw new Error(`${one.name}: ${run.written} files were written`);
      list.push(run);
    }
  }
  for (const { root, name } of guides) {
    say(`comparing with a clean build ${name}`);
    await compareWithClean(root, join(work, 'clean'), build);
  }
  return results;
}

// From the write of an edit to its being served: `[{name, case, times, search?, memory, started}]`.
async function previews(guides) {
  const results = [];
  const programs = guides.map(({ name, root }) => ({ name: `shirube serve ${name}`, cases: CASES, root, search: name === 'with search', start: () => shirubePreview(options.shirube, root, today()) }));
  if (options.hugo) programs.push({ name: 'hugo server', cases: hugoCases, root: join(work, 'hugo'), start: () => hugoPreview(options.hugo, join(work, 'hugo')) });
  // One at a time: two that watch files would take each other's processors.
  for (const { name, cases, root, search, start } of programs) {
    say(name);
    let server;
    try {
      server = await start();
    } catch (error) {
      console.log(`${name} can't be measured: ${error.message.trim().split('\n')[0]}\n`);
      continue;
    }
    try {
      if (search) await server.whenSearched();
      const lists = new Map();
      for (let round = 0; round < runs; round += 1) {
        for (const one of cases.filter(({ writesNothing }) => !writesNothing)) {
          mark += 1;
          const times = await followed(server, one, root, mark, search);
          lists.set(one.name, [...(lists.get(one.name) ?? []), times]);
        }
      }
      for (const [caseName, times] of lists) results.push({ name, case: caseName, times, memory: server.memory(), started: server.started });
    } finally {
      await server.stop();
    }
  }
  return results;
}
