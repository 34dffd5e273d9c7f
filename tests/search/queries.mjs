// The labelled queries: `{n, kind, query, right, written?, note?}`; README.md says what they mean.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const FOLDER = dirname(fileURLToPath(import.meta.url));
const read = (name) => parse(readFileSync(join(FOLDER, name), 'utf8'));

// Every third query is held out, whatever it is.
export const isHeldOut = ({ n }) => n % 3 === 0;

export const SETS = new Map([
  ['tuning', read('queries.yaml')],
  ['held out', read('held-out.yaml')],
]);
