// <place-map>: colours its dots by the indicator that a reader chooses; the choice stands in the
// address. Steps and values of every indicator stand on the dots; a dot's title is its name and a value.

class PlaceMap extends HTMLElement {
  #listeners;
  #shown = 0; // the choice whose values stand in the titles

  connectedCallback() {
    const select = this.querySelector("select");
    if (!select) return;
    this.#listeners = new AbortController();
    const wanted = new URLSearchParams(location.search).get(select.name);
    if (wanted && select.options[wanted]) select.value = wanted;
    select.form.addEventListener("submit", (event) => event.preventDefault(), { signal: this.#listeners.signal });
    select.addEventListener("change", () => {
      this.#colour(select.selectedIndex);
      const state = new URLSearchParams(location.search);
      if (select.selectedIndex === 0) state.delete(select.name);
      else state.set(select.name, select.value);
      history.replaceState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}${location.hash}`);
    }, { signal: this.#listeners.signal });
    this.#colour(select.selectedIndex);
  }

  disconnectedCallback() {
    this.#listeners?.abort();
  }

  #colour(choice) {
    for (const dot of this.querySelectorAll("[data-steps]")) {
      dot.setAttribute("class", `place step-${dot.dataset.steps[choice]}`);
      const values = dot.dataset.values.split("\n");
      const title = dot.querySelector("title");
      title.textContent = title.textContent.slice(0, -values[this.#shown].length) + values[choice];
    }
    this.#shown = choice;
    this.querySelectorAll(":scope > div").forEach((legend, index) => { legend.hidden = index !== choice; });
  }
}

customElements.define("place-map", PlaceMap);
