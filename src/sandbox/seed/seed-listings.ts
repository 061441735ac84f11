import type { SeedApi } from './seed-api.js';
import { SELLERS, type SeedListing, type SeedSeller } from './seed-data.js';

interface StoredListing {
  readonly id: string;
  readonly state: string;
  readonly variants: readonly { readonly id: string; readonly sku: string }[];
}

interface List<T> {
  readonly data: readonly T[];
}

/** Puts the seeded sellers' goods on sale. What an earlier start left half done is finished. */
export async function seedListings(api: SeedApi, tokenOf: (seller: string) => string): Promise<void> {
  const tree = await api.get<List<{ id: string; path: string }>>('/v1/categories?limit=100');
  const categories = new Map(tree.data.map(({ path, id }) => [path, id]));
  const open = async ({ name, listings }: SeedSeller): Promise<void> => {
    const shop = await shopOf(api, tokenOf(name));
    await Promise.all(listings.map((listing) => putOnSale(shop, listing, categories.get(listing.category))));
  };
  await Promise.all(SELLERS.map(open));
}

interface Shop {
  readonly api: SeedApi;
  readonly token: string;
  readonly path: string;
  readonly bySku: ReadonlyMap<string, StoredListing>;
}

async function shopOf(api: SeedApi, token: string): Promise<Shop> {
  const mine = await api.get<List<{ sellerId: string }>>('/v1/me/sellers', token);
  const path = `/v1/sellers/${mine.data[0]?.sellerId}/listings`;
  const stored = await api.get<List<StoredListing>>(`${path}?limit=100`, token);
  const bySku = stored.data.flatMap((listing) => listing.variants.map(({ sku }) => [sku, listing] as const));
  return { api, token, path, bySku: new Map(bySku) };
}

async function putOnSale(shop: Shop, listing: SeedListing, categoryId: string | undefined): Promise<void> {
  const { api, token } = shop;
  if (categoryId === undefined) return;
  const known =
    shop.bySku.get(listing.sku) ?? (await api.post<StoredListing>(shop.path, token, draftOf(listing, categoryId)));
  const variant = known.variants.find(({ sku }) => sku === listing.sku);
  if (known.state !== 'draft' || !variant) return;
  const stock = await api.get<{ onHand: number }>(`/v1/variants/${variant.id}/stock`, token);
  if (stock.onHand === 0) {
    const delivery = { delta: listing.stock, reason: 'received' };
    await api.post(`/v1/variants/${variant.id}/stock-adjustments`, token, delivery);
  }
  await api.post(`/v1/listings/${known.id}/submission`, token);
}

const usd = (amount: number): object => ({ amount, currency: 'USD' });

function draftOf(listing: SeedListing, categoryId: string): object {
  const { title, description, condition, sku, price, shipping, tiers = [] } = listing;
  const variant = {
    sku,
    price: usd(price),
    shippingFee: usd(shipping),
    tiers: tiers.map((tier) => ({ minQuantity: tier.minQuantity, unitPrice: usd(tier.price) })),
  };
  return { title, description, condition, categoryId, variants: [variant] };
}
