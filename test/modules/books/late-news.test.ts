import { Clock, plus } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { carrierSays, parcel, post } from '../../support/world.orders.js';
import { held, openShop, paidSale, refund } from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';

describe('news of a closed period', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  const yesterday = (): string => new Date(app.get(Clock).now().getTime() - 86_400_000).toISOString().slice(0, 10);

  it('of a delivery start the earning today, and its hold when the goods arrived', async () => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    const path = `/v1/seller-orders/${sale.sellerOrderId}`;
    const sent = parcel();
    await post(app, shop.seller.token, `${path}/acceptance`);
    await post(app, shop.seller.token, `${path}/shipments`, sent);
    const shippedAt = app.get(Clock).now();
    await app.advance('P2D');
    const endsOn = yesterday();
    await app.http.post('/v1/finance/periods').set(bearer(shop.finance.token)).send({ endsOn }).expect(201);
    const arrivedAt = plus(shippedAt, 'PT1H').toISOString();

    await carrierSays(app, sent, 'delivered', { eventId: `${sent.trackingNumber}-1`, occurredAt: arrivedAt });
    await app.drain();

    const [row] = await app.sql<{ effective_at: Date; metadata: object }>(
      `select effective_at, metadata from ledger.journal where seller_order_id = $1 and kind = 'delivered'`,
      [sale.id],
    );
    expect(row?.metadata).toEqual({ happenedAt: arrivedAt });
    expect(row?.effective_at.getTime()).toBeGreaterThan(new Date(`${endsOn}T23:59:59.999Z`).getTime());
    expect([await held(app, 'order_escrow', sale.id), await balance(app, shop.seller)]).toMatchObject([
      0,
      { pending: 9_000 },
    ]);
    const [earning] = await app.sql<{ delivered_at: Date }>('select delivered_at from earnings where id = $1', [
      sale.id,
    ]);
    expect(earning?.delivered_at.toISOString()).toBe(arrivedAt);
  });

  it('of a refund that was asked for in it are booked when the provider confirms', async () => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    const headers = { 'content-type': 'application/json' };
    const fault = JSON.stringify({ operation: 'refund', mode: 'error500', times: 1 });
    await fetch(new URL('/faults', app.provider.url), { method: 'POST', headers, body: fault });
    await refund(app, shop.seller.token, sale, { everything: true });

    await app.advance('P1D');
    const endsOn = yesterday();
    await app.http.post('/v1/finance/periods').set(bearer(shop.finance.token)).send({ endsOn });
    await app.advance('PT10M');

    const rows = await app.sql(
      `select kind from ledger.journal where seller_order_id = $1 and source_type = 'refund' order by id`,
      [sale.id],
    );
    expect(rows).toEqual([{ kind: 'requested' }, { kind: 'confirmed' }]);
  });
});
