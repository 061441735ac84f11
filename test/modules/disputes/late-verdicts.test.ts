import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import {
  decided,
  disputed,
  disputeJournals,
  disputesOf,
  heard,
  openDispute,
  takes,
  verdict,
} from '../../support/world.disputes.js';
import { post } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import {
  deliveredSale,
  held,
  openShop,
  paidSale,
  refund,
  refundsOf,
  released,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';
import { balance } from '../settlement/settlement-app.js';

/** All of a sale. */
const ALL = 13_000;

describe('a second dispute of a payment, heard of before the first gave its money back', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    shop = await openShop(app);
  });
  afterEach(async () => {
    await expectWorldMatch(app);
    await app.checkInvariants();
  });
  afterAll(() => app.stop());

  /** What the provider does without a word. */
  async function unheard(work: () => Promise<unknown>): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ operation: 'dispute', mode: 'drop-webhook', times: 1 });
    await fetch(new URL('/faults', app.provider.url), { method: 'POST', headers, body });
    await work();
  }

  /** The provider tells of the dispute after all, and that is followed. */
  async function told(ref: string): Promise<void> {
    await app.sql(
      `insert into sandbox_provider.webhooks (event_id, family, body, due_at)
       select 'evt_late_' || t.id, 'payments',
              sandbox_provider.envelope('evt_late_' || t.id, 'dispute.updated', sandbox_provider.dispute_view(t)), now()
         from sandbox_provider.disputes t where t.id = $1`,
      [ref],
    );
    await heard(app);
  }

  const soldAndReleased = async (): Promise<Sale> => {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    return sale;
  };

  /** The first dispute was won and the second opened; the second is known, the first one's end is not. */
  async function crossed(sale: Sale, fields: object = {}): Promise<{ first: string; second: string }> {
    const first = await openDispute(app, sale.paymentId);
    await unheard(() => verdict(app, first, 'won'));
    return { first, second: await openDispute(app, sale.paymentId, fields) };
  }

  /** What banks took and refunds gave back of the payment, by us and by the provider. */
  async function gone({ paymentId }: Sale): Promise<{ ours: number; theirs: number }> {
    const [row] = await app.sql<{ ours: number; theirs: number }>(
      `select (p.refunded + p.charged_back)::int as ours, (c.refunded + c.charged_back)::int as theirs
         from payments p join sandbox_provider.charges c on c.id = p.provider_ref where p.id = $1`,
      [fromWire('pay', paymentId)],
    );
    return row ?? { ours: -1, theirs: -2 };
  }

  /** The state of each dispute, and what it takes of the sale and holds. */
  const seen = async ({ paymentId }: Sale) =>
    (await disputesOf(app, shop.finance, paymentId)).map(({ state, shares }) => [
      state,
      ...shares.map(({ amount, exposure }) => [amount.amount, exposure.amount]),
    ]);
  const cancel = async ({ sellerOrderId }: Sale): Promise<number> =>
    (await post(app, shop.ada.token, `/v1/seller-orders/${sellerOrderId}/cancellation`)).status;
  const LOST = ['D seller_held 9000', 'D commission_revenue 1000', 'D tax_payable 2000', 'D shipping_revenue 1000'];

  it('takes what the first gave back, holds it, and it is lost by the seller', async () => {
    const sale = await soldAndReleased();
    const { first, second } = await crossed(sale);
    const between = await seen(sale);

    await told(first);
    await told(first);
    const known = [await seen(sale), await balance(app, shop.seller), await gone(sale)];
    const refused = await refund(app, shop.finance.token, sale, { everything: true });
    await verdict(app, second, 'lost');

    expect(between).toEqual([['evidence_due', [ALL, 9_000]], ['evidence_due']]);
    expect(known).toMatchObject([
      [
        ['won', [ALL, 9_000]],
        ['evidence_due', [ALL, 9_000]],
      ],
      { available: 0, held: 9_000 },
      { ours: ALL, theirs: ALL },
    ]);
    expect(refused.status).toBe(409);
    const journals = await disputeJournals(app, sale.paymentId);
    expect(journals.filter(([kind]) => kind === 'lost')).toEqual([['lost', [...LOST, 'C dispute_receivable 13000']]]);
  });

  it('takes it also when both are heard of at the same moment', async () => {
    const sales: Sale[] = [];
    for (let n = 0; n < 12; n += 1) sales.push(await soldAndReleased());
    const refs = await Promise.all(sales.map(async ({ paymentId }) => (await disputed(app, paymentId)).body.id));
    await heard(app);

    await Promise.all(
      sales.map(async ({ paymentId }, n) => {
        await decided(app, String(refs[n]), 'won');
        await disputed(app, paymentId);
      }),
    );
    await heard(app);

    expect(await Promise.all(sales.map(gone))).toEqual(sales.map(() => ({ ours: ALL, theirs: ALL })));
  });

  it('is lowered from what it takes then, when both are followed at once', async () => {
    const sale = await soldAndReleased();
    const { first, second } = await crossed(sale);

    const { met } = await stage.meet(
      app,
      { statement: 'disputes.lock-excessive', stop: 'after' },
      () => told(first),
      () => takes(app, second, 5_000),
    );

    expect(met).toBe(true);
    expect(await seen(sale)).toEqual([
      ['won', [ALL, 9_000]],
      ['evidence_due', [5_000, 3_462]],
    ]);
    expect(await gone(sale)).toEqual({ ours: 5_000, theirs: 5_000 });
  });

  it('takes what the first was lowered by', async () => {
    const sale = await soldAndReleased();
    const first = await openDispute(app, sale.paymentId);
    await unheard(() => takes(app, first, 5_000));
    await openDispute(app, sale.paymentId);
    const between = await seen(sale);

    await told(first);

    expect(between).toEqual([['evidence_due', [ALL, 9_000]], ['evidence_due']]);
    expect(await seen(sale)).toEqual([
      ['evidence_due', [5_000, 3_462]],
      ['evidence_due', [8_000, 5_539]],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 9_000 });
    expect(await gone(sale)).toEqual({ ours: ALL, theirs: ALL });
  });

  it('that was lost by then has taken it from the platform, and nobody gets it once more', async () => {
    const sale = await soldAndReleased();
    const { first, second } = await crossed(sale);
    await verdict(app, second, 'lost');

    await told(first);
    const refused = await refund(app, shop.finance.token, sale, { everything: true });

    expect(await seen(sale)).toEqual([
      ['won', [ALL, 9_000]],
      ['lost', [ALL, 0]],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0 });
    expect([refused.status, await gone(sale)]).toEqual([409, { ours: ALL, theirs: ALL }]);
    const journals = await disputeJournals(app, sale.paymentId);
    expect(journals.filter(([kind]) => ['absorbed', 'lost'].includes(kind))).toEqual([
      ['absorbed', ['D chargeback_loss 13000', 'C dispute_receivable 13000']],
    ]);
  });

  it.each(['won', 'lost'] as const)('of a sale that was cancelled refunds once, when it is %s', async (outcome) => {
    const sale = await paidSale(app, shop);
    const { first, second } = await crossed(sale);
    const cancelled = await cancel(sale);

    await told(first);
    const between = await refundsOf(app, shop.finance.token, sale);
    await verdict(app, second, outcome);

    expect([cancelled, between]).toEqual([200, []]);
    const refunds = await refundsOf(app, shop.finance.token, sale);
    expect(refunds.map(({ state, amount }) => [state, amount.amount])).toEqual(
      outcome === 'won' ? [['succeeded', ALL]] : [],
    );
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
    expect(await gone(sale)).toEqual({ ours: ALL, theirs: ALL });
  });

  it('that was lost by then, of a sale that was cancelled, is paid out of its escrow', async () => {
    const sale = await paidSale(app, shop);
    const { first, second } = await crossed(sale, { amount: 8_000 });
    const cancelled = await cancel(sale);
    await verdict(app, second, 'lost');

    await told(first);

    const refunds = await refundsOf(app, shop.finance.token, sale);
    expect([cancelled, refunds.map(({ state, amount }) => [state, amount.amount])]).toEqual([
      200,
      [['succeeded', 5_000]],
    ]);
    const journals = await disputeJournals(app, sale.paymentId);
    expect(journals.filter(([kind]) => ['absorbed', 'reclaimed'].includes(kind))).toEqual([
      ['absorbed', ['D chargeback_loss 8000', 'C dispute_receivable 8000']],
      ['reclaimed', ['D order_escrow 8000', 'C chargeback_loss 8000']],
    ]);
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
    expect(await gone(sale)).toEqual({ ours: ALL, theirs: ALL });
  });
});
