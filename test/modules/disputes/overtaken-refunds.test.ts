import { randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { chargeOf, disputeJournals, disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import {
  openShop,
  paidSale,
  refund,
  refundJournals,
  refundsOf,
  sharedSale,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';

describe('a refund that a chargeback overtakes', () => {
  let app: TestApp;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    shop = await openShop(app);
  });
  afterEach(async () => {
    await provider('/faults', undefined, 'DELETE');
    await expectWorldMatch(app);
    await app.checkInvariants();
  });
  afterAll(() => app.stop());

  async function provider(path: string, body?: object, method = 'POST'): Promise<number> {
    const headers = { ...(body && { 'content-type': 'application/json' }), 'idempotency-key': randomUUID() };
    const answer = await fetch(new URL(path, app.provider.url), { method, headers, body: JSON.stringify(body) });
    return answer.status;
  }
  const fault = (operation: string, fields: object = {}) =>
    provider('/faults', { operation, mode: 'error500', ...fields });

  const everything = (sale: Sale) => refund(app, shop.seller.token, sale, { everything: true });
  const stateOf = async ({ paymentId }: Sale) => (await disputesOf(app, shop.finance, paymentId))[0]?.state;
  const refundOf = async (sale: Sale) => (await refundsOf(app, shop.seller.token, sale))[0];
  const journals = async (sale: Sale) => refundJournals(app, (await refundOf(sale))?.id ?? '');
  /** Its lines by side and account. */
  const lostJournal = async ({ paymentId }: Sale) =>
    (await disputeJournals(app, paymentId)).find(([kind]) => kind === 'lost')?.[1].sort();
  const paidBack = async ({ paymentId }: Sale) => {
    const sql = `select refunded::int, charged_back::int as "chargedBack" from sandbox_provider.charges where id = $1`;
    return (await app.sql<object>(sql, [await chargeOf(app, paymentId)]))[0];
  };

  it('is looked up before it is called paid: what the card has got, the platform has paid twice', async () => {
    const sale = await sharedSale(app, shop, 'tok_webhook_lost');
    await fault('refund', { booked: true });
    await fault('lookup');
    await everything(sale);
    await app.drain();
    const ref = await openDispute(app, sale.paymentId, { amount: 13_000 });
    const [before] = await disputesOf(app, shop.finance, sale.paymentId);
    const waiting = await refundOf(sale);

    await verdict(app, ref, 'lost');

    expect(waiting?.state).toBe('requested');
    const share = before?.shares.find(({ sellerOrderId }) => sellerOrderId === sale.sellerOrderId);
    expect(share?.coveredRefunds.amount).toBe(2_167);
    expect(await paidBack(sale)).toEqual({ refunded: 2_600, chargedBack: 13_000 });
    expect(await journals(sale)).toEqual({
      requested: ['D order_escrow 2600', 'C refund_in_transit 2600'],
      confirmed: ['D refund_in_transit 2600', 'C psp_clearing 2600'],
    });
    expect(await lostJournal(sale)).toEqual([
      'C dispute_receivable 13000',
      'D chargeback_loss 2167',
      'D order_escrow 10833',
    ]);
    expect([await stateOf(sale), (await refundOf(sale))?.state]).toEqual(['lost', 'succeeded']);
  });

  it('is not sent while that is open, and what the bank has not paid of it is sent afterwards', async () => {
    const sale = await sharedSale(app, shop);
    await fault('refund', { times: 50 });
    await everything(sale);
    await app.drain();
    const ref = await openDispute(app, sale.paymentId, { amount: 7_800 });
    await provider('/faults', undefined, 'DELETE');
    await verdict(app, ref, 'lost');
    const early = [await stateOf(sale), await paidBack(sale)];

    await app.advance('PT10M');
    await heard(app);
    await app.advance('PT10M');
    await heard(app);

    expect(early).toEqual(['evidence_due', { refunded: 0, chargedBack: 7_800 }]);
    expect(await stateOf(sale)).toBe('lost');
    expect(await lostJournal(sale)).toEqual([
      'C dispute_receivable 7800',
      'D order_escrow 6500',
      'D refund_in_transit 1300',
    ]);
    expect(await journals(sale)).toMatchObject({ confirmed: ['D refund_in_transit 1300', 'C psp_clearing 1300'] });
    expect(await paidBack(sale)).toEqual({ refunded: 1_300, chargedBack: 7_800 });
    expect((await refundOf(sale))?.state).toBe('succeeded');
  });

  it('is looked up as before when the bank gives the money back while it is not known whether it was paid', async () => {
    const sale = await sharedSale(app, shop);
    await fault('refund', { times: 50 });
    await everything(sale);
    await app.drain();
    const attempt = () =>
      app.sql('select a.state from payment_attempts a join refunds r on r.id = a.refund_id where r.payment_id = $1', [
        fromWire('pay', sale.paymentId),
      ]);
    const ref = await openDispute(app, sale.paymentId, { amount: 13_000 });

    await verdict(app, ref, 'won');
    const afterwards = await attempt();
    await provider('/faults', undefined, 'DELETE');
    await app.advance('PT10M');

    expect(afterwards).toEqual([{ state: 'unknown' }]);
    expect([await stateOf(sale), (await refundOf(sale))?.state]).toEqual(['won', 'succeeded']);
  });

  it('by halves of two chargebacks is paid by both of them, and never sent', async () => {
    const sale = await sharedSale(app, shop);
    await fault('refund', { times: 50 });
    await everything(sale);
    await app.drain();
    const one = await openDispute(app, sale.paymentId, { amount: 7_800 });
    const two = await openDispute(app, sale.paymentId, { amount: 7_800 });
    await provider('/faults', undefined, 'DELETE');
    await app.advance('PT10M');

    await verdict(app, one, 'lost');
    const half = await refundOf(sale);
    await app.advance('PT10M');
    await verdict(app, two, 'lost');
    await app.advance('PT10M');

    expect([half?.state, (await refundOf(sale))?.state]).toEqual(['requested', 'succeeded']);
    expect(Object.keys(await journals(sale))).toEqual(['requested']);
    expect(await paidBack(sale)).toEqual({ refunded: 0, chargedBack: 15_600 });
  });

  it('and that the provider pays all the same, later, in full, is booked as it was paid', async () => {
    const sale = await sharedSale(app, shop);
    await fault('refund', { times: 50 });
    await everything(sale);
    await app.drain();
    const ref = await openDispute(app, sale.paymentId, { amount: 7_800 });
    await app.advance('PT10M');
    await verdict(app, ref, 'lost');
    await provider('/faults', undefined, 'DELETE');

    const reference = fromWire('rfd', (await refundOf(sale))?.id ?? '');
    const chargeId = await chargeOf(app, sale.paymentId);
    const status = await provider(`/charges/${chargeId}/refunds`, { reference, amount: 2_600 });
    await heard(app);

    expect(status).toBe(200);
    expect(await journals(sale)).toMatchObject({
      confirmed: ['D refund_in_transit 1300', 'C psp_clearing 1300'],
      paid_twice: ['D chargeback_loss 1300', 'C psp_clearing 1300'],
    });
    expect((await refundOf(sale))?.state).toBe('succeeded');
  });

  it('and that the bank has paid in full is not forgotten when the provider pays it too', async () => {
    const sale = await paidSale(app, shop);
    await fault('refund', { times: 50 });
    await refund(app, shop.seller.token, sale, units(sale, 1));
    await app.drain();
    const ref = await openDispute(app, sale.paymentId);
    await app.advance('PT10M');
    await verdict(app, ref, 'lost');
    const covered = [(await refundOf(sale))?.state, Object.keys(await journals(sale))];

    await paidAnyway(sale, 2_400);
    await heard(app);
    await paidAnyway(sale, 0);
    await heard(app);

    expect(covered).toEqual(['succeeded', ['requested']]);
    expect((await journals(sale)).paid_twice).toEqual(['D chargeback_loss 2400', 'C psp_clearing 2400']);
  });

  /** A provider that pays more than it has got, and says so. */
  async function paidAnyway(sale: Sale, amount: number): Promise<void> {
    const [event, reference] = [`evt_${randomUUID()}`, fromWire('rfd', (await refundOf(sale))?.id ?? '')];
    const chargeId = await chargeOf(app, sale.paymentId);
    await app.sql('alter table sandbox_provider.charges drop constraint if exists charges_paid_back');
    await app.sql('update sandbox_provider.charges set refunded = refunded + $2 where id = $1', [chargeId, amount]);
    await app.sql(
      `insert into sandbox_provider.refunds (id, reference, charge_id, state, currency, amount)
       values ($1, $2, $3, 'succeeded', 'USD', 2400) on conflict do nothing`,
      [`re_${event}`, reference, chargeId],
    );
    await app.sql(
      `insert into sandbox_provider.webhooks (event_id, family, body, due_at)
       select $1, 'payments', sandbox_provider.envelope($1, 'refund.succeeded', sandbox_provider.refund_view(t)), now()
         from sandbox_provider.refunds t where reference = $2`,
      [event, reference],
    );
  }
});
