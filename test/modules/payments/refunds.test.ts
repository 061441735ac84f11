import { randomUUID } from 'node:crypto';
import { expectWorldMatch } from '../../support/world.payments.js';
import { PaymentsWorld, type Opened } from './payments-app.js';

const world = new PaymentsWorld();
beforeAll(() => world.start({ config: { providerTimeoutMs: 1_000 } }));
afterAll(async () => {
  await expectWorldMatch(world.app);
  await world.app.stop();
});

const refundsOf = ({ id }: Opened) =>
  world.app.sql<{ state: string; amount: string }>(
    `select state, amount::int as amount from refunds where payment_id = $1 order by id`,
    [id],
  );
const counters = async ({ id }: Opened) => {
  const [row] = await world.app.sql<{ counters: number[] }>(
    `select array_prepend(p.refunded::int, array(select s.refunded::int from payment_parts s where s.payment_id = p.id
       order by s.amount desc)) as counters from payments p where p.id = $1`,
    [id],
  );
  return row?.counters;
};
const balance = async (account: string, owner: string) => {
  const [row] = await world.app.sql<{ balance: string }>(
    `select coalesce(sum(case e.side when 'C' then e.amount else -e.amount end), 0) as balance
       from ledger.entry e join ledger.account a on a.id = e.account_id where a.type_code = $1 and a.owner_id = $2`,
    [account, owner],
  );
  return Number(row?.balance);
};

describe('a refund', () => {
  it('leaves escrow when it is asked for and reaches the buyer through the provider', async () => {
    const payment = await world.paid([8_000, 5_000]);

    const refundId = await world.refund(payment, 8_000);
    const onItsWay = await balance('refund_in_transit', refundId);
    await world.settle();

    expect(onItsWay).toBe(8_000);
    expect(await balance('refund_in_transit', refundId)).toBe(0);
    expect(await balance('order_escrow', payment.sellerOrders[0]!)).toBe(0);
    expect(await balance('order_escrow', payment.sellerOrders[1]!)).toBe(5_000);
    expect(await refundsOf(payment)).toEqual([{ state: 'succeeded', amount: 8_000 }]);
    expect(await counters(payment)).toEqual([8_000, 8_000, 0]);
  });

  it('of one cause is made once, however often it is asked for', async () => {
    const payment = await world.paid();
    const cause = randomUUID();

    const ids = await Promise.all(Array.from({ length: 8 }, () => world.refund(payment, 1_000, cause)));
    await world.settle();

    expect(new Set(ids).size).toBe(1);
    expect(await counters(payment)).toEqual([1_000, 1_000, 0]);
  });

  it('never exceeds what its seller order paid, even with many at once', async () => {
    const payment = await world.paid([8_000, 5_000]);

    const results = await Promise.allSettled(Array.from({ length: 10 }, () => world.refund(payment, 3_000)));
    await world.settle();

    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2);
    expect(await counters(payment)).toEqual([6_000, 6_000, 0]);
    expect(await balance('order_escrow', payment.sellerOrders[0]!)).toBe(2_000);
  });

  it('of another seller order’s money is refused', async () => {
    const payment = await world.paid([8_000, 5_000]);

    await expect(world.refund(payment, 8_001)).rejects.toThrow('refund_exceeds_capture');

    expect(await counters(payment)).toEqual([0, 0, 0]);
    expect(await refundsOf(payment)).toEqual([]);
  });

  it('before the capture is refused', async () => {
    const payment = await world.open();

    await expect(world.refund(payment, 1)).rejects.toThrow('payment_not_captured');

    expect(await refundsOf(payment)).toEqual([]);
  });

  it('that the provider cannot make becomes credit of the buyer', async () => {
    const payment = await world.paid([8_000], 'tok_refund_fails');

    const refundId = await world.refund(payment, 8_000);
    await world.settle();

    const [row] = await world.app.sql<{ buyer: string }>('select buyer_id as buyer from payments where id = $1', [
      payment.id,
    ]);
    expect(await refundsOf(payment)).toEqual([{ state: 'failed', amount: 8_000 }]);
    expect(await balance('refund_in_transit', refundId)).toBe(0);
    expect(await balance('buyer_credit', row!.buyer)).toBe(8_000);
  });

  it.each([
    ['timeout', true],
    ['timeout', false],
    ['html-error', true],
    ['error500', false],
  ])('whose answer is lost (%s, booked: %s) is paid back once', async (mode, booked) => {
    const payment = await world.paid();
    await world.provider('/faults', { operation: 'refund', mode, booked });

    await world.refund(payment, 700);
    await world.settle();

    expect(await refundsOf(payment)).toEqual([{ state: 'succeeded', amount: 700 }]);
    expect(await world.journalsOf(payment)).toHaveLength(4);
  });
});
