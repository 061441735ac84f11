import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DayBook, type Placed } from '../../../src/tools/replay/day-book.js';

/** Some megabytes: more than one part. */
const ORDERS = 40_000;

describe('the orders that a replay has placed', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'souk-book-'));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  const placed = (nth: number): Placed => ({
    orderId: `order-${nth}`,
    status: 'delivered',
    id: `ord_${String(nth).padStart(26, '0')}`,
    buyer: `buyer-${nth}`.padEnd(60, '-'),
    total: nth,
  });

  it('are told once each, also those that a second run has noted again', async () => {
    const lines = Array.from({ length: ORDERS }, (_, nth) => `${JSON.stringify(placed(nth))}\n`);
    await appendFile(join(home, 'placed.jsonl'), [...lines, ...lines.slice(0, 5_000)].join(''));
    let [count, sum] = [0, 0];

    for await (const { total } of new DayBook(home).placed()) [count, sum] = [count + 1, sum + total];

    expect(count).toBe(ORDERS);
    expect(sum).toBe((ORDERS * (ORDERS - 1)) / 2);
    expect(await readdir(home)).toEqual(['placed.jsonl']);
  });

  it('are none before the first one', async () => {
    const all: Placed[] = [];

    for await (const each of new DayBook(home).placed()) all.push(each);

    expect(all).toEqual([]);
  });
});
