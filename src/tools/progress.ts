const WIDTH = 30;

/** One line that is drawn over; a plain line now and then where there is no terminal. */
export class Progress {
  private lastDrawn = 0;

  constructor(
    private readonly what: string,
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stderr,
  ) {}

  show(done: number, note: string, now: number): void {
    const interval = this.out.isTTY ? 100 : 10_000;
    if (done < this.total && now - this.lastDrawn < interval) return;
    this.lastDrawn = now;
    const share = this.total === 0 ? 1 : Math.min(1, done / this.total);
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const line = `${this.what} ${bar} ${Math.floor(share * 100)}% ${note}`;
    this.out.write(this.out.isTTY ? `\r\u001b[2K${line}${done >= this.total ? '\n' : ''}` : `${line}\n`);
  }
}
