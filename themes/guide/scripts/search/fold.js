// Folding: what makes two spellings the same (docs/search.md).

const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\u{e0020}-\u{e007f}\u{e0100}-\u{e01ef}]/gu;
// A character and what Unicode may join to it: marks, ﾞﾟ, parts of hangul and of Kirat Rai vowels.
const CLUSTER = /[^][\p{M}ﾞﾟ\u1160-\u11ff\u3131-\u318e\uffa0-\uffdc\u{16d67}\u{16d68}]*/gu;
const FOLDED = /^[ -@[-~ぁ-ゔ一-鿿]$/;
// Word characters, with commas that are dropped; or gram characters.
const RUN = /((?:[0-9][.,](?=[0-9])|(?![☀-➿⬀-⯿])(?=[\0-\u2e7f])[\p{Alphabetic}\p{N}][+#]*)+)|(?:[☀-➿⬀-⯿\u3099\u309a\u{1f000}-\u{1fbff}]|(?=[\u2e80-\u{10ffff}])[\p{Alphabetic}\p{N}])+/gu;

export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replaceAll("ς", "σ")
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC")
    .replace(/[ァ-ヶヽヾ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replaceAll("ゕ", "か").replaceAll("ゖ", "け").replace(INVISIBLE, "");
}

/** The matching form, and for each of its UTF-16 units the raw text's [start, end). */
export function matchingForm(raw) {
  let folded = "";
  const origins = [];
  for (const { 0: cluster, index } of raw.matchAll(CLUSTER)) {
    const piece = FOLDED.test(cluster) ? cluster : fold(cluster);
    folded += piece;
    for (let left = piece.length; left > 0; left -= 1) origins.push([index, index + cluster.length]);
  }
  let text = "";
  let end = 0;
  const map = [];
  for (const { 0: run, index } of folded.matchAll(RUN)) {
    for (let at = text && index > end ? -1 : 0; at < run.length; at += 1) {
      if (run[at] === ",") continue;
      text += run[at] ?? " ";
      map.push(origins[index + at]);
    }
    end = index + run.length;
  }
  return { text, map };
}

/** The runs of a matching form: {kind: "word" or "gram", text, index}. */
export const runs = (form) =>
  Array.from(form.matchAll(RUN), ({ 0: text, 1: word, index }) => ({ kind: word ? "word" : "gram", text, index }));

/** Where matching forms stand in a raw text: sorted [start, end) that don't touch. */
export function find(raw, forms) {
  const { text, map } = matchingForm(raw);
  const found = [];
  for (const form of forms) {
    for (let at = text.indexOf(form); form && at >= 0; at = text.indexOf(form, at + 1)) {
      found.push([map[at][0], map[at + form.length - 1][1]]);
    }
  }
  const ranges = [];
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}
