// The measures as Markdown tables, and the goals.

// What shirube is to keep to at this many articles or more.
const GOALS_FROM = 10_000;

const sum = (list) => list.reduce((total, one) => total + one, 0);

function quantile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const median = (list) => quantile(list, 0.5);
const most = (list) => Math.max(...list);
const mean = (list) => sum(list) / list.length;

const kB = (bytes) => `${(bytes / 1000).toLocaleString('en-US', { maximumFractionDigits: bytes < 100_000 ? 1 : 0 })} kB`;
const MB = (bytes) => `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: bytes < 1e8 ? 1 : 0 })} MB`;
const seconds = (number) => `${number.toFixed(number < 10 ? 2 : 1)} s`;
const ms = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ms`;
const percent = (share) => `${(share * 100).toFixed(1)} %`;
const upTo = (list, show) => `${show(median(list))} (most ${show(most(list))})`;
const toTenth = (list, show) => `${show(median(list))} (p90 ${show(quantile(list, 0.9))})`;
const plain = (number) => String(number);

const bytesOf = (files, size = 'bytes') => sum(files.map((file) => file[size]));
const indexFiles = ({ sent }) => sent.filter(({ isScript }) => !isScript);
const scriptFiles = ({ sent }) => sent.filter(({ isScript }) => isScript);
const firsts = (answers) => answers.filter(({ late }) => late);
const laters = (answers) => answers.filter(({ late }) => !late);

// What is measured, as `[name, value of one search]`.
const ROWS = [
  ['indexing: time', ({ indexing }) => (indexing ? seconds(indexing.seconds) : 'unknown')],
  ['indexing: processor time', ({ indexing }) => (indexing ? seconds(indexing.processor) : 'unknown')],
  ['indexing: peak memory', ({ indexing }) => (indexing ? MB(indexing.peak) : 'unknown')],
  ['index: files', ({ weight }) => weight.files.toLocaleString('en-US')],
  ['index: size', ({ weight }) => MB(weight.bytes)],
  ['index: largest file', ({ weight }) => kB(weight.largest)],
  ['first query: scripts, compressed', ({ answers }) => upTo(firsts(answers).map((answer) => bytesOf(scriptFiles(answer), 'packed')), kB)],
  ['first query: index', ({ answers }) => upTo(firsts(answers).map((answer) => bytesOf(indexFiles(answer))), kB)],
  ['… where the host compresses JSON', ({ answers }) => upTo(firsts(answers).map((answer) => bytesOf(indexFiles(answer), 'packed')), kB)],
  ['first query: requests to the index', ({ answers }) => upTo(firsts(answers).map((answer) => indexFiles(answer).length), plain)],
  ['first query: requests in sequence', ({ answers }) => upTo(firsts(answers).map(({ late }) => late.depth), plain)],
  ['… of them to the index', ({ answers }) => upTo(firsts(answers).map(({ late }) => late.indexDepth), plain)],
  ['first query: time', ({ answers }) => upTo(firsts(answers).map((answer) => answer.ms), ms)],
  ['… where every answer takes 100 ms', ({ answers }) => upTo(firsts(answers).map(({ late }) => late.ms), ms)],
  ['later query: index', ({ answers }) => toTenth(laters(answers).map((answer) => bytesOf(indexFiles(answer))), kB)],
  ['… of it to name the results', ({ answers }) => toTenth(laters(answers).map(({ sent }) => bytesOf(sent.filter((file) => file.namesResults))), kB)],
  ['later query: requests', ({ answers }) => toTenth(laters(answers).map(({ sent }) => sent.length), plain)],
  ['later query: time', ({ answers }) => toTenth(laters(answers).map((answer) => answer.ms), ms)],
  ['longest task of the page, processor at a quarter', ({ answers }) => longestTask(answers)],
  ['right page among the first three', ({ answers }) => percent(mean(known(answers.map(({ isRight }) => isRight)).map(Number)))],
  ['pages with the words that are found', ({ answers }) => percent(mean(known(answers.map(({ recall }) => recall))))],
  ['queries that find all of them', ({ answers }) => percent(mean(known(answers.map(({ recall }) => recall)).map((recall) => Number(recall === 1))))],
];

const known = (list) => list.filter((one) => one !== null);

function longestTask(answers) {
  const longest = most(answers.map((answer) => answer.longest));
  const count = answers.filter((answer) => answer.longest > 0).length;
  return longest === 0 ? 'below 50 ms' : `${ms(longest)} (${count} queries above 50 ms)`;
}

const table = (head, rows) => [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

export function tableOf({ pages, build, searches }) {
  const whole = `The whole build with the index: ${seconds(build.whole.seconds)}, ${MB(build.whole.peak)} peak memory`;
  const without = build.plain ? `; without: ${seconds(build.plain.seconds)}, ${MB(build.plain.peak)}. What the index costs is the difference.` : '.';
  const rows = ROWS.map(([name, value]) => [name, ...searches.map(value)]);
  return `${pages.toLocaleString('en-US')} pages. ${whole}${without}\n\n${table(['', ...searches.map(({ engine }) => engine.name)], rows)}`;
}

// For each kind of question: right answers, and pages that are found.
export function tableOfKinds({ searches }) {
  const kinds = [...new Set(searches[0].answers.map(({ question }) => question.kind))].sort();
  const share = (answers, value) => {
    const values = known(answers.map(value)).map(Number);
    return values.length > 0 ? percent(mean(values)) : '';
  };
  const rows = kinds.map((kind) => {
    const of = ({ answers }) => answers.filter(({ question }) => question.kind === kind);
    return [
      kind, of(searches[0]).length,
      ...searches.map((search) => share(of(search), ({ isRight }) => isRight)),
      ...searches.map((search) => share(of(search), ({ recall }) => recall)),
    ];
  });
  const names = searches.map(({ engine }) => engine.name);
  return table(['query', 'number', ...names.map((name) => `right: ${name}`), ...names.map((name) => `found: ${name}`)], rows);
}

// What shirube's files hold.
export function tableOfParts({ parts }) {
  const rows = parts.map(({ kind, sizes }) => [kind, sizes.length, MB(sum(sizes)), kB(median(sizes)), kB(quantile(sizes, 0.9)), kB(most(sizes))]);
  return table(['files of shirube', 'number', 'together', 'median', 'p90', 'largest'], rows);
}

// The goals that shirube misses.
export function failuresOf({ articles, searches: [{ indexing, weight, answers }] }) {
  if (articles < GOALS_FROM) return [];
  // Mistakes are looked for when a word wasn't found, and so one request later.
  const asTyped = firsts(answers).filter(({ question }) => question.kind !== 'a typing mistake');
  const goals = [
    ['first query without a mistake: requests to the index in sequence', most(asTyped.map(({ late }) => late.indexDepth)), 3, plain],
    ['first query: index, median', median(firsts(answers).map((answer) => bytesOf(indexFiles(answer)))), 100_000, kB],
    ['later query: index, median', median(laters(answers).map((answer) => bytesOf(indexFiles(answer)))), 60_000, kB],
    ['files of the index', weight.files, 1000, plain],
    ['longest task, processor at a quarter', most(answers.map(({ longest }) => longest)), 50, ms],
    ...(indexing ? [['added to the build: time', indexing.seconds, 2.5, seconds], ['added to the build: peak memory', indexing.peak, 500e6, MB]] : []),
  ];
  return goals
    .filter(([, value, limit]) => value > limit)
    .map(([name, value, limit, show]) => `${articles} articles, ${name}: ${show(value)}, the goal is ${show(limit)}`);
}
