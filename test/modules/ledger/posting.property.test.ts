import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { money } from '../../../src/kernel/index.js';
import { credit, debit, type Journal } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { available, journal, post, startLedger } from './ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const CURRENCIES = ['USD', 'JPY', 'KWD'] as const;
const PEOPLE = 4;

interface Transfer {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly currency: string;
}

const transfer = fc.record({
  from: fc.nat(PEOPLE),
  to: fc.nat(PEOPLE),
  amount: fc.integer({ min: 1, max: 5_000 }),
  currency: fc.constantFrom(...CURRENCIES),
});

/** Person 0 is the card network, whose account has no floor. */
function journalOf({ from, to, amount, currency }: Transfer, people: readonly string[]): Journal {
  const sum = money(amount, currency);
  const side = (person: number, of: typeof debit) =>
    person === 0 ? of('psp_clearing', sum) : of('seller_available', sum, people[person]);
  return journal([side(from, debit), side(to, credit)]);
}

/** Moves the model; false when a balance that has a floor would fall below it. */
function apply(model: Map<string, number>, batch: readonly Transfer[]): boolean {
  const next = new Map(model);
  for (const { from, to, amount, currency } of batch) {
    if (from !== 0) next.set(`${from}${currency}`, (next.get(`${from}${currency}`) ?? 0) - amount);
    if (to !== 0) next.set(`${to}${currency}`, (next.get(`${to}${currency}`) ?? 0) + amount);
  }
  if ([...next.values()].some((balance) => balance < 0)) return false;
  next.forEach((value, key) => model.set(key, value));
  return true;
}

describe('any sequence of postings', () => {
  it('agrees with a model, call by call, and keeps the books', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(transfer, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
        async (calls) => {
          const people = Array.from({ length: PEOPLE + 1 }, () => randomUUID());
          const model = new Map<string, number>();

          for (const batch of calls) {
            const isAllowed = apply(model, batch);
            const outcome = await post(app, ...batch.map((each) => journalOf(each, people))).then(
              () => true,
              (error: Error) => !error.message.startsWith('insufficient_balance'),
            );
            expect(outcome).toBe(isAllowed);
          }

          for (const [key, value] of model) {
            expect(await available(app, people[Number(key[0])] as string, key.slice(1))).toBe(value);
          }
          expect(await app.sql('select * from ledger.drift()')).toEqual([]);
          expect(await app.sql('select * from ledger.imbalance()')).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
