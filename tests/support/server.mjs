// A plain static file server below any path, as a web host would be: files, `index.html` of
// folders, a redirect to the final slash, and 404.html for the rest.
//
//   node tests/support/server.mjs FOLDER [--base /sub/path/] [--port 8000]

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.ico': 'image/vnd.microsoft.icon',
  '.webmanifest': 'application/manifest+json',
};

// What a careful host would send: everything from the guide itself, nothing inline.
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// The file of a request's path, or null; `folder` marks a folder named without its final slash.
export function fileFor(root, path) {
  const file = resolve(root, `.${sep}${path}`);
  if (file !== root && !file.startsWith(root + sep)) return null;
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return null;
  if (found.isFile()) return path.endsWith('/') ? null : { file };
  if (!path.endsWith('/')) return { folder: true };
  const index = join(file, 'index.html');
  return statSync(index, { throwIfNoEntry: false })?.isFile() ? { file: index } : null;
}

export const typeOf = (file) => TYPES[extname(file)] ?? 'application/octet-stream';

// Serves `folder` at `http://127.0.0.1:<port><base>`; resolves to `{url, close}`.
export function serve(folder, { base = '/', port = 0, policy = null } = {}) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const send = (status, file, headers = {}) => {
      if (policy) headers['content-security-policy'] = policy;
      if (file) headers['content-type'] = typeOf(file);
      response.writeHead(status, headers);
      if (!file || request.method === 'HEAD') response.end();
      else createReadStream(file).pipe(response);
    };
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return send(400);
    }
    const found = path.startsWith(base) ? fileFor(root, `/${path.slice(base.length)}`) : null;
    if (found?.folder) return send(301, null, { location: `${encodeURI(path)}/` });
    if (found) return send(200, found.file);
    return send(404, fileFor(root, '/404.html')?.file);
  });
  return new Promise((done, fail) => {
    server.on('error', fail);
    server.listen(port, '127.0.0.1', () => {
      done({
        url: `http://127.0.0.1:${server.address().port}${base}`,
        close: () => new Promise((closed) => {
          server.close(closed);
          server.closeAllConnections();
        }),
      });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { parseArgs } = await import('node:util');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { base: { type: 'string', default: '/' }, port: { type: 'string', default: '8000' } },
  });
  const { url } = await serve(positionals[0] ?? 'public', { base: values.base, port: Number(values.port), policy: STRICT_POLICY });
  console.log(url);
}
