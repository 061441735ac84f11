import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputed, disputeJournals, disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { post } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import {
  deliveredSale,
  held,
  openShop,
  paidSale,
  refund,
  refundJournals,
  refundsOf,
  released,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';

/** Of each order of the two; more with SOUK_RACE_ROUNDS. */
const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 10);

interface Counters {
  readonly captured: number;
  readonly refunded: number;
  readonly chargedBack: number;
}

describe('a chargeback and a refund of the same payment', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());
  afterEach(() => expectWorldMatch(app));

  async function releasedSale(shop: Shop): Promise<Sale> {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    return sale;
  }

  const countersOf = async ({ paymentId }: Sale): Promise<Counters | undefined> => {
    const [row] = await app.sql<Counters>(
      `select captured::int, refunded::int, charged_back::int as "chargedBack" from payments where id = $1`,
      [fromWire('pay', paymentId)],
    );
    return row;
  };

  /** What the provider has in its books for the payment. */
  const booksOf = async ({ paymentId }: Sale): Promise<Omit<Counters, 'captured'> | undefined> => {
    const [row] = await app.sql<Omit<Counters, 'captured'>>(
      `select c.refunded::int, c.charged_back::int as "chargedBack" from sandbox_provider.charges c
         join payments p on p.provider_ref = c.id where p.id = $1`,
      [fromWire('pay', paymentId)],
    );
    return row;
  };

  /** The provider is asked for the refund only after the bank has taken the money. */
  async function overtaken(shop: Shop, sale: Sale): Promise<string> {
    const answer = await app.provider.settle().then(() => refundLater(shop, sale));
    expect(answer).toBe(201);
    return openDispute(app, sale.paymentId);
  }

  /** The refund is asked for, and the call to the provider fails at first. */
  async function refundLater(shop: Shop, sale: Sale): Promise<number> {
    const fault = { operation: 'refund', mode: 'error500', times: 1 };
    const headers = { 'content-type': 'application/json' };
    await fetch(new URL('/faults', app.provider.url), { method: 'POST', headers, body: JSON.stringify(fault) });
    return (await refund(app, shop.seller.token, sale, { everything: true })).status;
  }

  it('leaves nothing for a refund, which is refused and changes nothing', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    await openDispute(app, sale.paymentId);
    const before = [await disputeJournals(app, sale.paymentId), await balance(app, shop.seller)];

    const answer = await refund(app, shop.seller.token, sale, { everything: true });
    await heard(app);

    expect([answer.status, answer.body.code]).toEqual([409, 'refund_exceeds_capture']);
    expect([await disputeJournals(app, sale.paymentId), await balance(app, shop.seller)]).toEqual(before);
  });

  it('finds nothing where all of it was refunded', async () => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    await refund(app, shop.seller.token, sale, { everything: true });
    await heard(app);

    const { status, body } = await disputed(app, sale.paymentId);
    await heard(app);

    expect([status, body.error]).toEqual([409, expect.objectContaining({ code: 'nothing_to_dispute' })]);
    expect(await disputesOf(app, shop.finance, sale.paymentId)).toEqual([]);
  });

  it('that overtakes it pays it when it is lost: the refund is done and nothing is sent', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await overtaken(shop, sale);
    const [waiting] = await refundsOf(app, shop.seller.token, sale);

    await verdict(app, ref, 'lost');
    await app.advance('PT10M');

    expect(waiting?.state).toBe('requested');
    expect((await disputeJournals(app, sale.paymentId)).slice(1)).toEqual([
      ['lost', ['D refund_in_transit 13000', 'C dispute_receivable 13000']],
    ]);
    expect((await refundsOf(app, shop.seller.token, sale))[0]?.state).toBe('succeeded');
    expect(Object.keys(await refundJournals(app, waiting?.id ?? ''))).toEqual(['requested']);
    expect([await countersOf(sale), await booksOf(sale)]).toEqual([
      { captured: 13_000, refunded: 13_000, chargedBack: 0 },
      { refunded: 0, chargedBack: 13_000 },
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 0, receivable: 0 });
  });

  it('that overtakes it and is won lets the refund go on', async () => {
    const shop = await openShop(app);
    const sale = await releasedSale(shop);
    const ref = await overtaken(shop, sale);

    await verdict(app, ref, 'won');
    await app.advance('PT10M');
    await heard(app);

    expect((await refundsOf(app, shop.seller.token, sale))[0]?.state).toBe('succeeded');
    expect(await booksOf(sale)).toEqual({ refunded: 13_000, chargedBack: 0 });
  });

  it.each(['won', 'lost'] as const)(
    'whose order is cancelled meanwhile gives the money back once when it is %s',
    async (end) => {
      const shop = await openShop(app);
      const sale = await paidSale(app, shop);
      const ref = await openDispute(app, sale.paymentId);

      const refusal = await post(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/refusal`, {
        reason: 'out_of_stock',
      });
      await heard(app);
      const waiting = await held(app, 'order_escrow', sale.id);
      await verdict(app, ref, end);
      await heard(app);

      expect([refusal.status, refusal.body.state, waiting]).toEqual([200, 'cancelled', 13_000]);
      expect(await held(app, 'order_escrow', sale.id)).toBe(0);
      expect(await booksOf(sale)).toEqual(
        end === 'won' ? { refunded: 13_000, chargedBack: 0 } : { refunded: 0, chargedBack: 13_000 },
      );
      expect(await balance(app, shop.seller)).toEqual({});
    },
  );

  it.each(['refund', 'chargeback'] as const)(
    'that race leave exactly one of them paid, in every round in which the %s sets out first',
    async (first) => {
      const shop = await openShop(app);
      for (let round = 0; round < ROUNDS; round += 1) {
        const sale = round % 2 === 0 ? await paidSale(app, shop) : await releasedSale(shop);
        const ask = () => refund(app, shop.seller.token, sale, { everything: true }).then((answer) => answer);
        const take = () => disputed(app, sale.paymentId);
        const early = first === 'refund' ? ask() : undefined;
        const [taken, asked] = await Promise.all([take(), early ?? ask()]);
        await heard(app);
        if (taken.status === 200) await verdict(app, String(taken.body.id), 'lost');
        await app.drain();
        const [ours, theirs] = [await countersOf(sale), await booksOf(sale)];
        expect((theirs?.refunded ?? 0) + (theirs?.chargedBack ?? 0)).toBe(13_000);
        expect((ours?.refunded ?? 0) + (ours?.chargedBack ?? 0)).toBe(13_000);
        expect([201, 409]).toContain(asked.status);
        expect([200, 409]).toContain(taken.status);
        expect([asked.status === 201, taken.status === 200]).not.toEqual([false, false]);
        expect(await held(app, 'order_escrow', sale.id)).toBe(0);
        await expectWorldMatch(app);
      }
      await app.checkInvariants();
    },
    60_000 + ROUNDS * 20_000,
  );
});
