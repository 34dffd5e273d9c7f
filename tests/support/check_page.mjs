// All that can be checked of one page with the list of files at hand.

import { follow } from './address.mjs';
import { addressOf } from './output.mjs';
import { decodePage, missingParts, readPage } from './page.mjs';

// Full addresses of the guide are right here only; everywhere else links are relative, so that
// the output works under any path.
const FULL_ADDRESS_USES = new Set(['canonical', 'alternate', 'share']);
const FOLLOWED_SCHEMES = new Set(['http', 'https', 'mailto', 'tel']);

// `{facts, failures: [text], links}`: `links` counts the links that were followed to a file.
// `idsOf` gives the ids of another page.
export function checkPage(path, bytes, files, baseUrl, idsOf) {
  const { html, problems } = decodePage(bytes);
  const facts = readPage(html);
  const failures = [...problems, ...facts.problems, ...missingParts(facts)];
  let links = 0;
  for (const found of facts.links) {
    const target = follow(path, found.link, baseUrl);
    const failure = target.problem ?? wrongPlace(path, found, target) ?? missing(target, files);
    if (failure) failures.push(`${failure}: ${found.link}`);
    if (target.file === undefined) continue;
    links += 1;
    if (!target.fragment || failure || !target.file.endsWith('.html')) continue;
    const ids = target.file === path ? facts.ids : idsOf(target.file);
    if (!ids.has(target.fragment) && target.fragment !== 'top') failures.push(`no such anchor: ${found.link}`);
  }
  failures.push(...wrongCanonical(path, facts, baseUrl));
  return { facts, failures, links };
}

function missing({ file }, files) {
  if (file === undefined || files.has(file)) return null;
  return files.has(`${file}/index.html`) ? 'a folder without its final slash' : `no such file, ${file}`;
}

function wrongPlace(path, { link, use, element }, target) {
  if (target.elsewhere) {
    if (use === 'follow') return FOLLOWED_SCHEMES.has(target.elsewhere) ? null : `unknown scheme, ${target.elsewhere}`;
    if (use === 'load') return target.elsewhere === 'data' && element === 'img' ? null : `loaded from elsewhere by <${element}>`;
    return `${use} link that leaves the guide`;
  }
  const full = FULL_ADDRESS_USES.has(use);
  if (path === '404.html') {
    // Shown at any address, so every link starts at the root.
    return target.rooted || link.startsWith('#') ? null : 'relative link on the 404 page';
  }
  if (use === 'canonical' || use === 'share') return target.rooted ? null : `${use} link that is not a full address`;
  return target.rooted && !full ? 'link from the root, which breaks under another path' : null;
}

function wrongCanonical(path, facts, baseUrl) {
  if (path === '404.html') return [];
  if (facts.canonical === null) return facts.noindex ? [] : ['no canonical link'];
  if (facts.redirect !== null) {
    const [to, canonical] = [facts.redirect, facts.canonical].map((link) => follow(path, link, baseUrl).file);
    return to === canonical ? [] : ['the canonical link of a redirect differs from its target'];
  }
  const own = baseUrl + addressOf(path);
  return facts.canonical === own ? [] : [`the canonical link is not the page's own address: ${facts.canonical}`];
}
