// All that can be checked of one file that is not a page, and of the sitemaps together.

import { follow } from './address.mjs';
import { addressesIn, isBareModule, linksOfScript, linksOfStyles, readXml } from './files.mjs';
import { addressOf } from './output.mjs';

const SITEMAP_ADDRESSES = 50_000;
const TEXT = /\.(json|csv|txt|webmanifest)$/;

// `{failures: [text], links, sitemap}`; `sitemap` is `{index: boolean, files}` for sitemaps.
export function checkFile(path, bytes, files, baseUrl) {
  if (path.endsWith('.css')) return checkLoads(path, linksOfStyles(bytes.toString('utf8')), files, baseUrl);
  if (/\.m?js$/.test(path)) return checkScript(path, bytes.toString('utf8'), files, baseUrl);
  if (path.endsWith('.xml')) return checkXml(path, bytes.toString('utf8'), files, baseUrl);
  if (TEXT.test(path)) return checkFull(path, addressesIn(bytes.toString('utf8'), baseUrl), files, baseUrl);
  return { failures: [], links: 0 };
}

function checkScript(path, script, files, baseUrl) {
  const links = linksOfScript(script);
  const found = checkLoads(path, links.filter((link) => !isBareModule(link)), files, baseUrl);
  for (const link of links.filter(isBareModule)) found.failures.push(`a module that no browser finds: ${link}`);
  return found;
}

// What a style sheet or a script loads: relative, and there.
function checkLoads(path, links, files, baseUrl) {
  const failures = [];
  for (const link of links) {
    const target = follow(path, link, baseUrl);
    if (target.problem) failures.push(`${target.problem}: ${link}`);
    else if (target.elsewhere) {
      if (target.elsewhere !== 'data') failures.push(`loaded from elsewhere: ${link}`);
    } else if (target.rooted) failures.push(`link from the root, which breaks under another path: ${link}`);
    else if (!files.has(target.file)) failures.push(`no such file, ${target.file}: ${link}`);
  }
  return { failures, links: links.length };
}

// Links that must be full addresses: those that begin with the base URL must be there.
function checkFull(path, links, files, baseUrl) {
  const failures = [];
  for (const link of links) {
    if (!/^[a-z]+:/i.test(link)) failures.push(`not a full address: ${link}`);
    else if (link.startsWith(baseUrl)) {
      const { file, problem } = follow(path, link, baseUrl);
      if (problem) failures.push(`${problem}: ${link}`);
      else if (!files.has(file)) failures.push(`no such file, ${file}: ${link}`);
    }
  }
  return { failures, links: links.length };
}

function checkXml(path, xml, files, baseUrl) {
  const { root, links, problems } = readXml(xml);
  const found = checkFull(path, links.map(({ link }) => link), files, baseUrl);
  found.failures.unshift(...problems);
  if (root !== 'urlset' && root !== 'sitemapindex') return found;
  const places = links.filter(({ element }) => element === 'loc').map(({ link }) => link);
  for (const link of places) if (!link.startsWith(baseUrl)) found.failures.push(`leaves the guide: ${link}`);
  if (places.length > SITEMAP_ADDRESSES) found.failures.push(`${places.length} addresses, more than ${SITEMAP_ADDRESSES}`);
  const own = places.map((link) => follow(path, link, baseUrl)).filter(({ file }) => file !== undefined);
  return { ...found, sitemap: { index: root === 'sitemapindex', files: own.map(({ file }) => file) } };
}

// What search engines are told: no redirect, nothing that asks not to be listed, nothing twice,
// the home page, and every part named by the index.
export function checkSitemaps(maps, files, { redirects, unlisted }, baseUrl) {
  const failures = [];
  const listed = new Set();
  for (const { file, files: places } of maps.filter(({ index }) => !index)) {
    for (const place of places) {
      const address = baseUrl + addressOf(place);
      if (listed.has(place)) failures.push({ file, text: `listed twice: ${address}` });
      if (redirects.has(place)) failures.push({ file, text: `lists a redirect: ${address}` });
      if (unlisted.has(place)) failures.push({ file, text: `lists a page that asks not to be: ${address}` });
      listed.add(place);
    }
  }
  const index = maps.filter((map) => map.index);
  for (const { file } of maps.filter((map) => !map.index)) {
    if (index.length > 0 && !index.some((map) => map.files.includes(file))) failures.push({ file, text: 'no sitemap index names it' });
  }
  if (maps.length > 0 && !listed.has('index.html')) failures.push({ file: maps[0].file, text: 'no sitemap lists the home page' });
  if (files.includes('robots.txt') && maps.length === 0) failures.push({ file: 'robots.txt', text: 'there is no sitemap' });
  return failures;
}
