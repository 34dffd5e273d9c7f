// Small sites for tests of the checks themselves.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addressOf } from './output.mjs';

export const BASE_URL = 'https://guide.example/';

// A page without a fault; `head` and `main` go into it, and `change` has the last word.
export function page(path, main = '', { head = '', change = (html) => html } = {}) {
  return change(`<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<title>道しるべ</title>
<meta name="description" content="住む町をくらべる">
<link rel="canonical" href="${BASE_URL}${addressOf(path)}">
${head}
</head>
<body>
<h1>道しるべ</h1>
${main}
</body>
</html>
`);
}

// Writes `{path: text or bytes}` into a new folder that is gone when the test `context` ends.
export function site(context, files) {
  const folder = mkdtempSync(join(tmpdir(), 'shirube-checks-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
