// <search-button>: its link, or the key /, opens the search over the page. The dialog takes its
// form from the search page; whatever fails on the way follows the link.
class SearchButton extends HTMLElement {
  #link;
  #dialog;
  #busy = false;

  connectedCallback() {
    this.#link = this.querySelector("a");
    const here = document.querySelector("guide-search");
    // A form that can't search is no use; the lists below it are.
    if (here) import("./search/guide_search.js").catch(() => (here.hidden = true));
    this.addEventListener("click", (event) => event.shiftKey || this.#ask(event));
    document.addEventListener("keydown", (event) => {
      const typing = event.isComposing || event.target.closest("input, textarea, select, [contenteditable], dialog");
      if (event.key === "/" && !typing) this.#ask(event);
    });
  }

  async #ask(event) {
    // A second click, while the first waits for the network, follows the link.
    if (this.#busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#busy = true;
    try {
      const here = document.querySelector("main guide-search");
      if (here) await import("./search/guide_search.js");
      else (this.#dialog ??= await this.#makeDialog()).showModal();
      (here ?? this.#dialog.firstChild).focus();
    } catch {
      location.assign(this.#link.href);
    }
    this.#busy = false;
  }

  async #makeDialog() {
    const { href, textContent } = this.#link;
    const [response] = await Promise.all([
      fetch(href),
      import("./search/guide_search.js").then(({ prepare }) => prepare(href)),
    ]);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const search = document.importNode(page.querySelector("guide-search"), true);
    search.querySelector("form").action = href;
    for (const link of search.querySelectorAll("a")) link.href = href;
    const dialog = document.createElement("dialog");
    dialog.className = "search-dialog";
    dialog.ariaLabel = textContent;
    dialog.append(search);
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog || target.closest("[data-close]")) dialog.close();
    });
    addEventListener("hashchange", () => dialog.close()); // a result on this very page
    document.body.append(dialog);
    return dialog;
  }
}

customElements.define("search-button", SearchButton);
