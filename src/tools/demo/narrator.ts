interface Money {
  readonly amount: number;
  readonly currency: string;
}

export const usd = (amount: number): Money => ({ amount, currency: 'USD' });

export function show({ amount, currency }: Money): string {
  return `${(amount / 100).toFixed(2)} ${currency}`;
}

/** Prints the story: a heading for each chapter, a line for each answer that matters. */
export class Narrator {
  private chapter = 0;

  constructor(private readonly out: NodeJS.WritableStream) {}

  begin(title: string): void {
    this.chapter += 1;
    this.out.write(`\n${this.chapter}. ${title}\n`);
  }

  say(line: string): void {
    this.out.write(`   ${line}\n`);
  }
}
