import { startApp, type TestApp } from '../../support/index.js';
import { StripeServer } from '../../support/stripe-server.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { get, parcel, pay, placedOrder, post, type OrderBody } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { deliver, stripeConfig, VISA } from './stripe-app.js';

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const stripe = new StripeServer();
let app: TestApp;

beforeAll(async () => {
  await stripe.start();
  app = await startApp({ config: stripeConfig(stripe) });
});
afterAll(async () => {
  await app.stop();
  await stripe.stop();
});

/** Debits less credits, by account. */
async function ours(account: string): Promise<number> {
  const [row] = await app.sql<{ balance: number }>(
    `select coalesce(sum(case e.side when 'D' then e.amount else -e.amount end), 0)::float8 as balance
       from ledger.entry e join ledger.account a on a.id = e.account_id where a.type_code = $1`,
    [account],
  );
  return row?.balance ?? 0;
}

describe('a trade whose money is at Stripe', () => {
  it('goes from the basket of two sellers over a refund to transfers, and every book agrees', async () => {
    const accounts = ['acct_1QaFirstSeller', 'acct_1QaSecondSeller'];
    const sellers = await Promise.all(
      accounts.map((accountNumber) => activeSeller(app, { tier: 'T2', accountNumber })),
    );
    const listings = await Promise.all(
      sellers.map((each) => activeListing(app, each, { price: 10_000, shipping: 500, stock: 5 })),
    );
    const shopper = await buyer(app, { createdAt: LONG_AGO });
    const order = await placedOrder(app, shopper, ...listings.map(({ variantId }) => ({ variantId })));

    const paid = await pay(app, shopper, order, VISA);
    await deliver(app, stripe);
    const [sold, refused] = sellers.map(
      ({ sellerId }) => order.sellerOrders.find((each) => each.sellerId === sellerId)?.id ?? '',
    );
    const steps = [
      await post(app, sellers[1]?.token ?? '', `/v1/seller-orders/${refused}/refusal`, { reason: 'out_of_stock' }),
      await post(app, sellers[0]?.token ?? '', `/v1/seller-orders/${sold}/acceptance`),
      await post(app, sellers[0]?.token ?? '', `/v1/seller-orders/${sold}/shipments`, parcel()),
      await post(app, sellers[0]?.token ?? '', `/v1/seller-orders/${sold}/delivery`),
    ];
    await deliver(app, stripe);
    await app.advance('P5D');
    await deliver(app, stripe);

    const { sellerOrders } = await get<OrderBody>(app, shopper.token, `/v1/orders/${order.id}`);
    const refunds = [...stripe.books.refunds.values()];
    const transfers = [...stripe.books.transfers.values()];
    const gone = sellerOrders.find(({ id }) => id === refused)?.totals.total.amount;
    expect(paid.body).toMatchObject({ state: 'captured', amount: order.totals.total });
    expect(steps.map(({ status }) => status)).toEqual([200, 200, 201, 201]);
    expect(refunds.map(({ amount, status }) => [amount, status])).toEqual([[gone, 'succeeded']]);
    expect(transfers.map(({ destination }) => destination)).toEqual([accounts[0]]);
    expect(await ours('psp_clearing')).toBe(stripe.books.balanceOf('usd'));
    expect(await ours('payout_in_transit')).toBe(0);
    expect(await ours('bank_client')).toBe(0);
    expect(await app.sql('select state, provider, provider_reference as ref from payouts')).toEqual([
      { state: 'paid', provider: 'stripe', ref: transfers[0]?.id },
    ]);
    expect(await app.sql(`select 1 from provider_inbox where state <> 'applied'`)).toEqual([]);
  });
});
