// Measures shirube's search against Pagefind's on the same pages.
//
//   node benches/search/run.mjs [--articles 1000,10000] [--shirube PATH] [--shirube-without PATH]
//                               [--work FOLDER] [--builds 3] [--seed 1] [--alone]
//
// Prints a table for each size, in Markdown, and ends with 1 if shirube misses a goal. README.md
// says what is measured and how.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askAll, host, launch } from './browser.mjs';
import { REPOSITORY, writeCorpus } from './corpus.mjs';
import { kindsOfParts, pagefind, shirube } from './engines.mjs';
import { gzipped, measured, weigh } from './process.mjs';
import { failuresOf, tableOf, tableOfKinds, tableOfParts } from './report.mjs';

const { values: options } = parseArgs({
  options: {
    articles: { type: 'string', default: '1000,10000' },
    shirube: { type: 'string', default: join(REPOSITORY, 'target/release/shirube') },
    'shirube-without': { type: 'string' },
    work: { type: 'string' },
    builds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    alone: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (options.help) {
  console.log(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 8).join('').replaceAll(/^\/\/ ?/gm, ''));
  process.exit(0);
}

// The program itself, not its wrapper, so that its own memory is measured.
const PAGEFIND = createRequire(import.meta.url).resolve(`@pagefind/${process.platform}-${process.arch}/bin/pagefind_extended`);
// Articles, records and statistics. Pages that list others aren't among them: in a search of whole
// pages they would stand before the page itself.
const PAGES = '{articles/*/*,indicators/*/*,platforms/*,regions/*}/index.html';

const MEASURES = ['seconds', 'processor', 'peak'];

const say = (text) => process.stderr.write(`${text}\n`);
const version = (program) => execFileSync(program, ['--version'], { encoding: 'utf8' }).trim().split(' ').pop();

const work = resolve(options.work ?? mkdtempSync(join(tmpdir(), 'shirube-search-')));
mkdirSync(work, { recursive: true });
const browser = await launch();
const failures = [];
try {
  console.log(`shirube ${version(options.shirube)}, Pagefind ${version(PAGEFIND)}, node ${process.version}, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0].model}\n`);
  for (const size of options.articles.split(',').map(Number)) {
    const measures = await measure(size, join(work, String(size)));
    console.log(`## ${size.toLocaleString('en-US')} articles\n`);
    console.log(`${tableOf(measures)}\n\n${tableOfKinds(measures)}\n\n${tableOfParts(measures)}\n`);
    failures.push(...failuresOf(measures));
  }
} finally {
  await browser.close();
  if (!options.work) rmSync(work, { recursive: true });
}
console.log(failures.length > 0 ? `Goals missed:\n\n${failures.map((text) => `- ${text}`).join('\n')}` : 'All goals are met.');
process.exitCode = failures.length > 0 ? 1 : 0;

// Everything about one size: `{articles, pages, questions, build, searches: [{engine, …}]}`.
async function measure(articles, folder) {
  rmSync(folder, { recursive: true, force: true });
  const project = join(folder, 'project');
  const site = join(folder, 'site');
  say(`${articles} articles: writing them`);
  const questions = writeCorpus(project, { articles, seed: Number(options.seed) });
  say('building with shirube');
  const build = await buildBoth(project, site, join(folder, 'without'));
  const costs = [{ engine: shirube, indexing: build.added }];
  if (!options.alone) {
    say('indexing with Pagefind');
    costs.push({ engine: pagefind, indexing: await measured(PAGEFIND, ['--site', site, '--glob', PAGES]) });
  }
  const server = await host(site);
  const searches = [];
  try {
    for (const { engine, indexing } of costs) {
      say(`asking ${engine.name}`);
      const weight = weigh(join(site, engine.folder), engine.isPart);
      if (!engine.script(site)) throw new Error(`${site} has no script of ${engine.name}`);
      const answers = await askAll(browser, server, site, engine, questions);
      judge(answers, engine.addresses(site));
      noteCompressed(answers, site);
      searches.push({ engine, indexing, weight, answers });
    }
  } finally {
    await server.close();
  }
  const pages = shirube.addresses(site).size;
  return { articles, pages, build, searches, parts: kindsOfParts(site) };
}

// Builds with and without the index in turn, each into an empty folder; the shortest time and the
// least memory of each count, since other programs only add to them. `added` is the difference,
// or null where there is no binary without the index to compare with.
async function buildBoth(project, site, without) {
  const runs = { with: [], without: [] };
  const build = async (program, output, list) => {
    rmSync(output, { recursive: true, force: true });
    const today = readFileSync(join(REPOSITORY, 'tests/today'), 'utf8').trim();
    list.push(await measured(program, ['build', '--root', project, '--output', output, '--today', today, '--lang', 'en', '--quiet']));
  };
  for (let round = 0; round < Number(options.builds); round += 1) {
    if (options['shirube-without']) await build(options['shirube-without'], without, runs.without);
    await build(options.shirube, site, runs.with);
  }
  rmSync(without, { recursive: true, force: true });
  const least = (list) => Object.fromEntries(MEASURES.map((name) => [name, Math.min(...list.map((run) => run[name]))]));
  const whole = least(runs.with);
  if (runs.without.length === 0) return { whole, plain: null, added: null };
  const plain = least(runs.without);
  return { whole, plain, added: Object.fromEntries(MEASURES.map((name) => [name, whole[name] - plain[name]])) };
}

// Says of every answer whether it is right, and what share of all pages it holds.
function judge(answers, addresses) {
  for (const answer of answers) {
    const { right, pages } = answer.question;
    answer.isRight = right === null ? null : answer.first.slice(0, 3).includes(right);
    const found = new Set(answer.all.map((id) => addresses.get(id)));
    answer.recall = pages === null ? null : pages.filter((url) => found.has(url)).length / pages.length;
    delete answer.all;
  }
}

// What a host that compresses text would send of JSON and scripts.
function noteCompressed(answers, site) {
  const sizes = new Map();
  for (const file of answers.flatMap(({ sent }) => sent)) {
    if (!/\.(js|json)$/.test(file.path)) file.packed = file.bytes;
    else {
      if (!sizes.has(file.path)) sizes.set(file.path, gzipped(join(site, file.path)));
      file.packed = sizes.get(file.path);
    }
  }
}
