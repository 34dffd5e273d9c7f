// What axe-core finds in a page as it stands.

import axe from 'axe-core';

// The rules that look at colours. Of a page that was seen in one scheme, the other can break no
// others.
const COLOURS = ['color-contrast', 'link-in-text-block'];

// Texts of violations, of whatever weight.
export async function violations(page, { coloursOnly = false } = {}) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe.source);
  return page.evaluate(look, coloursOnly ? COLOURS : null);
}

// Runs in the page: some rules, or all but one.
async function look(only) {
  const found = await globalThis.axe.run(document, {
    resultTypes: ['violations'],
    ...(only ? { runOnly: only } : {
      // It cuts both texts into words, and 難しさで is cut unlike 難しさ; the plain rule stands below.
      rules: { 'label-content-name-mismatch': { enabled: false } },
    }),
  });
  const texts = found.violations.map(({ id, impact, help, nodes }) =>
    `${impact}: ${id}: ${help} (${nodes.length}), such as ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
  const bare = (text) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  for (const element of document.querySelectorAll(':is(a, button, summary)[aria-label]')) {
    if (element.checkVisibility() && !bare(element.ariaLabel).includes(bare(element.innerText))) {
      texts.push(`the name that is said lacks the text that is seen: ${element.outerHTML.slice(0, 200)}`);
    }
  }
  return texts;
}
