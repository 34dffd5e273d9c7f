// <contents-list>: open beside the text on a wide screen, and it marks the heading one is reading.
class ContentsList extends HTMLElement {
  #listeners;
  #observer;

  connectedCallback() {
    const details = this.querySelector("details");
    const wide = matchMedia("(min-width: 60rem)");
    this.#listeners = new AbortController();
    details.open = wide.matches;
    wide.addEventListener("change", () => (details.open = wide.matches), this.#listeners);

    const links = new Map();
    for (const link of this.querySelectorAll("a[href^='#']")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    let current;
    this.#observer = new IntersectionObserver((entries) => {
      const entered = entries.find((entry) => entry.isIntersecting);
      if (!entered) return;
      current?.removeAttribute("aria-current");
      current = links.get(entered.target);
      current.setAttribute("aria-current", "true");
    }, { rootMargin: "0px 0px -70% 0px" });
    for (const heading of links.keys()) this.#observer.observe(heading);
  }

  disconnectedCallback() {
    this.#listeners.abort();
    this.#observer.disconnect();
  }
}

customElements.define("contents-list", ContentsList);
