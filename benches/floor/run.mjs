// How far a cold build is above its floor: a bare program that writes the same files with the same
// bytes from memory, see floor.rs.
//
//   node benches/floor/run.mjs [--root PROJECT] [--runs 5] [--jobs 2] [--shirube PATH] [--floor PATH]
//                              [--work FOLDER]
//
// Prints a Markdown table. Everything is written into /dev/shm unless --work says otherwise.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY, today } from '../guide.mjs';
import { measured } from '../incremental/process.mjs';

const { values: options } = parseArgs({
  options: {
    root: { type: 'string', default: REPOSITORY },
    runs: { type: 'string', default: '5' },
    jobs: { type: 'string', default: '2' },
    shirube: { type: 'string', default: join(REPOSITORY, 'target/release/shirube') },
    floor: { type: 'string' },
    work: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (options.help) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 7).join('').replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const work = resolve(options.work ?? mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'shirube-floor-')));
const sorted = (list) => [...list].sort((a, b) => a - b);
const median = (list) => sorted(list)[Math.floor((list.length - 1) / 2)];
const seconds = (list) => `${median(list).toFixed(3)} s (${Math.min(...list).toFixed(3)}–${Math.max(...list).toFixed(3)})`;
const count = (number) => number.toLocaleString('en-US');

try {
  // Compiled alone: as an example of the crate it would wait for all that benchmarks depend on.
  const program = options.floor ?? join(work, 'floor');
  if (!options.floor) execFileSync('rustc', ['--edition', '2024', '-O', '-o', program, join(REPOSITORY, 'benches/floor/floor.rs')]);
  const site = join(work, 'site');
  const copy = join(work, 'copy');
  const builds = [];
  const dry = [];
  const floors = [];
  for (let round = 0; round < Number(options.runs); round += 1) {
    process.stderr.write(`round ${round + 1}\n`);
    rmSync(site, { recursive: true, force: true });
    // --fresh believes nothing of what earlier builds left in .shirube/.
    const common = ['build', '--root', options.root, '--today', today(), '--jobs', options.jobs, '--lang', 'en'];
    builds.push(await measured(options.shirube, [...common, '--fresh', '--output', site]));
    dry.push(await measured(options.shirube, [...common, '--dry-run']));
    // In turn with the builds, since a machine is not equally fast all the time.
    floors.push(JSON.parse(execFileSync(program, [site, copy, options.jobs], { encoding: 'utf8' })));
    rmSync(copy, { recursive: true });
  }
  const { files, folders, bytes } = floors[0];
  const of = (runs, name) => runs.map((run) => run[name]);
  const floor = median(of(floors, 'seconds'));
  const row = (name, runs) => {
    const times = of(runs, 'seconds');
    const cpu = runs[0].user === undefined ? '' : `${median(runs.map(({ user, system }) => user + system)).toFixed(2)} s`;
    const peak = runs[0].peak === undefined ? '' : `${Math.round(median(of(runs, 'peak')) / 1e6)} MB`;
    return `| ${name} | ${seconds(times)} | ${cpu} | ${peak} | ${count(Math.round(files / median(times)))} | ${(median(times) / floor).toFixed(2)} |`;
  };
  console.log(`${cpus().length} × ${cpus()[0].model}, ${options.runs} runs; ${count(files)} files in ${count(folders)} folders, ${(bytes / 1e6).toFixed(1)} MB, ${options.jobs} threads

|  | median (least–most) | user + system | peak memory | files a second | to the floor |
|---|---:|---:|---:|---:|---:|
${row('a cold build', builds)}
${row('the same, nothing written (`--dry-run`)', dry)}
${row('the floor', floors)}`);
} finally {
  if (options.work) for (const name of ['site', 'copy', 'floor']) rmSync(join(work, name), { recursive: true, force: true });
  else rmSync(work, { recursive: true, force: true });
}
