// Builds of nothing but Markdown articles, beside Hugo on the same articles with templates that
// print the same.
//
//   node benches/articles/run.mjs --hugo PATH [--articles 1000,10000,50000] [--runs 3]
//                                 [--shirube PATH] [--work FOLDER]
//
// Prints a Markdown table. README.md says what is measured.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listFiles } from '../../tests/support/output.mjs';
import { REPOSITORY, today } from '../guide.mjs';
import { measured } from '../incremental/process.mjs';
import { writeArticles } from './corpus.mjs';

const { values: options } = parseArgs({
  options: {
    articles: { type: 'string', default: '1000,10000,50000' },
    runs: { type: 'string', default: '3' },
    shirube: { type: 'string', default: join(REPOSITORY, 'target/release/shirube') },
    hugo: { type: 'string' },
    work: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (options.help) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 7).join('').replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}
const say = (text) => process.stderr.write(`${text}\n`);
const version = (program, argument) => execFileSync(program, [argument], { encoding: 'utf8' }).trim().split('\n')[0];
const work = resolve(options.work ?? mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'shirube-articles-')));
const clear = (...names) => names.forEach((name) => rmSync(join(work, name), { recursive: true, force: true }));

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const count = (number) => number.toLocaleString('en-US');
const row = (cells) => console.log(`| ${cells.join(' | ')} |`);

// Both programs in turn, each into a folder that isn't there.
async function round(articles, results) {
  const put = (name, run, output) => {
    const found = results.get(name) ?? { runs: [] };
    results.set(name, found);
    found.runs.push(run);
    found.pages = listFiles(join(work, output)).filter((path) => path.endsWith('.html')).length;
    clear(output);
  };
  clear('site/shirube/.shirube', 'plain/shirube/.shirube', 'out');
  const build = (folder) => measured(options.shirube, ['build', '--root', join(work, folder), '--output', join(work, 'out'), '--today', today(), '--lang', 'en']);
  put('shirube, cold', await build('site/shirube'), 'out');
  put('shirube, with what it cached', await build('site/shirube'), 'out');
  put('shirube, highlighting off', await build('plain/shirube'), 'out');
  if (!options.hugo) return;
  const hugo = (folder, cache) => measured(options.hugo, ['--source', join(work, folder), '--destination', join(work, 'out'), '--cacheDir', join(work, cache), '--noBuildLock', '--quiet']);
  clear('cache', 'site/hugo/resources');
  put('Hugo, cold', await hugo('site/hugo', 'cache'), 'out');
  put('Hugo, with what it cached', await hugo('site/hugo', 'cache'), 'out');
  put('Hugo, highlighting off', await hugo('plain/hugo', 'cache-plain'), 'out');
}

try {
  console.log(`${version(options.shirube, '--version')}${options.hugo ? `, ${version(options.hugo, 'version')}` : ''}, node ${process.version}, ${cpus().length} × ${cpus()[0].model}, ${options.runs} runs\n`);
  const header = ['articles', '', 'pages', 'wall, median', 'user + system', 'peak memory', 'wall a page', 'processor a page', 'to shirube likewise: wall / processor / memory'];
  row(header);
  row(header.map((_, column) => (column === 1 ? '---' : '---:')));
  for (const articles of options.articles.split(',').map(Number)) {
    clear('site', 'plain');
    say(`writing ${articles} articles`);
    writeArticles(join(work, 'site'), { articles });
    writeArticles(join(work, 'plain'), { articles, code: false });
    const results = new Map();
    for (let number = 0; number < Number(options.runs); number += 1) {
      say(`${articles} articles, round ${number + 1}`);
      await round(articles, results);
    }
    for (const [name, { runs, pages }] of results) {
      const of = (get) => median(runs.map(get));
      const seconds = of((run) => run.seconds);
      const cpu = of((run) => run.user + run.system);
      const peak = of((run) => run.peak);
      const ours = results.get(name.replace('Hugo', 'shirube')).runs;
      const first = { seconds: median(ours.map((run) => run.seconds)), cpu: median(ours.map((run) => run.user + run.system)), peak: median(ours.map((run) => run.peak)) };
      row([
        count(articles), name, count(pages), `${seconds.toFixed(2)} s`, `${cpu.toFixed(2)} s`, `${Math.round(peak / 1e6)} MB`,
        `${((seconds / pages) * 1000).toFixed(3)} ms`, `${((cpu / pages) * 1000).toFixed(3)} ms`,
        `${(seconds / first.seconds).toFixed(1)} × / ${(cpu / first.cpu).toFixed(1)} × / ${(peak / first.peak).toFixed(1)} ×`,
      ]);
    }
  }
} finally {
  if (options.work) clear('site', 'plain', 'out', 'cache', 'cache-plain');
  else rmSync(work, { recursive: true, force: true });
}
