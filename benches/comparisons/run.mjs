// Measures builds of 44,850 comparison pages, beside Hugo with a content adapter on the same places.
//
//   node benches/comparisons/run.mjs [--records 300] [--runs 3] [--shirube PATH] [--other PATH]
//                                    [--hugo PATH] [--work FOLDER]
//
// Prints a Markdown table. ../README.md says what is measured and how.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listFiles } from '../../tests/support/output.mjs';
import { REPOSITORY, today } from '../guide.mjs';
import { measured } from '../incremental/process.mjs';
import { writeCorpus } from './corpus.mjs';
import { HUGO_FILES, SHIRUBE } from './templates.mjs';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '300' },
    runs: { type: 'string', default: '3' },
    shirube: { type: 'string', default: join(REPOSITORY, 'target/release/shirube') },
    other: { type: 'string' },
    hugo: { type: 'string' },
    work: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (options.help) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 6).join('').replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const say = (text) => process.stderr.write(`${text}\n`);
const version = (program, argument) => execFileSync(program, [argument], { encoding: 'utf8' }).trim().split('\n')[0];
// A memory file system, so that no disk is measured.
const work = resolve(options.work ?? mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'shirube-pairs-')));

try {
  console.log(`${version(options.shirube, '--version')}${options.hugo ? `, ${version(options.hugo, 'version')}` : ''}, ${cpus().length} × ${cpus()[0].model}\n`);
  say(`writing ${options.records} places`);
  const guide = join(work, 'guide');
  const corpus = writeCorpus(guide, { records: Number(options.records) });
  const plain = join(work, 'plain');
  cpSync(guide, plain, { recursive: true });
  writeAll(join(plain, 'overrides/templates'), SHIRUBE);
  const hugo = join(work, 'hugo');
  if (options.hugo) {
    writeAll(hugo, HUGO_FILES);
    writeAll(hugo, { 'data/places.json': JSON.stringify(dataOf(corpus, plain)) });
  }
  console.log(table(await builds({ guide, plain, hugo })));
} finally {
  if (!options.work) rmSync(work, { recursive: true, force: true });
}

function writeAll(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

// Whole builds from nothing, in turn: `[{name, runs, pages, bytes}]`.
async function builds({ guide, plain, hugo }) {
  const output = join(work, 'output');
  const shirube = (program, root) => () => {
    rmSync(join(root, '.shirube'), { recursive: true, force: true });
    return measured(program, ['build', '--root', root, '--output', output, '--today', today(), '--lang', 'en']);
  };
  const results = [
    { name: 'shirube, the plain page', build: shirube(options.shirube, plain) },
    { name: "shirube, the guide's page", build: shirube(options.shirube, guide) },
  ];
  if (options.other) results.push({ name: 'the other shirube, the plain page', build: shirube(options.other, plain) }, { name: "the other shirube, the guide's page", build: shirube(options.other, guide) });
  if (options.hugo) results.push({ name: 'Hugo, the plain page', build: () => measured(options.hugo, ['--source', hugo, '--destination', output, '--noBuildLock']) });
  for (const result of results) result.runs = [];
  for (let round = 0; round < Number(options.runs); round += 1) {
    for (const result of results) {
      say(`round ${round + 1}: ${result.name}`);
      result.runs.push(await result.build());
      if (round === 0) Object.assign(result, sizes(output));
      rmSync(output, { recursive: true });
    }
  }
  return results;
}

// How many comparison pages there are, and how long they are together.
function sizes(output) {
  const pages = listFiles(join(output, 'compare')).filter((path) => path.split('/').length === 3);
  const records = Number(options.records);
  if (pages.length !== (records * (records - 1)) / 2) throw new Error(`${pages.length} comparison pages`);
  const bytes = pages.reduce((sum, path) => sum + readFileSync(join(output, 'compare', path)).length, 0);
  return { pages: pages.length, bytes };
}

// What Hugo's pages print of places and statistics: the same numbers in the same words.
function dataOf({ groups, parts, statistics, places }) {
  const all = statistics.map(printed);
  return {
    groups: Object.entries(groups).map(([id, name]) => ({ id, name, statistics: all.filter(({ group }) => group === id) })),
    statistics: all,
    places: places.map(({ id, name, part }) => ({ id, name, part: parts[part] })),
  };
}

function printed({ id, group, label, short, unit, decimals, scale, values }) {
  const format = (number) => number.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const known = values.filter((value) => value !== null).sort((x, y) => y - x);
  const rank = (value) => known.indexOf(value) + 1;
  const more = scale === 'share' ? '高い' : '多い';
  return {
    id, group, label, short, decimals, more, ratio: scale === 'ratio', step: scale === 'share' ? 'ポイント' : unit,
    values,
    shown: values.map((value) => (value === null ? '未確認' : format(value) + unit)),
    ranks: values.map((value) => (value === null ? '' : `${more}順${rank(value)}位/${known.length}`)),
    places: values.map((value) => (value === null ? 0 : rank(value))),
    median: format(known[Math.floor(known.length / 2)]) + unit,
  };
}

function table(results) {
  const median = (list) => [...list].sort((x, y) => x - y)[Math.floor((list.length - 1) / 2)];
  const of = ({ runs }, pick) => median(runs.map(pick));
  const rows = results.map((result) => {
    const seconds = of(result, (run) => run.seconds);
    const processor = of(result, (run) => run.user + run.system);
    return [
      result.name, `${seconds.toFixed(2)} s`, `${processor.toFixed(2)} s`, `${Math.round(of(result, (run) => run.peak) / 1e6)} MB`,
      result.pages.toLocaleString('en-US'), `${Math.round(result.bytes / 1e6)} MB`, `${(result.bytes / result.pages / 1000).toFixed(1)} kB`, Math.round(result.pages / seconds).toLocaleString('en-US'),
    ];
  });
  const head = ['', 'median', 'processor time', 'peak memory', 'pages', 'bytes', 'a page', 'pages a second'];
  return [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
