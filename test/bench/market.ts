import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { fromWire, type Prefix } from '../../src/kernel/index.js';
import { categoryAt } from '../support/world.listings.js';
import type { Buyer } from './carts.js';
import { PRICE, SHIPPING } from './carts.js';
import { Caller } from './caller.js';
import { addListings, type Offer } from './listings.js';
import { inParallel } from './load.js';
import { DESCRIPTION } from './titles.js';

const SINCE = '2025-01-01T00:00:00.000Z';
const SCREENED_WITHIN_MS = 20_000;

function uuidOf(prefix: Prefix, wire: string): string {
  const id = fromWire(prefix, wire);
  if (id === undefined) throw new Error(`Not an identifier: ${wire}`);
  return id;
}

/** Who trades, and what there is to buy. */
export class Market {
  readonly offers: Offer[] = [];

  private constructor(
    private readonly db: pg.ClientBase,
    private readonly template: Offer,
    readonly sellers: readonly string[],
    readonly buyers: readonly Buyer[],
  ) {}

  /** People and one listing, made through the API. */
  static async open(url: string, db: pg.ClientBase, size: { sellers: number; buyers: number }): Promise<Market> {
    const api = new Caller(url);
    const tier = { country: 'US', currency: 'USD', createdAt: SINCE };
    const sellers = await inParallel(4, Array.from({ length: size.sellers }), () =>
      api.made<{ sellerId: string; token: string }>('/v1/sandbox/sellers', undefined, tier),
    );
    const buyers = await inParallel(4, Array.from({ length: size.buyers }), () =>
      api.made<{ userId: string; token: string }>('/v1/sandbox/users', undefined, { country: 'US', createdAt: SINCE }),
    );
    const [first] = sellers;
    if (!first) throw new Error('There is no seller');
    const template = await publish(api, db, first);
    api.close();
    const people = buyers.map(({ userId, token }) => ({ userId: uuidOf('usr', userId), token }));
    return new Market(
      db,
      template,
      sellers.map(({ sellerId }) => uuidOf('sel', sellerId)),
      people,
    );
  }

  /** Copies of the listing, until there are so many. */
  async growTo(count: number): Promise<void> {
    const { template, sellers } = this;
    const added = await addListings(this.db, { template, sellers, from: this.offers.length, to: count });
    this.offers.push(...added);
  }

  /** Sets what there is of a variant that nobody has reserved yet. */
  async stock(offer: Offer, units: number): Promise<void> {
    await this.db.query('update stock_counters set on_hand = $2 where variant_id = $1', [offer.variantId, units]);
  }
}

interface Drafted {
  readonly id: string;
  readonly variants: readonly { readonly id: string }[];
}

/** The listing that the others are copies of. */
async function publish(api: Caller, db: pg.ClientBase, seller: { sellerId: string; token: string }): Promise<Offer> {
  const money = (amount: number): object => ({ amount, currency: 'USD' });
  const draft = await api.made<Drafted>(`/v1/sellers/${seller.sellerId}/listings`, seller.token, {
    title: 'The listing that all others are copies of',
    description: DESCRIPTION,
    categoryId: categoryAt('other'),
    condition: 'new',
    media: [1, 2, 3].map((n) => ({ url: `https://images.example.com/bench/${n}.jpg`, alt: `View ${n}` })),
    variants: [{ sku: 'bench-template', price: money(PRICE), shippingFee: money(SHIPPING) }],
  });
  await api.made(`/v1/listings/${draft.id}/submission`, seller.token);
  const listingId = uuidOf('lst', draft.id);
  const until = performance.now() + SCREENED_WITHIN_MS;
  for (;;) {
    const { rowCount } = await db.query('select from published_listings where listing_id = $1', [listingId]);
    if (rowCount === 1) break;
    if (performance.now() > until) throw new Error('The template was not published');
    await sleep(50);
  }
  const variantId = uuidOf('var', draft.variants[0]?.id ?? '');
  return { listingId, variantId, sellerId: uuidOf('sel', seller.sellerId) };
}
