// The measures as Markdown tables.

const sorted = (list) => [...list].sort((a, b) => a - b);
export const median = (list) => sorted(list)[Math.floor((list.length - 1) / 2)];
const least = (list) => Math.min(...list);
const most = (list) => Math.max(...list);

export const time = (number) => (number < 1 ? `${Math.round(number * 1000)} ms` : `${number.toFixed(2)} s`);
export const MB = (bytes) => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
export const spread = (list) => `${time(median(list))} | ${time(least(list))} | ${time(most(list))}`;
export const count = (number) => number.toLocaleString('en-US');
const ratio = (number) => `${number.toFixed(number < 10 ? 1 : 0)} ×`;

export const table = (head, rows) => [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
export const of = (runs, name) => runs.map((run) => run[name]);

// Whole builds from nothing; the ratio is to the first of them.
export function fullTable(results) {
  const first = median(of(results[0].runs, 'seconds'));
  const rows = results.map(({ name, runs, files }) => [
    name, spread(of(runs, 'seconds')), time(median(of(runs, 'user'))), MB(median(of(runs, 'peak'))), count(files), ratio(median(of(runs, 'seconds')) / first),
  ]);
  return `Whole builds, ${results[0].runs.length} runs\n\n${table(['', 'median', 'least', 'most', 'user time', 'peak memory', 'files', 'to the first'], rows)}`;
}

// Builds in a new process after an edit.
export function buildTable(results) {
  const rows = results.map(({ guide, case: one, runs }) => [
    `${guide.name}: ${one.name}`, spread(of(runs, 'seconds')), time(median(of(runs, 'user'))), MB(median(of(runs, 'peak'))), count(median(of(runs, 'written'))),
  ]);
  return `A build after an edit, ${results[0].runs.length} runs each\n\n${table(['', 'median', 'least', 'most', 'user time', 'peak memory', 'files written'], rows)}`;
}

// From the write of an edit to its being served.
export function previewTable(results) {
  if (results.length === 0) return 'No preview was measured.';
  const rows = results.map(({ name, case: one, times, memory, started }) => {
    const search = of(times, 'search').filter((value) => value !== null);
    return [`${name}: ${one}`, spread(of(times, 'page')), time(median(of(times, 'lists'))), search.length > 0 ? spread(search).replaceAll(' | ', ', ') : '', MB(memory.now), MB(memory.peak), time(started)];
  });
  return `From the write to the page served, ${results[0].times.length} runs each\n\n${table(['', 'median', 'least', 'most', 'all pages that show it', 'search (median, least, most)', 'memory', 'its peak', 'started in'], rows)}`;
}
