// Chance that is the same on every machine.

// Numbers from 0 to 1 (mulberry32).
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Chance {
  constructor(seed) {
    this.next = randomOf(seed);
  }

  // A whole number from `least` to `most`.
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  happens(probability) {
    return this.next() < probability;
  }

  of(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  // `count` different ones.
  several(list, count) {
    const chosen = new Set();
    while (chosen.size < Math.min(count, list.length)) chosen.add(this.of(list));
    return [...chosen];
  }

  shuffle(list) {
    for (let last = list.length - 1; last > 0; last -= 1) {
      const other = this.between(0, last);
      [list[last], list[other]] = [list[other], list[last]];
    }
    return list;
  }
}

// A list whose words are drawn as often as those of a language: the one at rank r about
// 1 / (r + offset) of the time (Zipf and Mandelbrot).
export class Ranked {
  constructor(words, offset) {
    this.words = words;
    let sum = 0;
    this.sums = words.map((_, rank) => (sum += 1 / (rank + offset)));
  }

  draw(chance) {
    const wanted = chance.next() * this.sums.at(-1);
    let [low, high] = [0, this.sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return this.words[low];
  }
}
