import pg from 'pg';
import { ApiClient } from '../../src/tools/api-client.js';
import { startApp } from './app.js';
import type { TestDatabase } from './database.js';
import { invariantFaults } from './invariants.js';
import { worldMatch, type WorldMatch } from './world.payments.js';

const ADDRESS = { name: 'Ada', line1: '1 Main St', city: 'Springfield', postalCode: '12345', country: 'US' };

const RESTS_AT_MOST = 10;

/** After every so many steps there is a kill; one after each is for the proof. */
export const KILL_EVERY = Number(process.env.SOUK_CRASH_EVERY ?? 2);

interface Order {
  readonly id: string;
  readonly paymentId: string;
  readonly sellerOrders: readonly { readonly id: string; readonly state: string }[];
}

export interface BookLine {
  readonly account: string;
  readonly debit: number;
  readonly credit: number;
}

/** What a trade has ended in. */
export interface Books {
  /** Of the trial balance. */
  readonly accounts: readonly BookLine[];
  /** States of the seller orders. */
  readonly orders: readonly string[];
  /** Provider and bank beside our mirrors of them. */
  readonly world: readonly WorldMatch[];
  readonly faults: readonly unknown[];
}

/** The steps of one trade; each can be repeated, and each picks up what the one before has left. In the last, time passes. */
export function tradeSteps(api: ApiClient, name = 'crash'): (() => Promise<unknown>)[] {
  let seller = { sellerId: '', token: '' };
  let buyer = { token: '' };
  let listing = { id: '', variants: [{ id: '' }] };
  let cart = { id: '' };
  let [kept, cancelled]: Order[] = [];
  let again = 0;
  const asBuyer = (path: string, key: string, body: object = {}): Promise<Order> =>
    api.post(path, { token: buyer.token, idempotencyKey: key, body });
  const asSeller = (path: string, key: string, body: object = {}): Promise<unknown> =>
    api.post(path, { token: seller.token, idempotencyKey: key, body });
  const place = async (key: string): Promise<Order> => {
    cart = await api.post('/v1/carts', {
      token: buyer.token,
      idempotencyKey: `cart-${key}`,
      body: { lines: [{ variantId: listing.variants[0]?.id, quantity: 1 }] },
    });
    return asBuyer('/v1/orders', `order-${key}`, { cartId: cart.id, shippingAddress: ADDRESS });
  };
  const part = (order: Order | undefined): string => `/v1/seller-orders/${order?.sellerOrders[0]?.id}`;
  const pay = (order: Order | undefined, key: string): Promise<unknown> =>
    asBuyer(`/v1/payments/${order?.paymentId}/authorisation`, key, { card: { token: `tok_approve_${name}` } });
  /** A call that never reached the provider is given up after a while, and the buyer pays again. */
  const payIfGivenUp = async (order: Order | undefined): Promise<void> => {
    const payment = await api.get<{ state: string }>(`/v1/payments/${order?.paymentId}`, buyer.token);
    if (payment.state === 'created') await pay(order, `pay-again-${(again += 1)}`);
  };
  return [
    async () => (seller = await api.post('/v1/sandbox/sellers', { body: { reference: `${name}-seller`, tier: 'T1' } })),
    async () => (buyer = await api.post('/v1/sandbox/users', { body: { reference: `${name}-buyer` } })),
    async () => {
      const { data } = await api.get<{ data: { id: string }[] }>('/v1/categories?limit=100');
      const price = { amount: 10_000, currency: 'USD' };
      listing = (await asSeller(`/v1/sellers/${seller.sellerId}/listings`, 'listing', {
        title: 'Walnut desk with two drawers',
        description: 'A desk.',
        categoryId: data.at(-1)?.id,
        condition: 'new',
        variants: [{ sku: 'desk', price, shippingFee: { amount: 1_000, currency: 'USD' } }],
      })) as typeof listing;
    },
    () =>
      asSeller(`/v1/variants/${listing.variants[0]?.id}/stock-adjustments`, 'stock', { delta: 9, reason: 'received' }),
    () => asSeller(`/v1/listings/${listing.id}/submission`, 'submit'),
    async () => (kept = await place('kept')),
    () => pay(kept, 'pay-kept'),
    async () => (cancelled = await place('cancelled')),
    () => pay(cancelled, 'pay-cancelled'),
    async () => {
      await payIfGivenUp(cancelled);
      await asBuyer(`${part(cancelled)}/cancellation`, 'cancel');
    },
    async () => {
      await payIfGivenUp(kept);
      await asSeller(`${part(kept)}/acceptance`, 'accept');
    },
    () => asSeller(`${part(kept)}/shipments`, 'ship', { carrier: 'sandbox-post', trackingNumber: 'SP12345678' }),
    () => asSeller(`${part(kept)}/delivery`, 'deliver'),
    () => asBuyer(`${part(kept)}/confirmation`, 'confirm'),
    once(() => advance(api, 'P4D')),
    once(() => advance(api, 'P2D')),
  ];
}

/** Time passes once, however often the step is repeated. */
function once(step: () => Promise<unknown>): () => Promise<unknown> {
  let passed: Promise<unknown> | undefined;
  return () => (passed ??= step());
}

/** Waits until everything that was left to the queues is handled. A slow machine takes longer than one call may last. */
export async function rest(api: ApiClient): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await api.post('/v1/sandbox/clock', { body: { drain: true } });
      return;
    } catch (error) {
      if (attempt === RESTS_AT_MOST) throw error;
    }
  }
}

/** Days pass with two rests a night. */
export const advance = (api: ApiClient, advanceBy: string): Promise<unknown> =>
  api.post('/v1/sandbox/clock', { body: { advanceBy, drain: true, restEvery: 'PT6H' } });

/** What the steps end in when nothing is killed or cut. */
export async function calmBooks(): Promise<Books> {
  const app = await startApp();
  const api = new ApiClient(app.url);
  try {
    for (const step of tradeSteps(api)) {
      await rest(api);
      await step();
    }
    return await booksOf(api, { url: app.config.databaseUrl });
  } finally {
    await app.stop();
  }
}

export async function booksOf(api: ApiClient, database: Pick<TestDatabase, 'url'>): Promise<Books> {
  await rest(api);
  const finance = await api.post<{ token: string }>('/v1/sandbox/users', { body: { staffRoles: ['finance'] } });
  const { currencies } = await api.get<{ currencies: { accounts: BookLine[] }[] }>(
    '/v1/finance/trial-balance',
    finance.token,
  );
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const sql = async <R extends object>(text: string): Promise<R[]> => (await client.query<R>(text)).rows;
  try {
    const states = await sql<{ state: string }>('select state from seller_orders order by state');
    const [world, faults] = [await worldMatch({ sql }), await invariantFaults(client)];
    return { accounts: currencies[0]?.accounts ?? [], orders: states.map(({ state }) => state), world, faults };
  } finally {
    await client.end();
  }
}

/** The books that every run of the steps ends in. */
export function expectBooks(books: Books): void {
  expect(books.orders).toEqual(['cancelled', 'confirmed']);
  expect(books.accounts).toEqual(
    expect.arrayContaining([expect.objectContaining({ account: 'bank_client', debit: 0, credit: 10_000 })]),
  );
  expect(books.world).toEqual([
    { currency: 'USD', atProvider: 11_000, clearing: 11_000, atBank: 10_000, bankClient: 10_000 },
  ]);
  expect(books.faults).toEqual([]);
}
