import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ApiClient } from '../api-client.js';
import { type Cast } from './cast.js';
import { Keep } from './keep.js';
import type { Observed, StoryLine } from './story.js';

interface Listed {
  readonly listingId: string;
  /** Variant ids by SKU. */
  readonly variants: Readonly<Record<string, string>>;
}

interface ListingAnswer {
  readonly id: string;
  readonly state: string;
  readonly variants: readonly { readonly id: string; readonly sku: string }[];
}

const CURRENCY = 'BRL';
const WORDS = 'azul verde branco preto prata ouro claro escuro grande leve forte fino novo clássico moderno doce'.split(
  ' ',
);

/** The listings of the files: one per product and seller, with a variant for every price and freight seen. */
export class Shelf {
  private readonly listings: Keep<Listed>;

  constructor(
    private readonly api: ApiClient,
    private readonly cast: Cast,
    private readonly categoryId: string,
    home: string,
    /** An earlier run may have made listings that it did not come to note. */
    private readonly isContinued: boolean,
  ) {
    this.listings = new Keep(join(home, 'listings'));
  }

  /** Makes the line's listing unless it exists: draft, stock, submission. Screening goes on by itself. */
  async put(line: StoryLine): Promise<Listed> {
    return this.listings.get(`${line.productId}:${line.seller.id}`, () => this.list(line));
  }

  async variantOf(line: StoryLine): Promise<string> {
    const { variants } = await this.put(line);
    const variant = variants[skuOf(line.productId, line)];
    if (!variant) throw new Error(`No variant of ${line.productId} at ${line.price} + ${line.freight}`);
    return variant;
  }

  private async list(line: StoryLine): Promise<Listed> {
    const seller = await this.cast.seller(line.seller.id, line.seller.city);
    const { token } = seller;
    const key = `replay-${line.productId}-${line.seller.id}`;
    const known = this.isContinued ? await this.find(seller.sellerId, token, skuOf(line.productId, line)) : undefined;
    const body = this.draft(line);
    const listing =
      known ??
      (await this.api.post<ListingAnswer>(`/v1/sellers/${seller.sellerId}/listings`, {
        token,
        body,
        idempotencyKey: key,
      }));
    const variants = Object.fromEntries(listing.variants.map((variant) => [variant.sku, variant.id]));
    for (const observed of line.observed) {
      const sku = skuOf(line.productId, observed);
      await this.api.post(`/v1/variants/${variants[sku]}/stock-adjustments`, {
        token,
        idempotencyKey: `${key}-stock-${sku}`,
        body: { delta: observed.units, reason: 'received' },
      });
    }
    if (listing.state === 'draft') {
      await this.api.post(`/v1/listings/${listing.id}/submission`, { token, idempotencyKey: `${key}-submit` });
    }
    return { listingId: listing.id, variants };
  }

  private async find(sellerId: string, token: string, sku: string): Promise<ListingAnswer | undefined> {
    const path = `/v1/sellers/${sellerId}/listings?sku=${encodeURIComponent(sku)}`;
    const { data } = await this.api.get<{ data: ListingAnswer[] }>(path, token);
    return data[0];
  }

  private draft(line: StoryLine): object {
    const name = nameOf(line);
    return {
      title: `${name} ${line.productId}`,
      description: `${name}. ${line.productId} ${line.seller.id}`,
      categoryId: this.categoryId,
      condition: 'new',
      variants: line.observed.map((observed) => ({
        sku: skuOf(line.productId, observed),
        options: { Price: `${observed.price} + ${observed.freight}` },
        price: { amount: observed.price, currency: CURRENCY },
        shippingFee: { amount: observed.freight, currency: CURRENCY },
      })),
    };
  }
}

/** The files have no product names: a category and two words that the product's id picks. */
function nameOf(line: StoryLine): string {
  const digest = createHash('sha1').update(line.productId).digest();
  const words = [0, 1].map((i) => WORDS[(digest[i] ?? 0) % WORDS.length]).join(' ');
  return `${line.category.replaceAll('_', ' ')} ${words}`.trim();
}

function skuOf(productId: string, at: Pick<Observed, 'price' | 'freight'>): string {
  return `${productId}-${at.price}-${at.freight}`;
}
