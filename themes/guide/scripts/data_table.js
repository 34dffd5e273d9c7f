// <data-table>: filters and sorts the rows of its table; the state stands in the address.
// The headings become buttons; output[data-shown] holds the words for the count.

/** Folds width, case and kana, so that ﾄｳ, トウ and とう are the same. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().trim()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

// What a cell is sorted by: what it says beside its text, or its text, of which numbers begin with
// theirs; nothing where the value isn't known.
function keyOf(cell, number) {
  if (cell.classList.contains("unknown")) return "";
  const text = cell.dataset.sort ?? cell.textContent.trim();
  return number ? Number.parseFloat(text.replaceAll(",", "").replace("−", "-")) : text;
}

class DataTable extends HTMLElement {
  #listeners;
  #form;
  #headers;
  #groups;
  #sort = ""; // a column, from 0; with a minus in front: downwards; empty: the first order
  #collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  connectedCallback() {
    this.#listeners = new AbortController();
    this.#form = this.querySelector("form");
    this.#headers = [...this.querySelectorAll("thead th")];
    this.#groups ??= [...this.querySelectorAll("tbody")].map((body) => {
      const heading = body.querySelector(".group");
      const rows = [...body.rows].filter((row) => row !== heading)
        .map((row) => ({ row, text: fold(row.cells[0].textContent), filter: row.dataset.filter.split(" ") }));
      return { body, heading, rows };
    });
    this.#headers.forEach((header, column) => this.#addButton(header, column));
    this.#listen();
    this.#restore();
    this.#show();
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  #addButton(header, column) {
    const name = header.querySelector("span");
    if (name.firstElementChild) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name.textContent;
    button.dataset.column = column;
    name.replaceChildren(button);
  }

  #listen() {
    const { signal } = this.#listeners;
    this.#form.addEventListener("input", () => this.#change(), { signal });
    this.#form.addEventListener("reset", () => setTimeout(() => {
      this.#sort = "";
      this.#change();
    }), { signal });
    this.#form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.querySelector("thead").addEventListener("click", (event) => {
      const column = event.target.dataset.column;
      if (column === undefined) return;
      this.#sort = { [column]: `-${column}`, [`-${column}`]: "" }[this.#sort] ?? column;
      this.#change();
    }, { signal });
  }

  #change() {
    // Others keep theirs in the address, too.
    const state = new URLSearchParams(location.search);
    for (const { name } of this.#form.elements) state.delete(name);
    state.delete("sort");
    for (const [name, value] of new FormData(this.#form)) if (value) state.set(name, value);
    if (this.#sort) state.set("sort", this.#sort);
    history.replaceState(null, "", (String(state) && `?${state}`) || location.pathname);
    this.#show();
  }

  #restore() {
    const state = new URLSearchParams(location.search);
    const sort = state.get("sort") ?? "";
    if (this.#headers[sort.replace(/^-/, "")]) this.#sort = sort;
    for (const [name, value] of state) {
      const control = this.#form.elements.namedItem(name);
      if (control && "value" in control) control.value = value;
    }
  }

  #show() {
    const query = fold(this.#form.q.value);
    const wanted = [...this.#form.querySelectorAll("[data-filter]")].map((control) => control.value).filter(Boolean);
    let count = 0;
    for (const { heading, rows } of this.#groups) {
      let inGroup = 0;
      for (const { row, text, filter } of rows) {
        row.hidden = !text.includes(query) || !wanted.every((option) => filter.includes(option));
        if (!row.hidden) inGroup += 1;
      }
      if (heading) heading.hidden = inGroup === 0;
      count += inGroup;
    }
    this.#order(this.#sort);
    const output = this.#form.querySelector("output");
    output.textContent = count ? output.dataset.shown.replace("{n}", count) : output.dataset.nothing;
  }

  #order(sort) {
    const column = sort.replace("-", "");
    this.#headers.forEach((header, index) => {
      if (column !== String(index)) header.removeAttribute("aria-sort");
      else header.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    });
    this.toggleAttribute("data-sorted", sort !== "");
    if (sort === "") {
      for (const { body, rows } of this.#groups) body.append(...rows.map(({ row }) => row));
      return;
    }
    const number = this.#headers[column].classList.contains("number");
    const key = (row) => column === "0"
      ? fold(row.cells[0].querySelector("small")?.textContent || row.cells[0].textContent)
      : keyOf(row.cells[column], number);
    const rows = this.#groups.flatMap((group) => group.rows.map(({ row }) => ({ row, key: key(row) })));
    const direction = sort.startsWith("-") ? -1 : 1;
    rows.sort((a, b) => {
      if (a.key === "" || b.key === "") return (a.key === "") - (b.key === "");
      return direction * (number ? a.key - b.key : this.#collator.compare(a.key, b.key));
    });
    this.#groups[0].body.append(...rows.map(({ row }) => row));
  }
}

customElements.define("data-table", DataTable);
