// How much of a built guide's index a query loads: what the search page fetches for it, without
// pages, styles and scripts, for every labelled query that isn't held out.
//
//   node tests/search/loaded.mjs          SHIRUBE_OUTPUT names another folder than public/

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OUTPUT } from './evaluate.mjs';
import { SETS } from './queries.mjs';
import { PROJECT } from './scan.mjs';

const ENGINE = join(PROJECT, 'themes', 'guide', 'scripts', 'search', 'engine.js');
const TOP = 'https://guide.example/';
const VISIT = 10; // queries
const SHOWN = 5; // results

// Of the first query of a visit, and of those after it: `{bytes, requests, steps}`, each `{half, most}`:
// half of the queries and 95 of 100 take no more. A step is a request after another's answer.
export async function loaded(output) {
  const { Engine } = await import(pathToFileURL(ENGINE).href);
  const queries = SETS.get('tuning').map(({ query }) => query);
  const [first, later] = [[], []];
  const original = globalThis.fetch;
  let cost;
  let underWay = 0;
  globalThis.fetch = async (url) => {
    const body = readFileSync(join(output, new URL(url).pathname));
    if (underWay === 0) cost.steps += 1;
    underWay += 1;
    await new Promise((done) => setTimeout(done, 1));
    underWay -= 1;
    cost.bytes += body.length;
    cost.requests += 1;
    return new Response(body);
  };
  const ask = async (engine, query) => {
    cost = { bytes: 0, requests: 0, steps: 0 };
    const answer = await engine.search(query);
    await engine.pages(answer.numbers.subarray(0, SHOWN));
    await engine.facets(answer);
    return cost;
  };
  try {
    let engine;
    for (const [number, query] of queries.entries()) {
      first.push(await ask(new Engine(TOP), query));
      if (number % VISIT === 0) {
        engine = new Engine(TOP);
        await ask(engine, query);
      } else {
        later.push(await ask(engine, query));
      }
    }
  } finally {
    globalThis.fetch = original;
  }
  return { first: quantiles(first), later: quantiles(later) };
}

function quantiles(costs) {
  const of = (key) => {
    const sorted = costs.map((cost) => cost[key]).sort((one, other) => one - other);
    return { half: sorted[sorted.length >> 1], most: sorted[Math.floor(sorted.length * 0.95)] };
  };
  return { bytes: of('bytes'), requests: of('requests'), steps: of('steps') };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const parts = readdirSync(join(OUTPUT, 'search', 'parts')).map((name) => statSync(join(OUTPUT, 'search', 'parts', name)).size);
  const all = parts.reduce((sum, size) => sum + size, statSync(join(OUTPUT, 'search', 'entry.bin')).size);
  console.log(`${parts.length + 1} files, ${all} bytes`);
  for (const [name, { bytes, requests, steps }] of Object.entries(await loaded(OUTPUT))) {
    console.log(`${name.padEnd(6)} half: ${bytes.half} bytes, ${requests.half} requests in ${steps.half} steps; 95 %: ${bytes.most}, ${requests.most} in ${steps.most}`);
  }
}
