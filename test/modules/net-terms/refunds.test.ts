import { CreditRefund, type AccountRefund } from '../../../src/modules/net-terms/credit-refund.js';
import { startApp, type TestApp } from '../../support/index.js';
import {
  company,
  creditLine,
  invoicedSale,
  invoiceOf,
  journalsOn,
  lineOf,
  member,
  orderedOnAccount,
  transfer,
  USD,
  type Company,
  type InvoiceBody,
} from '../../support/world.companies.js';
import { staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { get, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { held, openShop, refund, refundJournals, refundsOf, units, type Shop } from '../../support/world.refunds.js';

const VERY_LARGE = 1_200_000;

const TO = { holder: 'Otter GmbH', accountNumber: 'DE89370400440532013000', reason: 'They buy nothing more.' };

describe('what goes back of an order on account', () => {
  let app: TestApp;
  let [finance, analyst]: Person[] = [];
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    [finance, analyst] = [await staff(app, 'finance'), await staff(app, 'risk')];
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const by = (person: Person | undefined): Person => person ?? { userId: '', token: '' };

  async function creditworthy(fields: object = {}): Promise<Company> {
    const buying = await company(app);
    await creditLine(app, by(finance), buying, fields);
    return buying;
  }

  const ordered = (buying: Company) => orderedOnAccount(app, buying, { variantId: shop.variantId, quantity: 5 });
  const shareOf = (order: OrderBody): string => `/v1/seller-orders/${order.sellerOrders[0]?.id ?? ''}`;
  const creditOf = (buying: Company): Promise<number> => held(app, 'buyer_credit', buying.id);
  const owedBy = (buying: Company): Promise<number> => held(app, 'buyer_receivable', buying.id);

  it('was never owed before the seller accepted: the credit is free and nothing is in the books', async () => {
    const buying = await creditworthy();
    const [cancelled, refused] = [await ordered(buying), await ordered(buying)];
    const before = await lineOf(app, buying);

    const byBuyer = await post(app, buying.admin.token, `${shareOf(cancelled)}/cancellation`);
    const bySeller = await post(app, shop.seller.token, `${shareOf(refused)}/refusal`, { reason: 'out_of_stock' });
    await app.drain();

    expect([byBuyer.status, bySeller.status]).toEqual([200, 200]);
    expect(before).toMatchObject({ used: USD(26_000) });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0), available: USD(100_000) });
    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([]);
    const { data } = await get<{ data: InvoiceBody[] }>(
      app,
      buying.admin.token,
      `/v1/companies/${buying.companyId}/invoices`,
    );
    expect(data).toEqual([]);
    expect(await get(app, buying.admin.token, `/v1/payments/${cancelled.paymentId}`)).toMatchObject({
      refunded: USD(13_000),
    });
  });

  it('frees the credit when the seller is silent', async () => {
    const buying = await creditworthy();
    await ordered(buying);

    await app.advance('P3D');

    const states = await app.sql(
      'select s.state from seller_orders s join orders o on o.id = s.order_id where o.account_id = $1',
      [buying.id],
    );
    expect(states).toEqual([{ state: 'cancelled' }]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0), available: USD(100_000) });
    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([]);
  });

  it('is not invoiced when it went back before the acceptance', async () => {
    const buying = await creditworthy();
    const order = await ordered(buying);
    const sale = { sellerOrderId: order.sellerOrders[0]?.id ?? '', lineId: order.sellerOrders[0]?.lines[0]?.id ?? '' };
    await refund(app, shop.seller.token, sale, { lines: [{ lineId: sale.lineId, quantity: 2 }] });

    await post(app, shop.seller.token, `${shareOf(order)}/acceptance`);
    await app.drain();

    const invoice = await invoiceOf(app, buying, sale.sellerOrderId);
    expect(invoice).toMatchObject({ total: USD(8_200), open: USD(8_200) });
    expect(invoice.lines.map(({ total }) => total)).toEqual([USD(13_000), USD(-4_800)]);
    expect(await owedBy(buying)).toBe(8_200);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(8_200) });
  });

  it('is not owed any more after the acceptance: a credit note takes it off the invoice', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);

    const some = await refund(app, shop.seller.token, sale, units({ ...sale }, 2));
    await app.drain();
    const part = await invoiceOf(app, buying, sale.sellerOrderId);
    const rest = await post(app, buying.admin.token, `/v1/seller-orders/${sale.sellerOrderId}/cancellation`);
    await app.drain();

    const refundId = (some.body as { id: string }).id;
    expect(await refundJournals(app, refundId)).toEqual({
      requested: ['D order_escrow 4800', 'C refund_in_transit 4800'],
      confirmed: ['D refund_in_transit 4800', 'C buyer_receivable 4800'],
    });
    expect((await refundsOf(app, shop.seller.token, { ...sale })).map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
    ]);
    expect(part).toMatchObject({ state: 'issued', total: USD(13_000), open: USD(8_200), credited: USD(4_800) });
    expect(rest.status).toBe(200);
    const whole = await invoiceOf(app, buying, sale.sellerOrderId);
    expect(whole).toMatchObject({ state: 'credited', open: USD(0), credited: USD(13_000) });
    expect(whole.creditNotes).toMatchObject([{ amount: USD(4_800) }, { amount: USD(8_200) }]);
    expect([await owedBy(buying), await creditOf(buying)]).toEqual([0, 0]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('is the company’s credit when it was paid, which pays another invoice or is paid out', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    await transfer(app, by(finance), 5_000, sale.invoice.number);
    await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();
    const refunded = await invoiceOf(app, buying, sale.sellerOrderId);
    const credit = await creditOf(buying);
    const other = await invoicedSale(app, buying, shop, 1);

    const applied = await post(app, by(finance).token, `/v1/finance/invoices/${other.invoice.id}/credit-application`);
    const transfers = `/v1/finance/companies/${buying.companyId}/credit-transfers`;
    const tooMuch = await post(app, by(finance).token, transfers, { amount: USD(2_401), ...TO });
    const proposed = await post(app, by(finance).token, transfers, { amount: USD(2_400), ...TO });
    const approval = `/v1/finance/credit-transfers/${(proposed.body as { id: string }).id}/approval`;
    const alone = await post(app, by(finance).token, approval);
    const paidOut = await post(app, (await staff(app, 'finance')).token, approval);
    const again = await post(app, by(finance).token, `/v1/finance/invoices/${other.invoice.id}/credit-application`);

    expect(refunded).toMatchObject({ state: 'credited', paid: USD(5_000), credited: USD(13_000), open: USD(0) });
    expect(credit).toBe(5_000);
    expect(applied.body).toMatchObject({ state: 'paid', open: USD(0), paid: USD(2_600) });
    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'store_credit_smaller']);
    expect([alone.status, alone.body.code]).toEqual([403, 'credit_transfer_second_person_needed']);
    expect(paidOut.body).toMatchObject({
      amount: USD(2_400),
      state: 'approved',
      companyId: buying.companyId,
      buyerId: null,
    });
    expect([again.status, again.body.code]).toEqual([409, 'invoice_smaller']);
    expect(await journalsOn(app, 'buyer_credit', buying.id)).toEqual([
      ['D refund_in_transit 13000', 'C buyer_receivable 8000', 'C buyer_credit 5000'],
      ['D buyer_credit 2600', 'C buyer_receivable 2600'],
      ['D buyer_credit 2400', 'C bank_client 2400'],
    ]);
    expect([await owedBy(buying), await creditOf(buying)]).toEqual([0, 0]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0) });
  });

  it('pays no other invoice and no bank transfer while the credit is frozen', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    await transfer(app, by(finance), 5_000, sale.invoice.number);
    await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();
    const other = await invoicedSale(app, buying, shop, 1);
    const path = `/v1/finance/accounts?type=buyer_credit&owner=${buying.id}`;
    const { data } = await get<{ data: { id: string }[] }>(app, by(finance).token, path);
    const why = { reason: 'Nobody knows who asks.' };
    const frozen = await post(app, by(finance).token, `/v1/finance/accounts/${data[0]?.id}/freeze`, why);

    const refused = [
      await post(app, by(finance).token, `/v1/finance/invoices/${other.invoice.id}/credit-application`),
      await post(app, by(finance).token, `/v1/finance/companies/${buying.companyId}/credit-transfers`, {
        amount: USD(1),
        ...TO,
      }),
    ];

    expect(frozen.body).toMatchObject({ status: 'frozen', balance: USD(5_000) });
    expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'account_not_open'],
      [409, 'store_credit_smaller'],
    ]);
    expect(await invoiceOf(app, buying, other.sellerOrderId)).toMatchObject({ open: USD(2_600), paid: USD(0) });
    expect(await creditOf(buying)).toBe(5_000);
  });

  it('frees the credit once however often the same refund is told', async () => {
    const buying = await creditworthy();
    const sale = await invoicedSale(app, buying, shop);
    const asked = await refund(app, shop.seller.token, sale, units({ ...sale }, 1));
    await app.drain();

    const [told] = await app.sql<{ payload: AccountRefund }>(
      `select payload from outbox_events where name = 'refund.account-requested' order by sequence desc limit 1`,
    );
    if (told) await Promise.all([app.get(CreditRefund).run(told.payload), app.get(CreditRefund).run(told.payload)]);
    await app.drain();

    expect(asked.status).toBe(201);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(10_600) });
    expect(await invoiceOf(app, buying, sale.sellerOrderId)).toMatchObject({ open: USD(10_600) });
  });

  it('leaves the books with what bank and provider have', async () => {
    await app.drain();

    await expectWorldMatch(app);
  });

  describe('when it is held by risk', () => {
    let otter: ActiveSeller;
    let variantId: string;
    beforeAll(async () => {
      otter = await activeSeller(app);
      ({ variantId } = await activeListing(app, otter, { price: VERY_LARGE, stock: 100 }));
    });

    async function heldOrder(): Promise<{ buying: Company; order: OrderBody; holdId: string }> {
      const buying = await creditworthy({ limit: USD(VERY_LARGE) });
      const clerk = await member(app, buying);
      const order = await orderedOnAccount(app, { ...buying, admin: clerk }, { variantId });
      const { data } = await get<{ data: { id: string; orderId: string }[] }>(app, by(analyst).token, '/v1/risk/holds');
      return { buying, order, holdId: data.find((each) => each.orderId === order.id)?.id ?? '' };
    }

    async function decide(holdId: string, decision: string): Promise<void> {
      await post(app, by(analyst).token, `/v1/risk/holds/${holdId}/claim`);
      const answer = await post(app, by(analyst).token, `/v1/risk/holds/${holdId}/${decision}`, {
        reason: 'looked at',
      });
      if (answer.status >= 300) throw new Error(answer.text);
      await app.drain();
    }

    it('keeps its credit while it waits, and goes on when it is released', async () => {
      const { buying, order, holdId } = await heldOrder();
      const kept = await lineOf(app, buying);

      await decide(holdId, 'release');
      await post(app, otter.token, `${shareOf(order)}/acceptance`);
      await app.drain();

      expect(order.sellerOrders[0]?.state).toBe('on_hold');
      expect(kept).toMatchObject({ used: USD(VERY_LARGE), available: USD(0) });
      expect(await invoiceOf(app, buying, order.sellerOrders[0]?.id ?? '')).toMatchObject({ total: USD(VERY_LARGE) });
      expect(await owedBy(buying)).toBe(VERY_LARGE);
    });

    it('has its credit free again when it is rejected', async () => {
      const { buying, order, holdId } = await heldOrder();

      await decide(holdId, 'rejection');

      const states = await app.sql(
        'select s.state from seller_orders s join orders o on o.id = s.order_id where o.account_id = $1',
        [buying.id],
      );
      expect(order.sellerOrders[0]?.state).toBe('on_hold');
      expect(states).toEqual([{ state: 'cancelled' }]);
      expect(await lineOf(app, buying)).toMatchObject({ used: USD(0), available: USD(VERY_LARGE) });
      expect(await owedBy(buying)).toBe(0);
    });
  });
});
