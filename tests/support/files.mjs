// Addresses in files that are not pages: style sheets, scripts, feeds, sitemaps, plain text.

import { Parser } from 'htmlparser2';

// Every `url(…)` and `@import` of a style sheet.
export function linksOfStyles(css) {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '');
  const links = [];
  for (const [, , link] of bare.matchAll(/url\(\s*(["']?)([^"')]*)\1\s*\)/g)) links.push(link);
  for (const [, , link] of bare.matchAll(/@import\s+(["'])([^"']*)\1/g)) links.push(link);
  return links.filter((link) => !link.startsWith('#'));
}

// Every module that a script imports, and every address that it makes from `import.meta.url`.
export function linksOfScript(script) {
  const bare = script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const patterns = [
    /\b(?:import|export)\b[^"'`;()]*?\bfrom\s*(["'])([^"'\n]+)\1/g,
    /\bimport\s*(["'])([^"'\n]+)\1/g,
    /\bimport\s*\(\s*(["'`])([^"'`$\n]+)\1/g,
    /\bnew\s+URL\(\s*(["'`])([^"'`$\n]+)\1\s*,\s*import\.meta\.url/g,
  ];
  return patterns.flatMap((pattern) => [...bare.matchAll(pattern)].map(([, , link]) => link));
}

// A module that is named neither by a path nor by an address needs an import map.
export const isBareModule = (link) => !/^(\.{0,2}\/|[a-z]+:)/.test(link);

// What an XML file holds: `{root, links: [{link, element}], problems}`; links of feeds and sitemaps
// and of the HTML in a feed's entries.
export function readXml(xml) {
  const found = { root: '', links: [], problems: [] };
  let text = '';
  const open = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (open.length === 0) found.root = name;
      open.push({ name, attributes });
      text = '';
      if (/(^|:)link$/.test(name) && attributes.href) found.links.push({ link: attributes.href, element: name });
    },
    ontext(part) {
      text += part;
    },
    onclosetag(name, implied) {
      const { attributes } = open.pop() ?? {};
      // The parser calls the end of `<link/>` implied too.
      if (implied && xml[parser.endIndex - 1] !== '/') found.problems.push(`<${name}> is not closed`);
      if (name === 'loc' || (name === 'id' && /^https?:/.test(text.trim()))) found.links.push({ link: text.trim(), element: name });
      if (attributes?.type === 'html') found.links.push(...linksOfHtml(text));
      text = '';
    },
  }, { xmlMode: true, decodeEntities: true });
  parser.end(xml);
  return found;
}

function linksOfHtml(html) {
  const links = [];
  new Parser({
    onattribute(name, value) {
      if (name === 'href' || name === 'src') links.push({ link: value, element: 'content' });
    },
  }).end(html);
  return links;
}

// Every full address of the guide in a plain text, such as a citation in a JSON file.
export function addressesIn(text, baseUrl) {
  const found = [];
  for (let at = text.indexOf(baseUrl); at !== -1; at = text.indexOf(baseUrl, at + 1)) {
    found.push(/^[A-Za-z0-9\-._~:/?#@!$&*+;=%]*/.exec(text.slice(at, at + 2000))[0].replace(/[.;:!?]+$/, ''));
  }
  return found;
}
