// Reading keys, and kana from Latin letters of either romanisation.

const SYLLABLES = new Map();
const VOWELS = new Map();
// Consonants and their five kana; or one kana and the five small ones after it.
const addRows = (rows, small) => {
  for (const row of rows.split(" ")) {
    const [, consonants, kana] = /([a-z]*)(.+)/.exec(row);
    [..."aiueo"].forEach((vowel, at) => {
      const syllable = small ? kana + small[at] : kana[at];
      SYLLABLES.set(consonants + vowel, syllable);
      VOWELS.set(syllable.at(-1), vowel);
    });
  }
};
addRows("fふ vゔ tsつ wう", ["ぁ", "ぃ", "", "ぇ", "ぉ"]);
addRows("kyき gyぎ syし shし zyじ jyじ jじ tyち chち dyぢ nyに hyひ byび pyぴ myみ ryり", ["ゃ", "", "ゅ", "ぇ", "ょ"]);
addRows("ぁぃぅぇぉ ゃぃゅぇょ あいうえお kかきくけこ cかしくせこ gがぎぐげご sさしすせそ zざじずぜぞ tたちつてと dだぢづでど nなにぬねの hはひふへほ bばびぶべぼ pぱぴぷぺぽ mまみむめも yやいゆえよ rらりるれろ wyわゐうゑを");
SYLLABLES.set("wa", "わ").set("wo", "を");

/** The reading key of folded kana: long vowels go. */
export function readingKey(kana) {
  let vowel;
  return kana.replaceAll("ぢ", "じ").replaceAll("づ", "ず").replace(/./g, (one) => {
    const own = VOWELS.get(one);
    const isLong = one === "ー" || (/[あいうえお]/.test(one) && (own === vowel || (one === "う" && vowel === "o")));
    if (one !== "ー") vowel = own;
    return isLong ? "" : one;
  });
}

/**
 * What folded Latin letters (after kana, or alone) may stand for, as {kana, next, whole}; null if they
 * aren't romaji. `next` has what consonants at the end may become; `whole` is null if they must.
 */
export function toKana(text) {
  let found = [""];
  let rest = text;
  for (let unit; rest && (unit = nextUnit(rest, text.slice(0, -rest.length))); rest = rest.slice(unit[0])) {
    found = unit.slice(1).flatMap((kana) => found.map((before) => before + kana)).slice(0, 4); // more would cost too much
  }
  const next = rest && mayCome(rest);
  return next === null ? null : found.map((kana) => ({ kana, next, whole: { "": kana, n: `${kana}ん` }[rest] ?? null }));
}

/** How many letters the next kana take, and what these may be. */
function nextUnit(text, before) {
  // きねん and きんえん are both kinen; nn is ん, or its second n begins a syllable.
  const [letters, double, rest] = /^n(n?)(y?[aiueo])/.exec(text) ?? [];
  if (letters) {
    const joined = SYLLABLES.get(`n${rest}`);
    const apart = `ん${SYLLABLES.get(rest)}`;
    return [letters.length, double ? `ん${joined}` : joined, ...(before ? [apart] : [])];
  }
  // とおる and とうおん are both too…
  if (/^o./.test(text) && before.endsWith("o")) return [1, "お", "うお"];
  const nasal = /^(?:n['’]|nn(?!y)|n(?=[^y])|m(?=[bmp]))/.exec(text);
  if (nasal) return [nasal[0].length, "ん"];
  if (/^(?:([b-df-hj-lp-z])\1|tc)/.test(text)) return [1, "っ"];
  if (/^[ぁ-ゖゝゞー]/.test(text)) return [1, text[0]];
  const length = [3, 2, 1].find((length) => SYLLABLES.has(text.slice(0, length)));
  return length && [length, SYLLABLES.get(text.slice(0, length))];
}

/** The kana that letters may become. */
function mayCome(letters) {
  const kana = [...SYLLABLES].flatMap(([syllable, kana]) => (syllable.startsWith(letters) ? kana[0] : []));
  if (!kana[0]) return null;
  const more = /^(ny?|m)$/.test(letters) ? "ん" : letters[1] ? "" : "っ";
  return [...new Set(kana)].join("") + more;
}
