// How the files of an index are fetched, and what happens where they are broken.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Engine } from '../../themes/guide/scripts/search/engine.js';
import { encodeIndex, hostIndex, packEntry } from '../support/search_index.mjs';

const WORDS = ['移住', '家賃', '仕事', '徳島県', '東京都', '費用', '手順', '講座', '無料', '交流会', '地方移住者', '引っ越し', 'てつづき', 'JavaScript', 'Python', 'Kubernetes', '費用の目安', 'ひとり暮らし'];
const READINGS = { 移住: 'いじゅう', 家賃: 'やちん', 仕事: 'しごと', 徳島: 'とくしま', 費用: 'ひよう' };
const word = (number) => WORDS[number % WORDS.length] + WORDS[(number * 7) % WORDS.length];
const PAGES = Array.from({ length: 300 }, (_, number) => ({
  title: `${word(number)}${number}`, url: `articles/a/${number}/`, kind: 'article', description: word(number + 3), readings: READINGS,
  text: Array.from({ length: 30 }, (_, at) => String.fromCodePoint(0x4e00 + ((number * 31 + at * 17) % 900), 0x4e00 + ((number * 13 + at * 29) % 900))).join('、'),
}));
const FILES = encodeIndex(PAGES, { facets: [['kind', 'article', '記事', PAGES.map((_, number) => number)]] });
const PARTS = [...FILES.keys()].filter((path) => path.includes('/parts/'));

const host = (context, changes = {}) => hostIndex(context, new Map([...FILES, ...Object.entries(changes)]));
const open = (context, changes) => {
  const server = host(context, changes);
  return { server, engine: new Engine(server.folder) };
};

describe('requests', () => {
  test('the entry is fetched once, and asked for anew each time a page is opened', async (context) => {
    const { server, engine } = open(context);
    await Promise.all([engine.prepare(), engine.prepare(), engine.search('移住')]);
    await engine.prepare();
    assert.equal(server.requests.filter((path) => path === 'search/entry.bin').length, 1);
    assert.equal(server.options[0].cache, 'no-cache');
  });

  test('a part is fetched once, also by searches at the same time', async (context) => {
    const { server, engine } = open(context);
    const found = await Promise.all(['移住', '移住', '移住者', 'いじゅう'].map((query) => engine.search(query, { kind: 'article' })));
    await Promise.all(found.flatMap((answer) => [engine.pages(answer.numbers), engine.facets(answer)]));
    assert.equal(new Set(server.requests).size, server.requests.length);
  });

  const rounds = async (context, query, filters) => {
    const { server, engine } = open(context);
    const answer = await engine.search(query, filters);
    assert.ok(answer.numbers.length > 0);
    await engine.pages(answer.numbers.subarray(0, 10));
    return server;
  };

  for (const query of ['移住', 'いじゅう', 'ijuu', '地方いじゅ', 'てつづき', '費用の目安', 'py', 'k', '移', '移住 東京', '地方移住者 家賃 講座']) {
    test(`${query}: three rounds, a few parts`, async (context) => {
      const server = await rounds(context, query, { kind: 'article' });
      assert.ok(server.rounds <= 3, `${server.rounds} rounds`);
      const parts = server.requests.length - 1;
      assert.ok(parts <= 11 * query.split(' ').length, `${parts} of ${PARTS.length} parts`);
    });
  }

  test('a typing mistake takes one more', async (context) => {
    assert.ok((await rounds(context, 'kuberntes')).rounds <= 4);
  });

  test('a word of many characters asks for few parts', async (context) => {
    const { server, engine } = open(context);
    await engine.prepare();
    await engine.search(`「${PAGES[0].text.slice(0, 30)}」`);
    assert.ok(server.requests.length - 1 <= 4 + 1, `${server.requests.length - 1} parts`);
  });
});

describe('failures', () => {
  const fails = (name, path, change) => test(name, async (context) => {
    const { server, engine } = open(context, { [path]: change });
    const search = async () => engine.pages((await engine.search('移住')).numbers);
    await assert.rejects(search(), Error);
    await assert.rejects(search(), Error);
    server.files = FILES;
    assert.ok((await search()).length > 0);
  });
  const parts = async (context, query) => {
    const { server, engine } = open(context);
    await engine.pages((await engine.search(query)).numbers.subarray(0, 10));
    return server.requests.filter((path) => path.includes('/parts/'));
  };

  const entry = JSON.parse(gunzipSync(FILES.get('search/entry.bin')));
  fails('no entry', 'search/entry.bin', undefined);
  fails('an entry that is not packed', 'search/entry.bin', '<!doctype html>');
  fails('an entry that is no JSON', 'search/entry.bin', gzipSync('<!doctype html>'));
  fails('an empty entry', 'search/entry.bin', '');
  fails('an entry of another version', 'search/entry.bin', packEntry({ ...entry, version: 2 }));
  fails('an entry without a version', 'search/entry.bin', packEntry(null));
  fails('no network', 'search/entry.bin', new TypeError('Failed to fetch'));

  test('parts that are broken, gone or unreachable; both of terms and of pages', async (context) => {
    const needed = await parts(context, '移住');
    assert.ok(needed.length > 1);
    for (const path of needed) {
      const whole = FILES.get(path);
      const flipped = Buffer.from(whole);
      flipped[flipped.length - 6] ^= 1;
      for (const change of [whole.subarray(0, whole.length - 9), whole.subarray(0, 5), flipped, '<!doctype html>', '', undefined, new TypeError('Failed to fetch')]) {
        const { server, engine } = open(context, { [path]: change });
        const search = async () => engine.pages((await engine.search('移住')).numbers.subarray(0, 10));
        await assert.rejects(search(), Error, path);
        server.files = FILES;
        assert.equal((await search()).length, 10, path);
      }
    }
  });

  test('a body that stops on its way', async (context) => {
    const { engine } = open(context);
    const { fetch } = globalThis;
    context.mock.method(globalThis, 'fetch', async (...request) => {
      const response = await fetch(...request);
      return request[0].pathname.includes('/parts/') ? new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) })) : response;
    });
    await assert.rejects(engine.search('移住'), Error);
  });

  test('what failed is asked for past the cache, and only that', async (context) => {
    const [first] = await parts(context, '移住');
    const { server, engine } = open(context, { [first]: 'x' });
    await assert.rejects(engine.search('移住'));
    const before = server.requests.length;
    server.files = FILES;
    await engine.search('移住');
    assert.deepEqual(server.requests.slice(before), [first]);
    assert.equal(server.options.at(-1).cache, 'reload');
  });

  test('after a new build the entry is asked for again', async (context) => {
    const { server, engine } = open(context);
    await engine.prepare();
    server.files = encodeIndex(PAGES.slice(0, 5));
    await assert.rejects(engine.search('移住'), Error);
    assert.ok((await engine.search('移住')).numbers.every((page) => page < 5));
  });

  test('a browser that unpacks nothing', async (context) => {
    const { engine } = open(context);
    const { DecompressionStream } = globalThis;
    context.after(() => (globalThis.DecompressionStream = DecompressionStream));
    delete globalThis.DecompressionStream;
    await assert.rejects(engine.search('移住'), ReferenceError);
  });
});
