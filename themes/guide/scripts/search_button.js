// <search-button>: its link, or the key /, opens the search over the page; whatever fails on the
// way follows the link.
customElements.define("search-button", class extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a");
    const load = () => import("./search/guide_search.js");
    const ask = async (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      try {
        const { open } = await load();
        await open(link);
      } catch {
        location.assign(link.href);
      }
    };
    const here = document.querySelector("guide-search");
    // A form that can't search is no use; the lists below it are.
    if (here) load().catch(() => (here.hidden = true));
    this.addEventListener("click", (event) => event.shiftKey || ask(event));
    document.addEventListener("keydown", (event) => {
      const typing = event.isComposing || event.target.closest("input, textarea, select, [contenteditable], dialog");
      if (event.key === "/" && !typing) ask(event);
    });
  }
});
