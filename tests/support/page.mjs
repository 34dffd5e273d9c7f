// What one HTML file says of itself, and which rules of the guide it breaks.
//
// The rules need no other file: whether links lead anywhere is checked by `links.mjs`.

import { Parser } from 'htmlparser2';

// Attributes that hold one address, by element; `*` is every element.
const ADDRESSES = {
  href: new Set(['a', 'area', 'link', 'use', 'image']),
  'xlink:href': new Set(['a', 'use', 'image']),
  src: new Set(['img', 'script', 'iframe', 'source', 'video', 'audio', 'track', 'embed', 'input']),
  poster: new Set(['video']),
  action: new Set(['form']),
  formaction: new Set(['button', 'input']),
  data: new Set(['object']),
};
// Elements whose address a reader follows; everything else is loaded with the page.
const FOLLOWED = new Set(['a', 'area', 'form', 'button']);
const LOADED_RELATIONS = /\b(stylesheet|icon|preload|modulepreload|prefetch|preconnect|dns-prefetch|manifest|apple-touch-icon)\b/;
// Script types that are data, which a Content-Security-Policy lets through.
const DATA_SCRIPT = /^application\/(ld\+)?json$|^importmap$/;
const REFERENCES = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'headers', 'list'];
const CODE = new Set(['code', 'pre', 'kbd', 'samp', 'script', 'style', 'textarea']);
const ESCAPED_TWICE = /&(?:amp|lt|gt|quot|nbsp|#x?[0-9a-f]+);/i;

// Facts of a page: `{language, title, description, headings, canonical, redirect, noindex, ids,
// links: [{link, use, element}], problems: [text]}`. `use` is `follow`, `load`, `canonical`,
// `alternate`, `share`, `redirect`.
export function readPage(html) {
  const reader = new PageReader();
  const parser = new Parser(reader, { decodeEntities: true, lowerCaseTags: true });
  parser.end(html);
  return reader.facts;
}

class PageReader {
  #open = [];
  #code = 0;
  #text = '';
  #title = '';
  #inTitle = false;
  #references = [];
  facts = {
    language: '', title: '', titles: 0, description: '', headings: 0, canonical: null, redirect: null,
    noindex: false, charset: '', ids: new Set(), links: [], problems: [],
  };

  onopentag(name, attributes) {
    const { facts } = this;
    this.#endText();
    this.#open.push(name);
    if (CODE.has(name)) this.#code += 1;
    if (name === 'html') facts.language = attributes.lang ?? '';
    else if (name === 'h1') facts.headings += 1;
    else if (name === 'title' && !this.#open.includes('svg')) this.#startTitle();
    else if (name === 'meta') this.#meta(attributes);
    else if (name === 'script') this.#script(attributes);
    else if (name === 'style') this.#problem('a <style> element: a strict Content-Security-Policy blocks it');
    else if (name === 'base') this.#problem('a <base> element changes what every link means');
    if (needsAlternative(name, attributes) && attributes.alt === undefined) {
      this.#problem(`<${name}> without alt: ${attributes.src ?? attributes.href ?? ''}`);
    }
    this.#attributes(name, attributes);
  }

  ontext(text) {
    if (this.#inTitle) this.#title += text;
    if (this.#code === 0) this.#text += text;
  }

  onclosetag(name) {
    const { facts } = this;
    this.#endText();
    this.#open.pop();
    if (CODE.has(name)) this.#code -= 1;
    if (name === 'title' && this.#inTitle) {
      this.#inTitle = false;
      facts.title = this.#title.trim();
    }
  }

  onend() {
    for (const [name, id] of this.#references) {
      if (!this.facts.ids.has(id)) this.#problem(`${name}="${id}" names no id of the page`);
    }
  }

  #problem(text) {
    this.facts.problems.push(text);
  }

  // The parser hands a text over in pieces: every entity is one.
  #endText() {
    if (this.#text.includes('&') && ESCAPED_TWICE.test(this.#text)) {
      this.#problem(`text that was escaped twice: ${excerpt(this.#text, ESCAPED_TWICE)}`);
    }
    this.#text = '';
  }

  #startTitle() {
    this.facts.titles += 1;
    this.#inTitle = true;
    this.#title = '';
  }

  #meta(attributes) {
    const { facts } = this;
    const content = attributes.content ?? '';
    if (attributes.charset !== undefined) facts.charset = attributes.charset.toLowerCase();
    if (attributes.name === 'description') facts.description = content.trim();
    if (attributes.name === 'robots') facts.noindex = /\bnoindex\b/.test(content);
    if (/^(og:url|og:image|twitter:image)$/.test(attributes.property ?? attributes.name)) {
      facts.links.push({ link: content, use: 'share', element: 'meta' });
    }
    if (attributes['http-equiv']?.toLowerCase() === 'refresh') {
      const target = /^\s*\d+\s*;\s*url\s*=\s*['"]?(.*?)['"]?\s*$/i.exec(content)?.[1];
      if (!target) this.#problem(`a refresh without a target: ${content}`);
      else {
        facts.redirect = target;
        facts.links.push({ link: target, use: 'redirect', element: 'meta' });
      }
    }
  }

  #script(attributes) {
    if (attributes.src === undefined && !DATA_SCRIPT.test(attributes.type ?? '')) {
      this.#problem('an inline <script>: a strict Content-Security-Policy blocks it');
    }
  }

  #attributes(element, attributes) {
    const { facts } = this;
    for (const name in attributes) {
      const value = attributes[name];
      if (name === 'id') this.#id(value);
      else if (name === 'style') this.#problem(`style="${value}" on <${element}>: a strict Content-Security-Policy blocks it`);
      else if (name.startsWith('on')) this.#problem(`${name}="…" on <${element}>: a strict Content-Security-Policy blocks it`);
      else if (REFERENCES.includes(name)) {
        for (const id of value.split(/\s+/).filter(Boolean)) this.#references.push([name, id]);
      } else if (name === 'srcset' || name === 'imagesrcset') {
        for (const link of sourceSet(value)) facts.links.push({ link, use: 'load', element });
      } else if (ADDRESSES[name]?.has(element)) this.#address(element, value, attributes);
      if (ESCAPED_TWICE.test(value)) this.#problem(`an attribute that was escaped twice: ${name}="${value}"`);
    }
  }

  #id(id) {
    if (id === '' || /\s/.test(id)) this.#problem(`id="${id}" is empty or has white space`);
    if (this.facts.ids.has(id)) this.#problem(`id="${id}" stands twice in the page`);
    this.facts.ids.add(id);
  }

  #address(element, link, attributes) {
    const { facts } = this;
    if (/^\s*javascript:/i.test(link)) {
      this.#problem(`a javascript: address on <${element}>: a strict Content-Security-Policy blocks it`);
      return;
    }
    if (element !== 'link') {
      // `<use href>` and `<image href>` are loaded; an `<a>` in SVG is followed.
      facts.links.push({ link, use: FOLLOWED.has(element) ? 'follow' : 'load', element });
      return;
    }
    const relation = (attributes.rel ?? '').toLowerCase();
    if (relation === 'canonical') {
      if (facts.canonical !== null) this.#problem('two canonical links');
      facts.canonical = link;
      facts.links.push({ link, use: 'canonical', element });
    } else if (LOADED_RELATIONS.test(relation)) facts.links.push({ link, use: 'load', element });
    else if (relation.split(/\s+/).includes('alternate')) facts.links.push({ link, use: 'alternate', element });
    else facts.links.push({ link, use: 'follow', element });
  }
}

const needsAlternative = (name, attributes) =>
  name === 'img' || (name === 'area' && attributes.href !== undefined) || (name === 'input' && attributes.type === 'image');

const sourceSet = (value) => value.split(',').map((part) => part.trim().split(/\s+/)[0]).filter(Boolean);

function excerpt(text, pattern) {
  const at = text.search(pattern);
  return text.slice(Math.max(0, at - 20), at + 30).replace(/\s+/g, ' ').trim();
}

// Problems of the bytes themselves: `{html, problems}`.
export function decodePage(bytes) {
  const problems = [];
  let html;
  try {
    html = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    problems.push('not valid UTF-8');
    html = new TextDecoder('utf-8').decode(bytes);
  }
  if (html.startsWith('\uFEFF')) problems.push('begins with a byte order mark');
  else if (!/^<!doctype html>/i.test(html)) problems.push('does not begin with <!doctype html>');
  if (!/<meta\s+charset=["']?utf-8/i.test(html.slice(0, 1024))) problems.push('no <meta charset="utf-8"> in the first kilobyte');
  if (html.includes('\uFFFD')) problems.push('holds U+FFFD, the mark of lost text');
  if (/[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/.test(html)) problems.push('holds control characters');
  // 「い」 read as Latin-1 begins with ã and a character of the upper half.
  if (/[ãäåæçèé][\u0080-\u00BF\u0152\u0160\u0161\u2018-\u2030]{1,2}[ãäåæçèé]/.test(html)) problems.push('holds Japanese that was decoded as Latin-1');
  return { html, problems };
}

// Problems of what a page must say.
export function missingParts(facts) {
  const problems = [];
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(facts.language)) problems.push('<html> without lang');
  if (facts.titles !== 1 || facts.title === '') problems.push(`${facts.titles} titles, or an empty one`);
  if (facts.redirect !== null) return problems;
  if (facts.description === '') problems.push('no description');
  if (facts.headings !== 1) problems.push(`${facts.headings} <h1>`);
  return problems;
}
