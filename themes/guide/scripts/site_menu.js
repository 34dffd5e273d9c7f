// <site-menu>: the phone's menu closes by Escape and by a click elsewhere.
class SiteMenu extends HTMLElement {
  #listeners;

  connectedCallback() {
    const details = this.querySelector("details");
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    document.addEventListener("click", (event) => {
      if (!this.contains(event.target)) details.open = false;
    }, { signal });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    }, { signal });
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }
}

customElements.define("site-menu", SiteMenu);
