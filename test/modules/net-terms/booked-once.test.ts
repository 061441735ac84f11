import { fromWire, system } from '../../../src/kernel/index.js';
import { OnAccount } from '../../../src/modules/payments/on-account.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { company, creditLine, invoicedSale } from '../../support/world.companies.js';
import { held, openShop, paidSale, type Shop } from '../../support/world.refunds.js';

describe('a sale that is accepted', () => {
  let app: TestApp;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const accept = (paymentId: string, sellerOrderId: string) =>
    app
      .get(UnitOfWork)
      .run((tx) =>
        app.get(OnAccount).accept(tx, fromWire('pay', paymentId)!, fromWire('sor', sellerOrderId)!, system('test')),
      );
  const told = (sellerOrderId: string) =>
    app.sql(`select from outbox_events where name = 'payment.terms-accepted' and subject_id = $1`, [
      fromWire('sor', sellerOrderId),
    ]);

  it('is owed on terms once, and never what a card has paid', async () => {
    const buying = await company(app);
    await creditLine(app, shop.finance, buying);
    const onTerms = await invoicedSale(app, buying, shop);
    const byCard = await paidSale(app, shop);

    await accept(onTerms.paymentId, onTerms.sellerOrderId);
    await accept(byCard.paymentId, byCard.sellerOrderId);

    expect(await told(onTerms.sellerOrderId)).toHaveLength(1);
    expect(await told(byCard.sellerOrderId)).toHaveLength(0);
    expect(await held(app, 'order_escrow', byCard.id)).toBe(13_000);
  });
});
