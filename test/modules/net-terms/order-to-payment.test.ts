import { startApp, type TestApp } from '../../support/index.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import {
  askOnAccount,
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
  type ReceiptBody,
} from '../../support/world.companies.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { ADDRESS, get, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import { deliver, held, openShop, type Shop } from '../../support/world.refunds.js';

interface EarningBody {
  readonly state: string;
  readonly expectedReleaseAt: string | null;
  readonly blockedBy: readonly { readonly reason: string }[];
}

describe('an order on account', () => {
  let app: TestApp;
  let finance: Person;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  async function creditworthy(fields: object = {}): Promise<Company> {
    const buying = await company(app);
    await creditLine(app, finance, buying, fields);
    return buying;
  }

  const earning = (sellerOrderId: string): Promise<EarningBody> =>
    get(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/earning`);

  it('is owed when the seller accepts (P7), and pays the seller when the invoice is paid (P8)', async () => {
    const buying = await creditworthy();
    const five = { variantId: shop.variantId, quantity: 5 };

    const order = await orderedOnAccount(app, buying, five);
    const sellerOrderId = order.sellerOrders[0]?.id ?? '';
    const payment = await get(app, buying.admin.token, `/v1/payments/${order.paymentId}`);
    const before = await journalsOn(app, 'buyer_receivable', buying.id);
    const reserved = await lineOf(app, buying);
    await deliver(app, shop, { sellerOrderId } as Parameters<typeof deliver>[2]);
    const invoice = await invoiceOf(app, buying, sellerOrderId);
    const blocked = await earning(sellerOrderId);
    await app.advance('P8D');
    const stillBlocked = await earning(sellerOrderId);
    const receipt = await transfer(app, finance, 13_000, `Our payment of ${invoice.number.toLowerCase()}, thank you`);
    await app.drain();

    expect(order).toMatchObject({ state: 'placed', paymentMethod: 'on_account', companyId: buying.companyId });
    expect(order.sellerOrders[0]?.state).toBe('awaiting_acceptance');
    expect(payment).toMatchObject({ state: 'captured', method: 'on_account', amount: USD(13_000) });
    expect(before).toEqual([]);
    expect(reserved).toMatchObject({ used: USD(13_000), available: USD(87_000) });
    expect(invoice).toMatchObject({ state: 'issued', total: USD(13_000), open: USD(13_000), creditNotes: [] });
    expect(invoice.number).toMatch(/^INV-SOUK-\d{8}$/);
    expect(invoice.lines).toMatchObject([{ quantity: 5, total: USD(13_000) }]);
    expect(Date.parse(invoice.dueAt) - Date.parse(invoice.issuedAt)).toBe(30 * 86_400_000);
    expect(blocked).toMatchObject({ state: 'frozen', expectedReleaseAt: null });
    expect(blocked.blockedBy.map(({ reason }) => reason)).toEqual(['invoice_unpaid']);
    expect(stillBlocked.state).toBe('frozen');
    expect(receipt.status).toBe(201);
    expect(receipt.body).toMatchObject({ applied: USD(13_000), unapplied: USD(0) });
    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([
      ['D buyer_receivable 13000', 'C order_escrow 13000'],
      ['D bank_client 13000', 'C buyer_receivable 13000'],
    ]);
    expect(await invoiceOf(app, buying, sellerOrderId)).toMatchObject({ state: 'paid', open: USD(0) });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(0), available: USD(100_000) });
    expect(await earning(sellerOrderId)).toMatchObject({ state: 'available', blockedBy: [] });
  });

  it('pays the seller before it is paid where the platform advances it', async () => {
    const buying = await creditworthy({ financed: true });
    const sale = await invoicedSale(app, buying, shop);
    const path = `/v1/seller-orders/${sale.sellerOrderId}`;
    await post(app, shop.seller.token, `${path}/shipments`, { carrier: 'sandbox-post', trackingNumber: 'SPFIN00001' });
    await post(app, shop.seller.token, `${path}/delivery`);

    await app.advance('P8D');

    expect(await earning(sale.sellerOrderId)).toMatchObject({ state: 'available', blockedBy: [] });
    expect(await invoiceOf(app, buying, sale.sellerOrderId)).toMatchObject({ state: 'issued', open: USD(13_000) });
    expect(await held(app, 'buyer_receivable', buying.id)).toBe(13_000);
  });

  it('is owed without the coupon that the platform pays for', async () => {
    const buying = await creditworthy();
    const { code } = await platformCoupon(app, finance, { amounts: [{ currency: 'USD', off: 1_500 }] });
    const cart = await openCart(app, buying.admin, { variantId: shop.variantId, quantity: 5 });
    await putCoupon(app, buying.admin.token, cart.id, code);
    const { companyId } = buying;
    const body = { cartId: cart.id, shippingAddress: ADDRESS, paymentMethod: 'on_account', companyId };
    const { sellerOrders } = (await post(app, buying.admin.token, '/v1/orders', body)).body as OrderBody;
    await app.drain();

    await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrders[0]?.id}/acceptance`);
    await app.drain();

    expect(await journalsOn(app, 'buyer_receivable', buying.id)).toEqual([
      ['D buyer_receivable 11500', 'D promotion_expense 1500', 'C order_escrow 13000'],
    ]);
    expect(await invoiceOf(app, buying, sellerOrders[0]?.id ?? '')).toMatchObject({ total: USD(11_500) });
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(11_500) });
  });

  it('is owed once, however often and however late the seller accepts, or not at all when the buyer was first', async () => {
    const buying = await creditworthy();
    const order = await orderedOnAccount(app, buying, { variantId: shop.variantId, quantity: 5 });
    const path = `/v1/seller-orders/${order.sellerOrders[0]?.id ?? ''}`;

    const [first, cancelled, second] = await Promise.all([
      post(app, shop.seller.token, `${path}/acceptance`),
      post(app, buying.admin.token, `${path}/cancellation`),
      post(app, shop.seller.token, `${path}/acceptance`),
    ]);
    await app.drain();
    const owed = await held(app, 'buyer_receivable', buying.id);
    const after = await lineOf(app, buying);
    const late = await post(app, shop.seller.token, `${path}/acceptance`);

    const accepted = [first, second].filter(({ status }) => status === 200).length;
    expect(accepted).toBeLessThanOrEqual(1);
    expect(accepted + Number(cancelled.status === 200)).toBeGreaterThan(0);
    expect(owed).toBe(cancelled.status === 200 ? 0 : 13_000);
    expect(after).toMatchObject({ used: USD(owed) });
    expect(late.status).toBe(409);
    expect(await held(app, 'buyer_receivable', buying.id)).toBe(owed);
  });

  it('is paid by no card and with no store credit, and asked for once under a key', async () => {
    const buying = await creditworthy();
    const cart = await openCart(app, buying.admin, { variantId: shop.variantId, quantity: 5 });
    const body = {
      cartId: cart.id,
      shippingAddress: ADDRESS,
      paymentMethod: 'on_account',
      companyId: buying.companyId,
    };

    const mixed = await post(app, buying.admin.token, '/v1/orders', { ...body, useStoreCredit: true });
    const nobody = await post(app, buying.admin.token, '/v1/orders', { ...body, companyId: undefined });
    const card = await post(app, buying.admin.token, '/v1/orders', { ...body, paymentMethod: 'card' });
    const first = await post(app, buying.admin.token, '/v1/orders', body, 'key-of-the-order');
    const again = await post(app, buying.admin.token, '/v1/orders', body, 'key-of-the-order');
    const paid = await pay(app, buying.admin, first.body as OrderBody);
    await app.drain();
    const later = await pay(app, buying.admin, first.body as OrderBody);

    expect([mixed, nobody, card].map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(again.body).toEqual(first.body);
    expect([paid.status, paid.body.code, later.status]).toEqual([409, 'payment_not_payable', 409]);
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(13_000) });
  });

  it('is refused to strangers, to members of other companies, and without an active line, and changes nothing', async () => {
    const [buying, other, bare] = [await creditworthy(), await creditworthy(), await company(app)];
    const five = { variantId: shop.variantId, quantity: 5 };
    const line = await lineOf(app, buying);
    const stranger = await buyer(app);

    const strange = await askOnAccount(app, stranger, buying.companyId, five);
    const foreign = await askOnAccount(app, other.admin, buying.companyId, five);
    const ungranted = await askOnAccount(app, bare.admin, bare.companyId, five);
    await post(app, finance.token, `/v1/finance/credit-lines/${line.id}/suspension`, { reason: 'Bad news.' });
    const suspended = await askOnAccount(app, buying.admin, buying.companyId, five);
    await post(app, finance.token, `/v1/finance/credit-lines/${line.id}/closure`, { reason: 'Dissolved.' });
    const closed = await askOnAccount(app, buying.admin, buying.companyId, five);

    expect([strange, foreign].map(({ status }) => status)).toEqual([404, 404]);
    expect([ungranted, suspended, closed].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'credit_line_not_active'],
      [409, 'credit_line_not_active'],
      [409, 'credit_line_not_active'],
    ]);
    expect(await lineOf(app, buying)).toMatchObject({ state: 'closed', used: USD(0), available: USD(0) });
    const orders = await app.sql('select id from orders where account_id = any($1::uuid[])', [
      [buying.id, other.id, bare.id],
    ]);
    expect(orders).toEqual([]);
  });

  it('fits the limit exactly, however many members order at the same time', async () => {
    const buying = await company(app);
    await creditLine(app, finance, buying, { limit: USD(7 * 13_000 + 12_999) });
    const people = await Promise.all(Array.from({ length: 20 }, () => member(app, buying)));
    const carts: { person: Person; cartId: string }[] = [];
    for (const person of people) {
      const { id: cartId } = await openCart(app, person, { variantId: shop.variantId, quantity: 5 });
      carts.push({ person, cartId });
    }

    const answers = await Promise.all(
      carts.map(({ person, cartId }) =>
        post(app, person.token, '/v1/orders', {
          ...{ cartId, shippingAddress: ADDRESS },
          ...{ paymentMethod: 'on_account', companyId: buying.companyId },
        }),
      ),
    );
    await app.drain();

    const refused = answers.filter(({ status }) => status !== 201);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 13 }, () => [409, 'credit_limit_exceeded']),
    );
    expect(await lineOf(app, buying)).toMatchObject({ used: USD(91_000), available: USD(12_999) });
    const orders = await app.sql('select id from orders where account_id = $1', [buying.id]);
    expect(orders).toHaveLength(7);
  });

  it('cannot exceed the limit by any statement: the row refuses', async () => {
    const buying = await creditworthy();

    const more = app.sql('update credit_lines set used = credit_limit + 1 where company_id = $1', [buying.id]);

    await expect(more).rejects.toMatchObject({ constraint: 'credit_lines_used' });
  });

  it('keeps what is used when the limit is cut below it, and takes no more', async () => {
    const buying = await creditworthy();
    await orderedOnAccount(app, buying, { variantId: shop.variantId, quantity: 5 });

    const cut = await creditLine(app, finance, buying, { limit: USD(10_000), reason: 'Less trust.' });
    const more = await askOnAccount(app, buying.admin, buying.companyId, { variantId: shop.variantId, quantity: 1 });

    expect(cut).toMatchObject({ limit: USD(10_000), used: USD(13_000), available: USD(0), version: 2 });
    expect([more.status, more.body.code]).toEqual([409, 'credit_limit_exceeded']);
    const { data } = await get<{ data: object[] }>(app, finance.token, `/v1/finance/credit-lines/${cut.id}/versions`);
    expect(data).toMatchObject([
      { version: 2, limit: USD(10_000), reason: 'Less trust.', by: 'user' },
      { version: 1, limit: USD(100_000), termDays: 30, state: 'active' },
    ]);
  });

  it('is invoiced without a gap and in the numbers of its legal entity', async () => {
    const [one, two] = [await creditworthy({ legalEntity: 'SOUKEU' }), await creditworthy({ legalEntity: 'SOUKEU' })];

    const sales = [
      await invoicedSale(app, one, shop),
      await invoicedSale(app, two, shop),
      await invoicedSale(app, one, shop),
    ];

    expect(sales.map(({ invoice }) => invoice.number)).toEqual([
      'INV-SOUKEU-00000001',
      'INV-SOUKEU-00000002',
      'INV-SOUKEU-00000003',
    ]);
    const changed = app.sql(`update account_invoices set total = total + 1 where legal_entity = 'SOUKEU'`);
    await expect(changed).rejects.toThrow('does not change');
  });

  it('shows its invoices to members and finance only', async () => {
    const [buying, other] = [await creditworthy(), await creditworthy()];
    const { invoice } = await invoicedSale(app, buying, shop);
    const colleague = await member(app, buying);
    const paths = [`/v1/invoices/${invoice.id}`, `/v1/companies/${buying.companyId}/invoices`];

    const seen = await Promise.all(paths.map((path) => get<InvoiceBody>(app, colleague.token, path)));
    const byFinance = await get<InvoiceBody>(app, finance.token, paths[0] ?? '');
    const answers = await Promise.all(
      [...paths, `/v1/companies/${buying.companyId}/ageing`, `/v1/companies/${buying.companyId}/credit-lines`].map(
        (path) => app.http.get(path).set('Authorization', `Bearer ${other.admin.token}`),
      ),
    );
    const receipts = await transfer(app, other.admin, 13_000, invoice.number);

    expect(seen[0]?.id).toBe(invoice.id);
    expect(byFinance.id).toBe(invoice.id);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(receipts.status).toBe(403);
    expect((receipts.body as ReceiptBody).id).toBeUndefined();
  });
});
