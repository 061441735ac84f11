import { randomUUID } from 'node:crypto';
import type { Id } from '../../../src/kernel/index.js';
import { booked } from '../../support/booked.js';
import type { Fields } from '../../support/stripe-books.js';
import type { Opened } from '../payments/payments-app.js';
import { StripeWorld, VISA } from './stripe-app.js';

const world = new StripeWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(async () => {
  await world.settle();
  world.stripe.reset();
});

const refundsOf = ({ id }: Opened) =>
  world.app.sql<{ state: string; amount: number; code: string | null }>(
    `select state, amount::int as amount, failure_code as code from refunds where payment_id = $1 order by id`,
    [id],
  );
const atStripe = async (payment: Opened): Promise<Fields[]> => {
  const [intent] = await world.intentsOf(payment);
  return world.stripe.books.refundsOf(String(intent?.id));
};
const creditOf = async ({ id }: Opened): Promise<number> => {
  const [row] = await world.app.sql<{ credit: number }>(
    `select coalesce(sum(case e.side when 'C' then e.amount else -e.amount end), 0)::int as credit
       from payments p join ledger.account a on a.owner_id = p.buyer_id and a.type_code = 'buyer_credit'
       join ledger.entry e on e.account_id = a.id where p.id = $1`,
    [id],
  );
  return row?.credit ?? 0;
};
const isFresh = (refundId: Id<'rfd'>) => world.app.sql('select state from refunds where id = $1', [refundId]);

describe('a refund by Stripe', () => {
  it('is made for our reference, with the payment’s intent and under a key of its own', async () => {
    const payment = await world.paid([8_000, 5_000], VISA);

    const refundId = await world.refund(payment, 3_000);
    await world.settle();

    const [call] = world.stripe.callsOf('refund');
    const [intent] = await world.intentsOf(payment);
    expect(call).toMatchObject({
      key: `${refundId}:refund`,
      form: { payment_intent: intent?.id, amount: '3000', 'metadata[souk_reference]': refundId },
    });
    expect(await refundsOf(payment)).toEqual([{ state: 'succeeded', amount: 3_000, code: null }]);
    expect(await atStripe(payment)).toMatchObject([{ amount: 3_000, status: 'succeeded' }]);
  });

  it('of one cause is made once, however often it is asked for', async () => {
    const payment = await world.paid([8_000], VISA);
    const cause = randomUUID();

    await Promise.all(Array.from({ length: 5 }, () => world.refund(payment, 1_000, cause)));
    await world.settle();

    expect(await atStripe(payment)).toHaveLength(1);
    expect(await refundsOf(payment)).toEqual([{ state: 'succeeded', amount: 1_000, code: null }]);
  });

  it('that fails becomes credit of the buyer', async () => {
    const payment = await world.paid([8_000], 'pm_card_refundFail');

    await world.refund(payment, 8_000);
    await world.settle();

    expect(await refundsOf(payment)).toEqual([{ state: 'failed', amount: 8_000, code: 'expired_or_canceled_card' }]);
    expect(await creditOf(payment)).toBe(8_000);
  });

  it.each([
    ['succeeded', null, 0],
    ['failed', 'lost_or_stolen_card', 8_000],
  ] as const)('that is on its way waits for the message: %s', async (status, code, credit) => {
    const payment = await world.paid([8_000], 'pm_card_pendingRefund');
    const refundId = await world.refund(payment, 8_000);
    await world.settle();
    const before = await isFresh(refundId);
    const [refund] = await atStripe(payment);

    world.stripe.books.endRefund(refund ?? {}, status);
    await world.settle();

    expect(before).toEqual([{ state: 'requested' }]);
    expect(await refundsOf(payment)).toEqual([{ state: status, amount: 8_000, code }]);
    expect(await creditOf(payment)).toBe(credit);
  });

  it.each([
    ['timeout', true],
    ['timeout', false],
    ['html', true],
    ['500', false],
    ['cut', true],
    ['429', false],
  ] as const)('whose answer is lost (%s, booked: %s) is paid back once', async (mode, booked) => {
    const payment = await world.paid([8_000], VISA);
    world.stripe.fail('refund', mode, booked);

    await world.refund(payment, 700);
    await world.app.drain();
    world.forget();
    await world.app.advance('PT3M');

    expect(await refundsOf(payment)).toEqual([{ state: 'succeeded', amount: 700, code: null }]);
    expect(await atStripe(payment)).toHaveLength(1);
    expect(await world.journalsOf(payment)).toHaveLength(3);
  });

  it('that fails after it had succeeded came back: the buyer has it as credit, once', async () => {
    const payment = await world.paid([8_000], VISA);
    const refundId = await world.refund(payment, 700);
    await world.settle();
    const before = await creditOf(payment);
    const [refund] = await atStripe(payment);

    world.stripe.books.endRefund(refund ?? {}, 'failed');
    const [event] = world.stripe.books.events.splice(0);
    const again = { ...event, id: 'evt_again', type: 'charge.refund.updated' };
    await Promise.all([world.tell(event ?? {}), world.tell(again), world.tell(event ?? {})]);
    await world.app.drain();
    await world.tell({ ...event, id: 'evt_late' });
    await world.app.drain();

    expect(before).toBe(0);
    expect(await refundsOf(payment)).toEqual([{ state: 'failed', amount: 700, code: 'lost_or_stolen_card' }]);
    expect(await creditOf(payment)).toBe(700);
    expect(await booked(world.app, 'refund', refundId)).toEqual({
      requested: 'order_escrow 7.00 | refund_in_transit 7.00',
      confirmed: 'refund_in_transit 7.00 | psp_clearing 7.00',
      returned: 'psp_clearing 7.00 | refund_in_transit 7.00',
      rejected: 'refund_in_transit 7.00 | buyer_credit 7.00',
    });
    expect(await world.inbox(event?.id)).toEqual([{ state: 'applied', note: null }]);
    const [told] = await world.app.sql(
      `select count(*)::int as n from outbox_events where name = 'refund.failed' and subject_id = $1`,
      [refundId],
    );
    expect(told).toEqual({ n: 1 });
  });

  it('is not given back twice by a message that Stripe does not stand by: that is put aside for a person', async () => {
    const payment = await world.paid([8_000], VISA);
    await world.refund(payment, 700);
    await world.settle();
    const before = await world.traces(payment);
    const [refund] = await atStripe(payment);

    world.stripe.books.endRefund(refund ?? {}, 'failed');
    const [event] = structuredClone(world.stripe.books.events.splice(0));
    Object.assign(refund ?? {}, { status: 'succeeded', failure_reason: undefined });
    await world.tell(event ?? {});
    await world.app.drain();

    expect(await world.inbox(event?.id)).toEqual([{ state: 'quarantined', note: 'failed_after_success' }]);
    expect(await world.traces(payment)).toEqual(before);
  });
});
