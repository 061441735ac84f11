import pg from 'pg';
import { ApiClient } from '../../src/tools/api-client.js';
import { freePort, freshDatabase, type TestDatabase } from '../support/index.js';
import { invariantFaults } from '../support/invariants.js';
import { startNode, type Started } from '../support/process.js';

const LONG = 600_000;
const ADDRESS = { name: 'Ada', line1: '1 Main St', city: 'Springfield', postalCode: '12345', country: 'US' };

interface Order {
  readonly id: string;
  readonly paymentId: string;
  readonly sellerOrders: readonly { readonly id: string; readonly state: string }[];
}

interface Line {
  readonly account: string;
  readonly debit: number;
  readonly credit: number;
}

/** The whole marketplace as one process on a database of its own, which can be killed and started again. */
class Marketplace {
  private started: Started | undefined;

  constructor(
    private readonly database: TestDatabase,
    private readonly ports: { readonly api: number; readonly provider: number },
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.ports.api}`;
  }

  async start(): Promise<void> {
    this.started = startNode(['scripts/start.cjs'], {
      DATABASE_URL: this.database.url,
      PORT: String(this.ports.api),
      SOUK_PROVIDER_PORT: String(this.ports.provider),
      SOUK_RATE_LIMITS: 'false',
      SOUK_SWAGGER_UI: 'false',
      SOUK_DELIVERY_LEASE_MS: '1000',
    });
    await this.started.says(/Souk is running/);
  }

  async crash(): Promise<void> {
    await this.started?.stop('SIGKILL');
    await this.start();
  }

  async stop(): Promise<void> {
    await this.started?.stop('SIGTERM');
  }
}

/** The steps of one trade; each can be repeated, and each picks up what the one before has left. */
function tradeSteps(api: ApiClient): (() => Promise<unknown>)[] {
  let seller = { sellerId: '', token: '' };
  let buyer = { token: '' };
  let listing = { id: '', variants: [{ id: '' }] };
  let cart = { id: '' };
  let [kept, cancelled]: Order[] = [];
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
    asBuyer(`/v1/payments/${order?.paymentId}/authorisation`, key, { card: { token: 'tok_approve_crash' } });
  return [
    async () => (seller = await api.post('/v1/sandbox/sellers', { body: { reference: 'crash-seller', tier: 'T1' } })),
    async () => (buyer = await api.post('/v1/sandbox/users', { body: { reference: 'crash-buyer' } })),
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
    () => asBuyer(`${part(cancelled)}/cancellation`, 'cancel'),
    () => asSeller(`${part(kept)}/acceptance`, 'accept'),
    () => asSeller(`${part(kept)}/shipments`, 'ship', { carrier: 'sandbox-post', trackingNumber: 'SP12345678' }),
    () => asSeller(`${part(kept)}/delivery`, 'deliver'),
    () => asBuyer(`${part(kept)}/confirmation`, 'confirm'),
    () => api.post('/v1/sandbox/clock', { body: { advanceBy: 'P4D', drain: true } }),
    () => api.post('/v1/sandbox/clock', { body: { advanceBy: 'P2D', drain: true } }),
  ];
}

/** Runs a trade, with a kill -9 after every step or without, and returns the books it ends in. */
async function booksAfterTrade(isKilled: boolean): Promise<{ accounts: Line[]; orders: string[]; faults: unknown[] }> {
  const database = await freshDatabase();
  const marketplace = new Marketplace(database, { api: await freePort(), provider: await freePort() });
  const api = new ApiClient(marketplace.url);
  await marketplace.start();
  for (const step of tradeSteps(api)) {
    await api.post('/v1/sandbox/clock', { body: { drain: true } });
    await step();
    if (isKilled) await marketplace.crash();
  }
  await api.post('/v1/sandbox/clock', { body: { drain: true } });
  const finance = await api.post<{ token: string }>('/v1/sandbox/users', { body: { staffRoles: ['finance'] } });
  const { currencies } = await api.get<{ currencies: { accounts: Line[] }[] }>(
    '/v1/finance/trial-balance',
    finance.token,
  );
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const states = await client.query<{ state: string }>('select state from seller_orders order by state');
  const faults = await invariantFaults(client);
  await client.end();
  await marketplace.stop();
  await database.drop();
  return { accounts: currencies[0]?.accounts ?? [], orders: states.rows.map(({ state }) => state), faults };
}

describe('a marketplace that is killed between any two steps of a trade', () => {
  it(
    'ends in the same books as one that is not',
    async () => {
      const calm = await booksAfterTrade(false);

      const killed = await booksAfterTrade(true);

      expect(calm.orders).toEqual(['cancelled', 'confirmed']);
      expect(calm.accounts).toEqual(
        expect.arrayContaining([expect.objectContaining({ account: 'bank_client', debit: 0, credit: 10_000 })]),
      );
      expect(killed).toEqual(calm);
      expect(killed.faults).toEqual([]);
    },
    LONG,
  );
});
