// Walks the guide as a reader would: from the home page, over HTTP, along every link.

import { Agent, get } from 'node:http';
import { readPage } from './page.mjs';
import { linksOfScript, linksOfStyles } from './files.mjs';
import { isPage } from './output.mjs';
import { serve } from './server.mjs';

const TOGETHER = 16;
// Of pages of pairs, which can be tens of thousands, all are asked for, most for their head; the
// links of one in so many are followed. `links.mjs` has checked the links of all of them as files.
const PAIRS_READ = 16;
const isPair = (file) => /(^|\/)compare\/[^/]+\/[^/]+\/[^/]+\.html$/.test(file);
const isRead = (file) => !isPair(file) || [...file].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % PAIRS_READ === 0;

// Serves `folder` at `base` and follows every link inside it. `{failures: [{file, text}],
// reached: Set of files, requests}`; a file is named by its path in the output.
export async function crawl(folder, base) {
  const server = await serve(folder, { base });
  const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });
  try {
    return await walk(server.url, agent);
  } finally {
    agent.destroy();
    await server.close();
  }
}

async function walk(home, agent) {
  const failures = [];
  const seen = new Map([[home, 'the start']]);
  const waiting = [home];
  const reached = new Set();
  const visit = async (url) => {
    const file = fileOf(url, home);
    const { status, type, body } = await request(url, isRead(file) ? 'GET' : 'HEAD', agent);
    if (status !== 200) {
      failures.push({ file: seen.get(url), text: `HTTP ${status}: ${nameOf(url, home)}` });
      return;
    }
    reached.add(file);
    for (const link of linksIn(type, body)) {
      const target = URL.canParse(link, url) ? new URL(link, url) : null;
      if (!target || target.origin !== new URL(home).origin) continue;
      target.hash = '';
      target.search = '';
      if (seen.has(target.href)) continue;
      seen.set(target.href, file);
      if (target.href.startsWith(home)) waiting.push(target.href);
      else failures.push({ file, text: `leaves the path that the guide is served from: ${link}` });
    }
  };
  const worker = async () => {
    while (waiting.length > 0) await Promise.all(waiting.splice(-TOGETHER).map(visit));
  };
  await worker();
  return { failures, reached, requests: seen.size };
}

function request(url, method, agent) {
  return new Promise((done, fail) => {
    get(url, { method, agent }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', fail);
      response.on('end', () => done({
        status: response.statusCode,
        type: response.headers['content-type'] ?? '',
        body: Buffer.concat(parts),
      }));
    }).on('error', fail);
  });
}

function linksIn(type, body) {
  if (type.startsWith('text/html')) {
    return readPage(body.toString('utf8')).links.filter(({ use }) => use !== 'canonical' && use !== 'share').map(({ link }) => link);
  }
  if (type.startsWith('text/css')) return linksOfStyles(body.toString('utf8'));
  if (type.startsWith('text/javascript')) return linksOfScript(body.toString('utf8'));
  return [];
}

const nameOf = (url, home) => decodeURI(url.slice(home.length));

function fileOf(url, home) {
  const name = nameOf(url, home);
  return name === '' || name.endsWith('/') ? `${name}index.html` : name;
}

// Pages of the output that no link leads to; redirects and the 404 page need none.
export const orphans = (files, reached, redirects) =>
  files.filter((file) => isPage(file) && file !== '404.html' && !redirects.has(file) && !reached.has(file));
