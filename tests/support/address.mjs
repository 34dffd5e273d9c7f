// From a link as it is written to the file that it names.

// The output's top lies two folders below the root of a made-up host, so that a link which
// climbs out of the output is seen (a URL parser drops surplus `..` at the root).
const ORIGIN = 'http://output.invalid';
const TOP = '/output/top/';

const hasScheme = (link) => /^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('//');

// What `link`, written in the file `from`, leads to:
// `{file, fragment}` in the output, or `{elsewhere: scheme}`, or `{problem: text}`.
// `rooted` tells whether the link is written from the root of the host or as a full address.
export function follow(from, link, baseUrl) {
  if (/[\s]/.test(link.trim())) return { problem: 'white space in a link' };
  if (/%(?![0-9a-f]{2})/i.test(link)) return { problem: 'broken percent-encoding' };
  let relative = link.trim();
  let rooted = false;
  if (baseUrl && (relative === baseUrl.slice(0, -1) || relative.startsWith(baseUrl))) {
    relative = TOP + relative.slice(baseUrl.length);
    rooted = true;
  } else if (hasScheme(relative)) {
    return { elsewhere: relative.startsWith('//') ? 'https' : relative.slice(0, relative.indexOf(':')).toLowerCase() };
  } else if (relative.startsWith('/')) {
    const path = baseUrl ? new URL(baseUrl).pathname : '/';
    if (!relative.startsWith(path)) return { problem: 'leads out of the guide', rooted: true };
    relative = TOP + relative.slice(path.length);
    rooted = true;
  }
  return { ...inside(from, relative), rooted };
}

function inside(from, relative) {
  let url;
  try {
    url = new URL(relative, ORIGIN + TOP + encodeURI(from));
  } catch {
    return { problem: 'not a valid address' };
  }
  if (!url.pathname.startsWith(TOP)) return { problem: 'climbs out of the guide' };
  try {
    const path = decodeURIComponent(url.pathname.slice(TOP.length));
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    return { file, fragment: decodeURIComponent(url.hash.slice(1)), query: url.search };
  } catch {
    return { problem: 'percent-encoding is not UTF-8' };
  }
}
