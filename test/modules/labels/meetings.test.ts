import { randomUUID } from 'node:crypto';
import { Clock, fromWire } from '../../../src/kernel/index.js';
import { booked } from '../../support/booked.js';
import { startApp, type TestApp } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { openShop, paidSale } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a label that its seller gives back while its carrier invoices it', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it.each([
    { first: 'goes back', statement: 'labels.lock', statuses: [200, 409], state: 'voided' },
    { first: 'is invoiced', statement: 'labels.lock-open', statuses: [201, 409], state: 'bought' },
  ])('$first when that comes first', async ({ statement, statuses, state }) => {
    const shop = await openShop(app);
    const finance = await staff(app, 'finance');
    const { sellerOrderId } = await paidSale(app, shop);
    await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/acceptance`);
    const wanted = { carrier: 'sandbox-post', service: 'standard', weightGrams: 500 };
    const asked = await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/labels`, wanted);
    await app.drain();
    const { id } = asked.body as { id: string };
    const read = () => get<{ state: string; cost: object }>(app, shop.seller.token, `/v1/labels/${id}`);
    const { cost: total } = await read();
    const until = new Date(app.get(Clock).now().getTime() + 1_000).toISOString();
    const invoice = { carrier: 'sandbox-post', number: randomUUID(), until, total };
    const goesBack = () => post(app, shop.seller.token, `/v1/labels/${id}/void`);
    const isInvoiced = () => post(app, finance.token, '/v1/finance/carrier-invoices', invoice);
    const [one, other] = statement === 'labels.lock' ? [goesBack, isInvoiced] : [isInvoiced, goesBack];

    const { outcomes } = await stage.meet(app, { statement, stop: 'after' }, one, other);
    await app.drain();

    expect(outcomes.map(({ status }) => status)).toEqual(statuses);
    expect((await read()).state).toBe(state);
  });
});

describe('a label that its seller gives back and uses after all', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('stays bought when the parcel has left before the carrier hears of it', async () => {
    const shop = await openShop(app);
    const { sellerOrderId } = await paidSale(app, shop);
    const path = `/v1/seller-orders/${sellerOrderId}`;
    await post(app, shop.seller.token, `${path}/acceptance`);
    const wanted = { carrier: 'sandbox-post', service: 'standard', weightGrams: 500 };
    const { id } = (await post(app, shop.seller.token, `${path}/labels`, wanted)).body as { id: string };
    await app.drain();
    const read = () => get<{ state: string; trackingNumber: string }>(app, shop.seller.token, `/v1/labels/${id}`);
    const { trackingNumber } = await read();
    const asking = stage.stand({ statement: 'labels.sandbox-void', stop: 'before' });

    const givenBack = await post(app, shop.seller.token, `/v1/labels/${id}/void`);
    await asking.isThere;
    const shipped = await post(app, shop.seller.token, `${path}/shipments`, {
      carrier: 'sandbox-post',
      trackingNumber,
    });
    asking.go();
    await app.drain();

    expect([givenBack.status, shipped.status]).toEqual([200, 201]);
    expect((await read()).state).toBe('bought');
    expect(await booked(app, 'label', fromWire('lbl', id) ?? '')).toEqual({
      bought: 'carrier_expense 5.00 | carrier_payable 5.00',
    });
  });
});
