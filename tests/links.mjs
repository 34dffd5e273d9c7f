// Checks the links of a built guide, and what every page must and must not hold.
//
//   node tests/links.mjs OUTPUT [--base /sub/path/]… [--base-url https://guide.example/] [--all]
//
// Reads every file of OUTPUT. With `--base`, once or more, it also serves OUTPUT below that path
// and walks it over HTTP from the home page: every page must be reached. `--base-url` is read off
// the home page when it isn't given. A failure that many pages share is printed once, with the
// first of them; `--all` names each. Exit code 1 with any failure. README.md lists the rules.

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { checkFile, checkSitemaps } from './support/check_file.mjs';
import { checkPage } from './support/check_page.mjs';
import { crawl, orphans } from './support/crawl.mjs';
import { baseUrlOf, isPage, listFiles } from './support/output.mjs';
import { readPage } from './support/page.mjs';

const PAGES_A_MESSAGE = 64;
const PAGES_NAMED = 3;
const FAILURES_PRINTED = 100;

if (isMainThread) await main();
else if (workerData.path) parentPort.postMessage(await crawl(workerData.folder, workerData.path));
else work();

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { base: { type: 'string', multiple: true, default: [] }, 'base-url': { type: 'string' }, all: { type: 'boolean' } },
  });
  if (positionals.length !== 1) {
    console.error('usage: node tests/links.mjs OUTPUT [--base /sub/path/]… [--base-url URL] [--all]');
    process.exit(2);
  }
  const [folder] = positionals;
  const baseUrl = (values['base-url'] ?? baseUrlOf(folder)).replace(/\/?$/, '/');
  const files = listFiles(folder);
  const known = new Set(files);

  const pages = await checkPages(folder, files.filter(isPage), files, baseUrl);
  const { failures } = pages;
  const maps = [];
  for (const file of files.filter((path) => !isPage(path))) {
    const found = checkFile(file, readFileSync(join(folder, file)), known, baseUrl);
    failures.push(...found.failures.map((text) => ({ file, text })));
    pages.links += found.links;
    if (found.sitemap) maps.push({ file, ...found.sitemap });
  }
  failures.push(...checkSitemaps(maps, files, pages, baseUrl));

  const paths = values.base.map((base) => `/${base}/`.replace(/\/+/g, '/'));
  const walks = await Promise.all(paths.map((path) => walk(folder, path)));
  for (const [position, walked] of walks.entries()) {
    const path = paths[position];
    failures.push(...walked.failures);
    const lost = orphans(files, walked.reached, pages.redirects);
    failures.push(...lost.map((file) => ({ file, text: `no path of links leads here from the home page (served at ${path})` })));
    console.log(`served at ${path}: ${walked.reached.size} files reached from the home page`);
  }

  print(failures, values.all);
  const pageCount = files.filter(isPage).length;
  if (pageCount === 0) console.error(`${folder}: no page`);
  console.log(`${pageCount} pages, ${files.length - pageCount} other files, ${pages.links} links, ${failures.length} failures`);
  process.exit(failures.length === 0 && pageCount > 0 ? 0 : 1);
}

// Shares the pages out among threads: `{failures, links, redirects, unlisted}`.
function checkPages(folder, pages, files, baseUrl) {
  const sum = { failures: [], links: 0, redirects: new Set(), unlisted: new Set() };
  const take = (result) => {
    sum.links += result.links;
    for (const failure of result.failures) sum.failures.push(failure);
    for (const path of result.redirects) sum.redirects.add(path);
    for (const path of result.unlisted) sum.unlisted.add(path);
  };
  let next = 0;
  const run = () => new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder, files, baseUrl }, argv: [] });
    const give = () => {
      if (next >= pages.length) {
        worker.terminate().then(() => done(), fail);
        return;
      }
      worker.postMessage(pages.slice(next, next + PAGES_A_MESSAGE));
      next += PAGES_A_MESSAGE;
    };
    worker.on('message', (result) => {
      take(result);
      give();
    });
    worker.on('error', fail);
    give();
  });
  const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(pages.length / PAGES_A_MESSAGE)));
  return Promise.all(Array.from({ length: threads }, run)).then(() => sum);
}

// Each on a thread of its own.
function walk(folder, path) {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder, path }, argv: [] });
    worker.on('message', done);
    worker.on('error', fail);
  });
}

function work() {
  const { folder, baseUrl } = workerData;
  const files = new Set(workerData.files);
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file)) ids.set(file, readPage(readFileSync(join(folder, file), 'utf8')).ids);
    return ids.get(file);
  };
  parentPort.on('message', (pages) => {
    const result = { failures: [], links: 0, redirects: [], unlisted: [] };
    for (const file of pages) {
      const page = checkPage(file, readFileSync(join(folder, file)), files, baseUrl, idsOf);
      result.links += page.links;
      for (const text of page.failures) result.failures.push({ file, text });
      if (page.facts.redirect !== null) result.redirects.push(file);
      if (page.facts.noindex) result.unlisted.push(file);
    }
    parentPort.postMessage(result);
  });
}

// Failures by text: a broken link in the header is one line, not one a page.
function print(failures, all) {
  const byText = new Map();
  for (const { file, text } of failures) {
    if (!byText.has(text)) byText.set(text, new Set());
    byText.get(text).add(file);
  }
  const lines = [...byText].map(([text, files]) => {
    const named = [...files].slice(0, all ? files.size : PAGES_NAMED);
    const more = files.size - named.length;
    return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${text}`;
  });
  const printed = lines.slice(0, all ? lines.length : FAILURES_PRINTED);
  for (const line of printed) console.error(line);
  if (printed.length < lines.length) console.error(`and ${lines.length - printed.length} more kinds of failures (--all prints them)`);
}
