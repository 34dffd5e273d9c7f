// Asks a search in Chromium and notes what it fetches, how long it takes and what it answers.

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { fileFor, typeOf } from '../../tests/support/server.mjs';
import { SHOWN } from './engines.mjs';

// Queries of one visit; the first finds nothing in the cache.
const QUERIES = 10;
// What every answer waits where requests are counted in sequence: what starts this much later
// has waited for an answer.
const DELAY_MS = 100;
// How much slower a phone's processor is taken to be.
const THROTTLE = 4;

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// A host without compression, whose answers may be kept and may come late. `log` gets the path and
// the bytes of every answer.
export async function host(folder) {
  const state = { delay: 0, log: [] };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = fileFor(folder, path)?.file;
    if (state.delay > 0) await sleep(state.delay);
    if (!file) return response.writeHead(404).end();
    const { size } = statSync(file);
    state.log.push({ path: path.slice(1), bytes: size });
    response.writeHead(200, { 'content-type': typeOf(file), 'content-length': size, 'cache-control': 'max-age=3600' });
    return createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    }),
  });
}

// Asks all questions, ten to a visit, three times over: with late answers (to count requests in
// sequence; only the first question of a visit), as fast as can be, and with a slow processor.
// Gives an answer for each question: `{question, ms, first, all, sent, longest}`, and `late` where
// it was the first of a visit.
export async function askAll(browser, server, site, engine, questions) {
  const script = engine.script(site);
  const namesResults = engine.namesResults(site);
  const answers = questions.map((question) => ({ question }));
  const visits = [];
  for (let start = 0; start < questions.length; start += QUERIES) visits.push(answers.slice(start, start + QUERIES));
  for (const visit of visits) {
    const session = await open(browser, server, engine, script, { delay: DELAY_MS });
    const { ms, depth, indexDepth } = await session.ask(visit[0].question.query);
    visit[0].late = { ms, depth, indexDepth };
    await session.close();
  }
  for (const visit of visits) {
    const session = await open(browser, server, engine, script);
    for (const answer of visit) {
      Object.assign(answer, await session.ask(answer.question.query));
      for (const file of answer.sent) file.namesResults = namesResults(file.path);
    }
    await session.close();
  }
  // Other programs make a task long too, so the shorter of two counts.
  for (let round = 0; round < 2; round += 1) {
    for (const visit of visits) {
      const session = await open(browser, server, engine, script, { throttle: THROTTLE });
      for (const answer of visit) {
        const { longest } = await session.ask(answer.question.query);
        answer.longest = Math.min(longest, answer.longest ?? Infinity);
      }
      await session.close();
    }
  }
  return answers;
}

// A new visitor on a page without scripts.
async function open(browser, server, engine, script, { delay = 0, throttle = 1 } = {}) {
  server.delay = 0;
  const context = await browser.newContext({ locale: 'ja-JP' });
  const page = await context.newPage();
  await page.goto(`${server.url}robots.txt`);
  await page.evaluate(() => {
    document.documentElement.lang = 'ja';
    globalThis.tasks = [];
    const observer = new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
  });
  if (throttle > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  }
  const requests = new Requests(page, (url) => engine.isScript(url.slice(server.url.length)));
  server.delay = delay;
  return {
    async ask(query) {
      server.log.length = 0;
      requests.clear();
      const answer = await page.evaluate(engine.ask, { base: server.url, script, query, shown: SHOWN });
      const longest = throttle > 1 ? await longestTask(page) : 0;
      const sent = server.log.map(({ path, bytes }) => ({ path, bytes, isScript: engine.isScript(path) }));
      return { ...answer, sent, longest, ...requests.depths() };
    },
    close: () => context.close(),
  };
}

// The longest task since the last time, in milliseconds; 0 if none took 50.
const longestTask = (page) => page.evaluate(async () => {
  // Entries come after their task.
  await new Promise((done) => setTimeout(done, 100));
  return Math.max(0, ...globalThis.tasks.splice(0));
});

// What a page asks for, in the order of starts and ends; workers are seen too.
class Requests {
  constructor(page, isScript) {
    this.isScript = isScript;
    this.clear();
    page.on('request', (request) => this.#started(request));
    page.on('requestfinished', (request) => (this.ended = Math.max(this.ended, this.levels.get(request) ?? 0)));
  }

  clear() {
    this.levels = new Map();
    this.ended = 0;
  }

  // A request is one step behind the deepest that had been answered when it started.
  #started(request) {
    this.levels.set(request, this.ended + 1);
  }

  // How many requests had to wait for each other: all of them, and those to the index.
  depths() {
    const toIndex = [...this.levels].filter(([request]) => !this.isScript(request.url()));
    return { depth: Math.max(0, ...this.levels.values()), indexDepth: new Set(toIndex.map(([, level]) => level)).size };
  }
}
