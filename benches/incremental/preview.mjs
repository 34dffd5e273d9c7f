// Previews that follow their files: `shirube serve` and `hugo server`.

import { request } from 'node:http';
import { freePort, memoryOf, running } from './process.mjs';
import { Engine } from '../../themes/guide/scripts/search/engine.js';

const START_SECONDS = 120;
const FOLLOW_SECONDS = 60;
// Between two looks at a page.
const EVERY_MS = 1;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const seconds = () => Number(process.hrtime.bigint()) / 1e9;

// A file of a server as text, or null while there is none or the server doesn't answer.
function get(port, path) {
  return new Promise((done) => {
    const asked = request({ host: '127.0.0.1', port, path: `/${path.replace(/(^|\/)index\.html$/, '$1')}`, headers: { host: `127.0.0.1:${port}` } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece) => (text += piece));
      answer.on('end', () => done(answer.statusCode === 200 ? text : null));
    });
    asked.on('error', () => done(null));
    asked.setTimeout(FOLLOW_SECONDS * 1000, () => asked.destroy());
    asked.end();
  });
}

async function started(program, args, port) {
  const began = seconds();
  const child = running(program, args);
  while ((await get(port, '')) === null) {
    if (child.ended()) throw new Error(child.output() || `${program} ended`);
    if (seconds() - began > START_SECONDS) {
      await child.stop();
      throw new Error(`nothing is served after ${START_SECONDS} s`);
    }
    await pause(10);
  }
  return {
    port,
    started: seconds() - began,
    memory: () => memoryOf(child.pid),
    stop: child.stop,
    // Until the first index is there, which isn't what an edit takes.
    whenSearched: async () => {
      while ((await get(port, 'search/entry.bin')) === null) await pause(10);
    },
  };
}

export async function shirubePreview(program, root, today) {
  const port = await freePort();
  return started(program, ['serve', '--root', root, '--port', String(port), '--today', today, '--lang', 'en'], port);
}

// As its users start it: pages are kept in memory, and only those looked at are made anew at once.
export async function hugoPreview(program, source) {
  const port = await freePort();
  return started(program, ['server', '--source', source, '--port', String(port), '--bind', '127.0.0.1', '--noBuildLock'], port);
}

// Makes an edit and waits until all pages that must show it do: `{page, lists, search}` in seconds
// since the write, the first of the pages being `page`, the last of them `lists`.
export async function followed(server, one, root, mark, withSearch) {
  const shown = one.shows(mark);
  // Hugo makes pages anew at once that someone has looked at.
  for (const [path] of shown) await get(server.port, path);
  const began = seconds();
  one.edit(root, mark);
  const since = () => seconds() - began;
  const until = async (isThere, what) => {
    while (!(await isThere())) {
      if (since() > FOLLOW_SECONDS) throw new Error(`${what} doesn't show edit ${mark} after ${FOLLOW_SECONDS} s`);
      await pause(EVERY_MS);
    }
    return since();
  };
  const shows = async ([path, text]) => Boolean((await get(server.port, path))?.includes(text));
  const times = { page: await until(() => shows(shown[0]), shown[0][0]), lists: 0, search: null };
  for (const one of shown) times.lists = await until(() => shows(one), one[0]);
  if (withSearch && one.word) times.search = await until(() => finds(server.port, one.word(mark), one.article), 'the search');
  // What an edit leaves to be done isn't measured with the next.
  await pause(500);
  return times;
}

// Whether the search, asked as a browser asks it, finds a word on a page.
async function finds(port, text, address) {
  try {
    const engine = new Engine(`http://127.0.0.1:${port}/`);
    const { numbers } = await engine.search(text);
    const pages = await engine.pages(numbers.slice(0, 5));
    return pages.some(({ url }) => url.endsWith(address));
  } catch {
    // Files of two indexes: ask again.
    return false;
  }
}
