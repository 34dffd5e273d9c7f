// A guide of made-up places with 25 statistics, every two of them compared.
//
//   node benches/comparisons/corpus.mjs FOLDER [--records 300] [--seed 1]
//
// 300 places make 44,850 comparison pages. Names, readings and numbers are made up; the theme is
// the repository's. The same repository and seed give the same bytes.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY, frontMatter } from '../guide.mjs';
import { Chance } from '../search/random.mjs';

const GROUPS = { people: '人口', housing: '住まい', work: '仕事', children: '子育て', life: '暮らし' };
const PARTS = { north: '北', east: '東', middle: '中', west: '西', south: '南' };
const BEGINNINGS = [['青', 'あお'], ['石', 'いし'], ['上', 'かみ'], ['川', 'かわ'], ['北', 'きた'], ['桜', 'さくら'], ['白', 'しら'], ['高', 'たか'], ['東', 'ひがし'], ['松', 'まつ'], ['南', 'みなみ'], ['山', 'やま'], ['若', 'わか'], ['鶴', 'つる'], ['富', 'とみ']];
const ENDINGS = [['井', 'い'], ['浦', 'うら'], ['岡', 'おか'], ['木', 'き'], ['沢', 'さわ'], ['島', 'しま'], ['田', 'た'], ['谷', 'たに'], ['野', 'の'], ['原', 'はら'], ['見', 'み'], ['森', 'もり'], ['里', 'さと'], ['橋', 'はし'], ['瀬', 'せ']];
const KINDS = [['市', 'し'], ['町', 'ちょう'], ['村', 'むら']];
// Statistics: name, short name, unit, decimals, scale, better, least and most.
const STATISTICS = [
  ['総人口', '人口', '人', 0, 'ratio', 'neutral', 900, 400000],
  ['年少人口割合', '子どもの割合', '%', 1, 'share', 'neutral', 4, 18],
  ['老年人口割合', '高齢者の割合', '%', 1, 'share', 'neutral', 19, 58],
  ['人口増減率', '人口の増減', '%', 1, 'interval', 'neutral', -19, 9],
  ['転入超過数（千人当たり）', '転入超過', '人', 1, 'interval', 'neutral', -22, 24],
  ['民営家賃（月額）', '家賃', '円', 0, 'ratio', 'lower', 21000, 98000],
  ['空き家率', '空き家', '%', 1, 'share', 'neutral', 5, 38],
  ['持ち家率', '持ち家', '%', 1, 'share', 'neutral', 44, 91],
  ['延べ面積', '住宅の広さ', 'm²', 1, 'ratio', 'neutral', 62, 171],
  ['共同住宅割合', '共同住宅', '%', 1, 'share', 'neutral', 1, 72],
  ['納税者一人当たり所得', '所得', '千円', 0, 'ratio', 'higher', 2200, 5100],
  ['昼夜間人口比率', '昼の人口', '%', 1, 'share', 'neutral', 62, 141],
  ['第三次産業就業者割合', 'サービス業', '%', 1, 'share', 'neutral', 41, 84],
  ['完全失業率', '失業率', '%', 1, 'share', 'lower', 1, 7],
  ['事業所数（千人当たり）', '事業所', '所', 1, 'ratio', 'neutral', 22, 81],
  ['保育所等数（子ども千人当たり）', '保育所', 'か所', 1, 'ratio', 'neutral', 3, 29],
  ['小学校数（子ども千人当たり）', '小学校', '校', 1, 'ratio', 'neutral', 2, 31],
  ['小学校児童数（1校当たり）', '児童数', '人', 0, 'ratio', 'neutral', 12, 610],
  ['待機児童数', '待機児童', '人', 0, 'ratio', 'lower', 0, 60],
  ['合計特殊出生率', '出生率', '人', 2, 'index', 'neutral', 1, 2],
  ['医師数（千人当たり）', '医師', '人', 1, 'ratio', 'higher', 0.5, 6],
  ['一般診療所数（千人当たり）', '診療所', 'か所', 2, 'ratio', 'higher', 0.2, 2],
  ['小売店数（千人当たり）', '小売店', '店', 1, 'ratio', 'neutral', 4, 17],
  ['飲食店数（千人当たり）', '飲食店', '店', 1, 'ratio', 'neutral', 1, 12],
  ['公園面積（一人当たり）', '公園', 'm²', 1, 'ratio', 'neutral', 4, 45],
];
// So many of the values are unknown.
const UNKNOWN = 0.01;

// Writes the project into `folder`, which must be empty or missing; gives
// `{groups, statistics: [{id, group, label, short, unit, decimals, scale, better, values}], places}`.
export function writeCorpus(folder, { records: count = 300, seed = 1 } = {}) {
  if (existsSync(join(folder, 'site.yaml'))) throw new Error(`${folder} holds a project already`);
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const chance = new Chance(seed);
  const places = makePlaces(chance, count);
  const statistics = makeStatistics(chance, places);
  cpSync(join(REPOSITORY, 'themes/guide'), join(folder, 'themes/guide'), { recursive: true });
  write('site.yaml', `title: 比較を測る
tagline: 作られた町を、数字でくらべる
description: 比較ページの速さを測るための、作られた町のガイドです。
base_url: https://guide.example/
languages: [ja]
theme: guide
collections: [places]
search: false
navigation:
  - {label: 町, to: "collection:places"}
`);
  write('content/index.md', frontMatter({ title: '比較を測る', description: '比較ページの速さを測るためのガイドです。' }));
  write('content/places/_collection.yaml', schema());
  write('content/places/places.yaml', places.map(({ id, name, kana, part }) => `- id: ${id}\n  name: ${name}\n  kana: ${kana}\n  part: ${part}\n  sources:\n    - {url: "https://example.org/places/${id}", title: 町の一覧, as_of: 2025}\n`).join(''));
  for (const statistic of statistics) write(`content/indicators/places/${statistic.id}.yaml`, indicator(statistic, places));
  return { groups: GROUPS, parts: PARTS, statistics, places };
}

function makePlaces(chance, count) {
  const all = BEGINNINGS.flatMap((first) => ENDINGS.flatMap((second) => KINDS.map((kind) => [first, second, kind])));
  if (count > all.length) throw new Error(`there are names for ${all.length} places`);
  return chance.shuffle(all).slice(0, count).map((parts, number) => ({
    id: `place-${String(number).padStart(3, '0')}`,
    name: parts.map(([written]) => written).join(''),
    kana: parts.map(([, read]) => read).join(''),
    part: chance.of(Object.keys(PARTS)),
  }));
}

function makeStatistics(chance, places) {
  const perGroup = STATISTICS.length / Object.keys(GROUPS).length;
  return STATISTICS.map(([label, short, unit, decimals, scale, better, least, most], number) => {
    const values = places.map(() => {
      // Small numbers are more frequent than large ones.
      const drawn = (chance.next() + chance.next() * chance.next()) / 2;
      return chance.happens(UNKNOWN) ? null : Number((least + drawn * (most - least)).toFixed(decimals));
    });
    return { id: `statistic-${String(number).padStart(2, '0')}`, group: Object.keys(GROUPS)[Math.floor(number / perGroup)], label, short, unit, decimals, scale, better, values };
  });
}

const schema = () => `prefix: place
name: 町
description: 作られた町を、作られた統計でくらべます。
counter: 市町村
groups:
${Object.entries(GROUPS).map(([id, name]) => `  ${id}: ${name}\n`).join('')}fields:
  part:
    label: 地方
    kind: choice
    group: people
    required: true
    compare: false
    options:
${Object.entries(PARTS).map(([id, name]) => `      ${id}: ${name}\n`).join('')}page:
  columns: [statistic-00, statistic-05, statistic-10]
  group_by: part
compare:
  pairs: all
  minimum_rows: 5
  sitemap: true
`;

const indicator = ({ label, short, unit, decimals, group, scale, better, values }, places) => `label: ${label}
short: ${short}
unit: ${JSON.stringify(unit)}
decimals: ${decimals}
group: ${group}
scale: ${scale}
better: ${better}
words: {more: ${scale === 'share' ? '高い' : '多い'}, less: ${scale === 'share' ? '低い' : '少ない'}}
aggregate: none
source:
  statistic: 作られた統計「${short}」
  publisher: 作られた役所
  url: https://example.org/${encodeURIComponent(short)}
  read_from: 作られた表
  licence: CC0
  licence_url: https://creativecommons.org/publicdomain/zero/1.0/deed.ja
as_of: 2025
review_by: 2027-03-31
values:
${places.map(({ id }, place) => `  ${id}: ${values[place] ?? 'null'}\n`).join('')}`;

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { parseArgs } = await import('node:util');
  const { values, positionals } = parseArgs({ options: { records: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } }, allowPositionals: true });
  if (positionals.length !== 1) {
    console.error(readFileSync(new URL(import.meta.url), 'utf8').match(/^\/\/.*\n/gm).slice(0, 3).join('').replaceAll(/^\/\/ ?/gm, ''));
    process.exit(2);
  }
  writeCorpus(positionals[0], { records: Number(values.records), seed: Number(values.seed) });
}
