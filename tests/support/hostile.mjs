// Random texts of what goes wrong easily: the same ones every time.

// Numbers from 0 to `limit` − 1 (mulberry32).
export function random(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const PIECES = [
  'a', 'b', 'B', 'c++', 'C#', '+', '#', '3.5', '1,741', '0', '9', '.', ',', ' ', '　', '-', '—', '\n', 'java', 'JavaScript', 'ﬁ', 'Å', 'é', 'e\u0301', 'Σ', 'ς', 'İ', 'ß', 'ŉ',
  'あ', 'い', 'か', 'が', 'か\u3099', 'ｶﾞ', 'ﾊﾟ', 'ﾞ', 'ー', 'ゝ', 'ヾ', 'ヶ', 'ゕ', 'っ', 'ん', 'ア', 'ヴ', '移住', '移', '住', '徳島県', '東', '京', '都', '々', '〆', '〇', '㈱', '㍑', '①', '½', '⑳',
  '💡', '👨‍👩‍👧', '👍🏽', '🇯🇵', '⭐️', '☎', '❶', '㊙', '\u{1f9ff}', '𠮷', '𝐀', '\ud83d', '\udc00', '\u200b', '\u200d', '\u00ad', '\ufeff', '\ufe0f', '葛\u{e0100}', '\u3099', '\u309a', '\u0301', '\u0345', '\u034f', '\u302a',
  '한', 'ᄀ', '\u1161', 'ᆨ', 'ㅏ', 'ﾡ', 'ﾻ', 'ไ', 'ท', '\u0e31', 'न', '\u094d', 'ש\u05c1', 'ً', 'ﷺ', 'ё', 'й', '"', '“', '」', '「', '×', '・', "'", '~', '=', '<', '\\', '/',
];

export function hostileText(next, length) {
  return Array.from({ length: next(length + 1) }, () => PIECES[next(PIECES.length)]).join('');
}
