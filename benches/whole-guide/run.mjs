// Measures builds of this repository's own guide with all its municipalities: from nothing, again,
// and after an edit that changes a few pages and one that changes nearly all.
//
//   node benches/whole-guide/run.mjs [--runs 5] [--all-runs 1] [--shirube PATH] [--other PATH]
//                                    [--work FOLDER]
//
// Prints a Markdown table. README.md says what is measured. No time stands for a wrong build: edits
// are looked for in the pages, and in the end the output must equal a clean build's, byte for byte.

import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY, today } from '../guide.mjs';
import { compareWithClean } from '../incremental/clean.mjs';
import { filesWritten, measured, warmMemory } from '../incremental/process.mjs';
import { MB, count, median, of, spread, table, time } from '../incremental/report.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    'all-runs': { type: 'string', default: '1' },
    shirube: { type: 'string', default: join(REPOSITORY, 'target/release/shirube') },
    other: { type: 'string' },
    work: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (options.help) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 8).join('').replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const say = (text) => process.stderr.write(`${text}\n`);
const programs = [options.shirube, options.other].filter(Boolean);
// A folder of its own, wherever it is: it is removed.
const work = mkdtempSync(join(resolve(options.work ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir())), 'shirube-guide-'));
const root = join(work, 'guide');

const TOWN = 'tokushima-kamiyama';
const PAGE = `municipalities/${TOWN}/index.html`;

// Of the town's area only its density of population is shown, on its own pages. Of its population the
// nation's is made, and many shares. `value` and `shows` are the number and what its page shows then.
const PEOPLE = 4647;
const NOTHING = 'nothing has changed';
const CASES = [
  { name: 'from nothing' },
  { name: NOTHING },
  {
    name: "one municipality's number, but no rank, sum or sentence that is shown",
    indicator: 'habitable-area',
    value: (round) => (24.59 + round / 100).toFixed(2),
    shows: (value) => (PEOPLE / value).toFixed(1),
  },
  {
    name: "its population, and with it the nation's on every comparison",
    indicator: 'population',
    value: (round) => PEOPLE + 1 + round,
    shows: (value) => value.toLocaleString('en-US'),
  },
];

function edit(indicator, value) {
  const file = join('content/indicators/municipalities', `${indicator}.yaml`);
  const text = readFileSync(join(REPOSITORY, file), 'utf8');
  const changed = text.replace(new RegExp(`^  ${TOWN}: .*$`, 'm'), `  ${TOWN}: ${value}`);
  if (changed === text) throw new Error(`${file} has no other number of ${TOWN}`);
  writeFileSync(join(root, file), changed);
}

const build = (program, project, ...more) => measured(program, ['build', '--root', project, '--today', today(), '--lang', 'en', ...more]);

// The guide as it stands in the repository, and nothing of an earlier build.
function begin() {
  rmSync(root, { recursive: true, force: true });
  for (const path of ['content', 'themes', 'overrides', 'site.yaml']) {
    if (existsSync(join(REPOSITORY, path))) cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  }
}

try {
  const results = new Map();
  const put = (program, name, run) => {
    const key = programs.length > 1 ? `${name} (${program})` : name;
    results.set(key, { program, runs: [...(results.get(key)?.runs ?? []), run] });
  };
  for (let round = 0; round < Number(options.runs); round += 1) {
    for (const [turn, program] of programs.entries()) {
      say(`round ${round + 1} of ${program}`);
      begin();
      for (const { name, indicator, value, shows } of CASES) {
        const number = value?.(round * programs.length + turn);
        if (indicator) edit(indicator, number);
        warmMemory();
        const run = await build(program, root);
        const written = filesWritten(run);
        put(program, name, { ...run, written });
        if (indicator && !readFileSync(join(root, 'public', PAGE), 'utf8').includes(shows(number))) throw new Error(`${PAGE} doesn't show ${shows(number)}`);
        if (name === NOTHING && written > 0) throw new Error(`${written} files were written for nothing`);
      }
    }
  }
  say('comparing with a clean build');
  await compareWithClean(root, join(work, 'clean'), (clean) => build(programs.at(-1), clean));
  begin();
  appendFileSync(join(root, 'site.yaml'), '\ncomparisons: {municipalities: all}\n');
  for (let round = 0; round < Number(options['all-runs']); round += 1) {
    for (const program of programs) {
      say(`all pairs, round ${round + 1} of ${program}`);
      put(program, 'every two municipalities compared, not written', await build(program, root, '--fresh', '--dry-run'));
    }
  }
  const whole = (program) => median(of([...results.values()].find((found) => found.program === program).runs, 'seconds'));
  const rows = [...results].map(([name, { program, runs }]) => [
    name,
    spread(of(runs, 'seconds')),
    time(median(runs.map(({ user, system }) => user + system))),
    MB(median(of(runs, 'peak'))),
    runs[0].written === undefined ? '' : count(median(of(runs, 'written'))),
    (median(of(runs, 'seconds')) / whole(program)).toFixed(2),
  ]);
  console.log(`${cpus().length} × ${cpus()[0].model}, ${options.runs} runs\n`);
  console.log(table(['', 'median', 'least', 'most', 'user + system', 'peak memory', 'files written', 'to the first'], rows));
} finally {
  rmSync(work, { recursive: true, force: true });
}
