// Whether builds after edits came to what a clean build comes to.

import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../../tests/support/output.mjs';

// Compares `public/` of the project in `root` with what `build(root, output)` makes in `clean`, a
// folder for the time being, of the same sources without memory of an earlier build.
export async function compareWithClean(root, clean, build) {
  cpSync(root, clean, { recursive: true, filter: (path) => ![join(root, 'public'), join(root, '.shirube')].includes(path) });
  const [ours, theirs] = [join(root, 'public'), join(clean, 'public')];
  await build(clean, theirs);
  const files = listFiles(ours);
  if (files.join('\n') !== listFiles(theirs).join('\n')) throw new Error(`${root}: a clean build has other files`);
  for (const path of files) {
    if (!readFileSync(join(ours, path)).equals(readFileSync(join(theirs, path)))) throw new Error(`${root}: ${path} isn't that of a clean build`);
  }
  rmSync(clean, { recursive: true });
}
