// Where each row of a long list stands, by arithmetic: rows are of one height, and a
// heading stands before the first of each stretch.

/** @typedef {{ first: number, count: number, word: string }} Stretch */

export class Lines {
  /**
   * @param {Stretch[]} stretches
   * @param {number} total
   * @param {{ high: number, head: number }} measured
   */
  constructor(stretches, total, { high, head }) {
    this.stretches = stretches;
    this.total = total;
    this.high = high;
    this.head = head;
  }

  get height() {
    return this.total * this.high + this.stretches.length * this.head;
  }

  /** Where a row begins. @param {number} at */
  top(at) {
    return at * this.high + this.stretches.filter((each) => each.first <= at).length * this.head;
  }

  /** The row at a height. @param {number} y */
  at(y) {
    const heads = this.stretches.filter((each) => this.top(each.first) - this.head <= y).length;
    return Math.max(0, Math.min(this.total - 1, Math.floor((y - heads * this.head) / this.high)));
  }

  /** First and last row of what is seen, with some beyond. @param {HTMLElement} panel @param {number} beyond */
  seen({ scrollTop, clientHeight }, beyond) {
    const first = Math.max(0, this.at(scrollTop) - beyond);
    return [first, Math.min(this.total - 1, this.at(scrollTop + clientHeight) + beyond)];
  }
}
