// Runs in pages that `shirube serve` sends: reloads the page when what it shows has changed, swaps
// its style sheet, and shows what is wrong with the sources. Published pages don't have it.
(() => {
  'use strict';
  const own = document.currentScript;
  let shown = own.dataset.page;
  let style = own.dataset.style;
  const language = own.dataset.language;
  const words = {
    ja: {
      title: 'プレビュー',
      problems: (errors, warnings) => [errors && `エラー ${errors}`, warnings && `警告 ${warnings}`].filter(Boolean).join('、'),
      error: 'エラー',
      warning: '警告',
      kept: '最後に問題のなかったときのページを見せています。',
      more: (count) => `ほかに ${count} 件あります。端末に出ています。`,
      help: '対処',
      close: '閉じる',
      open: '問題を見る',
      offline: 'プレビューとつながっていません',
    },
    en: {
      title: 'Preview',
      problems: (errors, warnings) => [
        errors && `${errors} ${errors === 1 ? 'error' : 'errors'}`,
        warnings && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
      ].filter(Boolean).join(', '),
      error: 'error',
      warning: 'warning',
      kept: 'This is the page as it was without errors.',
      more: (count) => `${count} more are shown in the terminal.`,
      help: 'help',
      close: 'Close',
      open: 'Show problems',
      offline: 'Not connected to the preview',
    },
  }[language];

  const LOOK = `
    :host { all: initial; }
    * { box-sizing: border-box; }
    .panel, .badge, .offline {
      position: fixed; z-index: 2147483647; font: 15px/1.6 system-ui, sans-serif;
      color: #1a1a1a; background: #fff; border: 1px solid #767676; border-radius: 6px;
      box-shadow: 0 2px 12px rgb(0 0 0 / 30%);
    }
    .panel { inset: auto 12px 12px 12px; max-height: 60vh; overflow: auto; padding: 12px 16px; border-top: 6px solid #c2410c; }
    .panel.error { border-top-color: #b91c1c; }
    .badge { right: 12px; bottom: 12px; padding: 4px 12px; cursor: pointer; }
    .offline { left: 12px; bottom: 12px; padding: 2px 10px; font-size: 13px; color: #555; }
    header { display: flex; gap: 16px; align-items: baseline; justify-content: space-between; }
    h2 { margin: 0; font-size: 17px; }
    p { margin: 4px 0; }
    ol { margin: 8px 0 0; padding: 0; list-style: none; }
    li { padding: 8px 0; border-top: 1px solid #ccc; overflow-wrap: anywhere; }
    code { font: 14px/1.5 ui-monospace, monospace; }
    .code { color: #555; }
    .help { white-space: pre-wrap; }
    button { font: inherit; color: inherit; }
    .panel button { padding: 2px 12px; cursor: pointer; background: #f2f2f2; border: 1px solid #767676; border-radius: 4px; }
    :focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
    [hidden] { display: none !important; }
    @media (prefers-color-scheme: dark) {
      .panel, .badge, .offline { color: #f2f2f2; background: #1f1f1f; }
      .offline, .code { color: #bbb; }
      .panel button { background: #333; }
      li { border-color: #555; }
      :focus-visible { outline-color: #93c5fd; }
    }
    @media print { .panel, .badge, .offline { display: none; } }
  `;

  // Words of the sources are set as text, never as markup.
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  class ShirubeLive extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      root.adoptedStyleSheets = [sheet];
      this.lang = language;
      this.panel = element('section', { class: 'panel', 'aria-label': words.title, tabindex: '-1', hidden: '' });
      this.badge = element('button', { class: 'badge', type: 'button', 'aria-label': words.open, hidden: '' });
      this.offline = element('p', { class: 'offline', role: 'status', hidden: '' });
      this.badge.addEventListener('click', () => this.open(true));
      root.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && !event.isComposing) this.dismiss();
      });
      root.append(this.panel, this.badge, this.offline);
      this.told = '';
    }

    show(state) {
      const told = JSON.stringify(state.problems);
      if (told === this.told) return;
      this.told = told;
      this.panel.replaceChildren(...this.contents(state));
      this.panel.classList.toggle('error', state.errors > 0);
      const count = words.problems(state.errors, state.warnings);
      this.badge.textContent = count;
      this.badge.setAttribute('aria-label', `${count}: ${words.open}`);
      if (state.errors > 0) this.open(false);
      else this.close(state.problems.length > 0);
    }

    contents(state) {
      if (state.problems.length === 0) return [];
      const close = element('button', { type: 'button' }, words.close);
      close.addEventListener('click', () => this.dismiss());
      const count = element('h2', {}, words.problems(state.errors, state.warnings));
      const title = element('div', state.errors > 0 ? { role: 'alert' } : {}, count);
      const list = element('ol', {}, ...state.problems.map(item));
      const parts = [element('header', {}, title, close)];
      if (state.errors > 0) parts.push(element('p', {}, words.kept));
      parts.push(list);
      const rest = state.errors + state.warnings - state.problems.length;
      if (rest > 0) parts.push(element('p', {}, words.more(rest)));
      return parts;
    }

    // The focus goes along only when somebody asked for it.
    open(isAskedFor) {
      this.panel.hidden = false;
      this.badge.hidden = true;
      if (isAskedFor) this.panel.focus();
    }

    close(hasProblems) {
      this.panel.hidden = true;
      this.badge.hidden = !hasProblems;
    }

    dismiss() {
      const hadFocus = this.shadowRoot.activeElement !== null;
      this.close(this.panel.childElementCount > 0);
      if (hadFocus && !this.badge.hidden) this.badge.focus();
    }

    connected(isConnected) {
      this.offline.textContent = isConnected ? '' : words.offline;
      this.offline.hidden = isConnected;
    }
  }

  function item(problem) {
    const place = [problem.file, problem.line, problem.column].filter((part) => part != null).join(':');
    const line = element('p', {}, `${words[problem.severity]}: ${problem.message} `, element('code', { class: 'code' }, `[${problem.code}]`));
    const parts = [element('code', {}, place), line];
    if (problem.help) parts.push(element('p', { class: 'help' }, `${words.help}: ${problem.help}`));
    return element('li', {}, ...parts);
  }

  customElements.define('shirube-live', ShirubeLive);
  const live = document.createElement('shirube-live');
  document.documentElement.append(live);

  // The browser mostly keeps the place by itself; not when the page is higher than before.
  const PLACE = 'shirube-live-place';
  function reload() {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    } catch {
      // Without storage the browser's own memory has to do.
    }
    location.reload();
  }
  function returnToPlace() {
    try {
      const place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
      if (place?.path !== location.pathname) return;
      const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: 'instant' });
      scroll();
      if (document.readyState !== 'complete') addEventListener('load', scroll, { once: true });
    } catch {
      // As above.
    }
  }
  returnToPlace();

  function swapStyle(address) {
    const old = [...document.querySelectorAll('link[rel~="stylesheet"]')]
      .find((link) => new URL(link.href).pathname === new URL(style, location.href).pathname);
    style = address;
    if (!old) return;
    const next = old.cloneNode();
    next.href = address;
    // Both are there until the new one is, so that nothing is ever shown without a style.
    next.addEventListener('load', () => old.remove(), { once: true });
    old.after(next);
  }

  let isAsking = false;
  let asksAgain = false;
  async function ask() {
    if (isAsking) {
      asksAgain = true;
      return;
    }
    isAsking = true;
    try {
      do {
        asksAgain = false;
        const response = await fetch(`/__shirube/state${location.pathname}`, { cache: 'no-store' });
        if (!response.ok) break;
        const state = await response.json();
        if (state.page !== null && state.page !== shown) {
          shown = state.page;
          reload();
          return;
        }
        if (state.style !== null && state.style !== style) swapStyle(state.style);
        live.show(state);
      } while (asksAgain);
    } catch {
      // The connection says when there is something to ask again.
    } finally {
      isAsking = false;
    }
  }

  // A page that nobody sees keeps no connection: a browser has only six to one host.
  let source = null;
  let again = 0;
  function connect() {
    clearTimeout(again);
    if (source || document.visibilityState === 'hidden') return;
    source = new EventSource('/__shirube/events');
    source.addEventListener('open', () => live.connected(true));
    source.addEventListener('pages', ask);
    source.addEventListener('rest', ask);
    source.addEventListener('error', () => {
      live.connected(false);
      if (source?.readyState === EventSource.CLOSED) {
        disconnect();
        again = setTimeout(connect, 1000);
      }
    });
  }
  function disconnect() {
    clearTimeout(again);
    source?.close();
    source = null;
  }
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? disconnect() : connect()));
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);
  connect();
})();
