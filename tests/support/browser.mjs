// Opens pages of the built guide in Chromium and notes everything that goes wrong meanwhile.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from './chromium.mjs';
import { addressOf, baseUrlOf, onePageOfEachKind } from './output.mjs';
import { STRICT_POLICY, fileFor, serve, typeOf } from './server.mjs';

// The built guide: the folder that SHIRUBE_OUTPUT names, else `public/`.
export const OUTPUT = resolve(process.env.SHIRUBE_OUTPUT ?? fileURLToPath(new URL('../../public', import.meta.url)));
if (!existsSync(join(OUTPUT, 'index.html'))) {
  throw new Error(`${OUTPUT} holds no guide. Build it (cargo run --release -- build), or name its folder in SHIRUBE_OUTPUT.`);
}

// One page of each kind that a reader looks at; redirects only lead on.
export const PAGES = onePageOfEachKind(OUTPUT).filter(({ kind }) => kind !== 'redirect');

export const WIDTHS = [320, 375, 768, 1280];
const HEIGHT = 800;

// A server and a browser: `{open, close}`; `open` is `openPage`.
export async function startGuide() {
  // Below a path, as a pull request's preview is.
  const server = await serve(OUTPUT, { base: '/preview/', policy: STRICT_POLICY });
  const browser = await launch();
  return {
    open: (path, options) => openPage({ server, browser }, path, options),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

// The same for the tests of one file, from its first test to its last: call it at the top of
// the file, then `guide.open(path, …)` in the tests.
export function useGuide() {
  const guide = {};
  before(async () => Object.assign(guide, await startGuide()));
  after(() => guide.close?.());
  return guide;
}

// Opens a page of the output in a fresh browser context: `{page, faults, close}`. `faults` is
// filled as things go wrong: texts of errors, failed, blocked or foreign requests.
async function openPage(guide, path, { width = 1280, height = HEIGHT, script = true, reducedMotion = 'no-preference' } = {}) {
  const context = await guide.browser.newContext({
    viewport: { width, height }, reducedMotion, colorScheme: 'light', javaScriptEnabled: script, locale: 'ja-JP', timezoneId: 'Asia/Tokyo',
  });
  const page = await context.newPage();
  const notFound = path === '404.html';
  const address = notFound ? `${baseUrlOf(OUTPUT)}no/such/page/` : guide.server.url + addressOf(path);
  if (notFound) await answerFromOutput(context, baseUrlOf(OUTPUT));
  const faults = watch(page, new URL(address).origin, notFound ? address : null);
  await context.addInitScript(noteViolationsAndShifts);
  await page.goto(address, { waitUntil: 'load' });
  return { page, faults, close: () => context.close() };
}

// The 404 page holds full addresses, so it is looked at where the guide will be published;
// the files come from the output all the same.
function answerFromOutput(context, baseUrl) {
  return context.route(`${baseUrl}**`, (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname.slice(new URL(baseUrl).pathname.length - 1));
    const found = fileFor(OUTPUT, path)?.file;
    const file = found ?? join(OUTPUT, '404.html');
    return route.fulfill({
      status: found ? 200 : 404, path: file,
      headers: { 'content-type': typeOf(file), 'content-security-policy': STRICT_POLICY },
    });
  });
}

function watch(page, origin, missing) {
  const faults = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // The browser says so of the 404 page itself.
    if (missing && message.location().url === missing) return;
    faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error in a script: ${error.message}`));
  page.on('requestfailed', (request) => faults.push(`failed request: ${request.url()} ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== origin) faults.push(`request to another host: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== missing) faults.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  return faults;
}

// Runs in the page, before its own scripts.
function noteViolationsAndShifts() {
  const noted = { violations: [], shifts: [] };
  Object.defineProperty(globalThis, 'notedByTest', { value: noted });
  document.addEventListener('securitypolicyviolation', (event) => {
    noted.violations.push(`${event.violatedDirective} blocked ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      const names = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.nodeName ?? '?');
      noted.shifts.push({ value: entry.value, names });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

// What the page noted: `{violations: [text], shifts: [{value, names}]}`, after the layout is at rest.
export async function noted(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  });
  return page.evaluate(() => globalThis.notedByTest);
}

export const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement);

// Presses Tab until the element has the focus, as someone without a mouse must.
export async function tabTo(page, locator) {
  for (let stops = 0; stops < 400; stops += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${locator}`);
}
