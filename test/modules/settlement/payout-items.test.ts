import fc from 'fast-check';
import { money, system } from '../../../src/kernel/index.js';
import { credit, debit, Ledger } from '../../../src/modules/ledger/index.js';
import { RecordBankAnswer } from '../../../src/modules/settlement/record-bank-answer.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  delivered,
  funded,
  idOf,
  now,
  payouts,
  released,
  runPayouts,
  settled,
  startSettlement,
} from './settlement-app.js';
import { payoutTerms } from '../../support/world.payouts.js';

/** How many sequences; more with SOUK_RACE_ROUNDS. */
const SEQUENCES = Number(process.env.SOUK_RACE_ROUNDS ?? 6);

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
});
afterAll(() => app.stop());

type Step = { do: 'earn' | 'owe'; amount: number } | { do: 'retain'; amount: number } | { do: 'pay' | 'fail' };

const amount = fc.integer({ min: 1, max: 30_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('earn' as const), amount }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('owe' as const), amount }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retain' as const), amount: fc.integer({ min: 0, max: 500 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('pay' as const, 'fail' as const) }) },
);

let count = 0;

async function owe(seller: ActiveSeller, minor: number): Promise<void> {
  count += 1;
  const source = { type: 'test', id: `${idOf(seller)}:${count}`, kind: 'debt' };
  const lines = [
    debit('seller_receivable', money(minor, 'USD'), idOf(seller)),
    credit('psp_clearing', money(minor, 'USD')),
  ];
  await app
    .get(UnitOfWork)
    .run((tx) => app.get(Ledger).post(tx, { source, effectiveAt: now(app), actor: system('test'), lines }));
}

/** The bank has refused it, whether it was asked already or not yet. */
const REFUSED = `
  insert into sandbox_provider.payouts (id, reference, state, currency, amount, destination, failure_code)
  select 'po_' || id, id, 'failed', currency, amount, 'nowhere', 'later' from payouts where id = $1
  on conflict (reference) do update set state = excluded.state, failure_code = excluded.failure_code`;

/** A run whose payouts the bank refuses in passing; what is left is for the next one. */
async function fail(seller: ActiveSeller): Promise<void> {
  await runPayouts(app);
  const open = await app.sql<{ id: string }>(
    `select id from payouts where seller_id = $1 and state in ('draft', 'approved', 'submitted', 'in_transit')`,
    [idOf(seller)],
  );
  const answer = { state: 'failed', code: 'later', failureClass: 'transient' } as const;
  for (const { id } of open) {
    await app.sql(REFUSED, [id]);
    await app.sql(`update payouts set state = 'submitted' where id = $1`, [id]);
    await app.get(UnitOfWork).run((tx) => app.get(RecordBankAnswer).run(tx, id, answer));
    await app.sql(`update payouts set retry_at = null where id = $1`, [id]);
  }
  await app.sql(`delete from deadlines where kind = 'settlement.payout-retry'`);
}

async function take(seller: ActiveSeller, one: Step): Promise<void> {
  if (one.do === 'earn') {
    const parts = { item: one.amount, tax: 0, shipping: 0, commission: 0, total: one.amount };
    await released(app, await delivered(app, seller, parts));
  } else if (one.do === 'owe') await owe(seller, one.amount);
  else if (one.do === 'retain') await payoutTerms(app, { retained: one.amount }, 'USD');
  else if (one.do === 'fail') await fail(seller);
  else {
    await runPayouts(app);
    await settled(app);
  }
}

interface Explained {
  readonly amount: number;
  readonly opening: number;
  readonly closing: number;
  readonly items: number;
}

describe('the items of payouts', () => {
  it(`explain every amount, one after the other, in any order of events (${SEQUENCES} sequences)`, async () => {
    await payoutTerms(app, { alarmFloor: 1_000_000_000_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const seller = await funded(app, { tier: 'T1' }, 0);

        for (const one of [...steps, { do: 'pay' } as const]) await take(seller, one);

        const made = await app.sql<Explained>(
          `select p.amount::int, p.opening_balance::int as opening, p.closing_balance::int as closing,
                  (select sum(i.amount)::int from payout_items i where i.payout_id = p.id) as items
             from payouts p where p.seller_id = $1 order by p.id`,
          [idOf(seller)],
        );
        made.forEach(({ amount: paid, opening, closing, items }, i) => {
          expect(opening + items).toBe(paid + closing);
          expect(opening).toBe(made[i - 1]?.closing ?? 0);
        });
        const [twice] = await app.sql<{ n: number }>(
          `select count(*)::int - count(distinct (journal_id, line))::int as n from payout_items`,
        );
        expect(twice?.n).toBe(0);
        expect(await balance(app, seller).then(({ inTransit }) => inTransit ?? 0)).toBe(0);
      }),
      { numRuns: SEQUENCES },
    );
  });

  it('are of less than the minimum once it has waited for 90 days', async () => {
    await payoutTerms(app, { retained: 0 });
    const seller = await funded(app, { tier: 'T1' }, 0);
    const parts = { item: 500, tax: 0, shipping: 0, commission: 0, total: 500 };
    const id = await delivered(app, seller, parts);
    await released(app, id);

    await runPayouts(app);
    const before = await balance(app, seller);
    await app.sql(`update earnings set released_at = released_at - interval '90 days' where id = $1`, [id]);
    await runPayouts(app);
    await settled(app);

    expect(before).toMatchObject({ available: 500, payoutSkipReason: 'below_minimum' });
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 500 } }]);
  });
});
