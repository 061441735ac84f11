import { DEFAULT_BRANDS } from '../../migrations/data/default-brands.js';
import { DEFAULT_CATEGORIES } from '../../migrations/data/default-categories.js';
import { toWire } from '../../src/kernel/index.js';
import { bearer, type TestApp } from './app.js';
import type { ActiveSeller } from './world.sellers.js';

export interface ListingBody {
  readonly id: string;
  readonly sellerId: string;
  readonly state: string;
  readonly version: number;
  readonly title: string;
  readonly reasons: readonly { code: string }[];
  readonly statementId: string | null;
  readonly revision: { number: number; state: string; reasons: readonly { code: string }[] } | null;
  readonly variants: readonly { id: string; sku: string; price: { amount: number; currency: string } }[];
  readonly allowedActions: readonly { action: string; allowed: boolean }[];
}

export interface MadeListing {
  /** Wire form, `lst_…`. */
  readonly listingId: string;
  /** The first variant, wire form, `var_…`. */
  readonly variantId: string;
  readonly variantIds: readonly string[];
  readonly sku: string;
}

export interface ListingFields {
  /** Minor units. */
  readonly price?: number;
  /** Units of each variant. */
  readonly stock?: number;
  /** Minor units for one. */
  readonly shipping?: number;
  readonly currency?: string;
  /** Whatever else the request should say. */
  readonly fields?: object;
}

let count = 0;

/** Wire form of a category of the default tree, `electronics/phones`. */
export function categoryAt(path: string): string {
  const category = DEFAULT_CATEGORIES.find((each) => each.path === path);
  if (!category) throw new Error(`No such category: ${path}`);
  return toWire('cat', category.id);
}

/** Wire form of a brand that is there from the start. */
export function brandNamed(name: string): string {
  const brand = DEFAULT_BRANDS.find((each) => each.name === name);
  if (!brand) throw new Error(`No such brand: ${name}`);
  return toWire('brd', brand.id);
}

const THINGS = ['kettle', 'lantern', 'saddle', 'easel', 'compass', 'basket', 'anvil', 'trowel', 'hammock', 'abacus'];

/** A complete request for a listing that screening lets pass. */
export function listingRequest({ price = 10_000, shipping = 0, currency = 'USD', fields = {} }: ListingFields = {}) {
  count += 1;
  const thing = THINGS[count % THINGS.length];
  return {
    title: `Plain ${thing} number ${count}`,
    description: `A ${thing} with the serial number ${count}, made by hand.`,
    categoryId: categoryAt('other'),
    condition: 'new',
    variants: [
      {
        sku: `sku-${process.pid}-${count}`,
        price: { amount: price, currency },
        shippingFee: { amount: shipping, currency },
      },
    ],
    ...fields,
  };
}

/** A draft of the seller. */
export async function draftListing(
  app: TestApp,
  seller: ActiveSeller,
  fields: ListingFields = {},
): Promise<ListingBody> {
  const answer = await app.http
    .post(`/v1/sellers/${seller.sellerId}/listings`)
    .set(bearer(seller.token))
    .send(listingRequest(fields));
  if (answer.status !== 201) throw new Error(`No listing was drafted: ${answer.text}`);
  return answer.body as ListingBody;
}

/** Submits the draft and waits until screening is done. */
export async function submitted(app: TestApp, seller: ActiveSeller, listingId: string): Promise<ListingBody> {
  const answer = await app.http.post(`/v1/listings/${listingId}/submission`).set(bearer(seller.token));
  if (answer.status !== 200) throw new Error(`The listing was not submitted: ${answer.text}`);
  await app.drain();
  return listingOf(app, seller, listingId);
}

/** The listing as its seller sees it. */
export async function listingOf(app: TestApp, seller: ActiveSeller, listingId: string): Promise<ListingBody> {
  const answer = await app.http.get(`/v1/sellers/${seller.sellerId}/listings/${listingId}`).set(bearer(seller.token));
  if (answer.status !== 200) throw new Error(`The listing cannot be read: ${answer.text}`);
  return answer.body as ListingBody;
}

/** Puts units of the variant into stock. */
export async function stocked(app: TestApp, seller: ActiveSeller, variantId: string, units: number): Promise<void> {
  const answer = await app.http
    .post(`/v1/variants/${variantId}/stock-adjustments`)
    .set(bearer(seller.token))
    .send({ delta: units, reason: 'received' });
  if (answer.status !== 201) throw new Error(`No stock was added: ${answer.text}`);
}

/** A listing that screening keeps for a moderator. */
export async function stoppedListing(app: TestApp, seller: ActiveSeller, fields: object = {}): Promise<ListingBody> {
  const copy = { title: 'Handbag, 1:1 replica, mirror quality', ...fields };
  const draft = await draftListing(app, seller, { fields: copy });
  return submitted(app, seller, draft.id);
}

/** A listing that anybody can buy from. */
export async function activeListing(
  app: TestApp,
  seller: ActiveSeller,
  fields: ListingFields = {},
): Promise<MadeListing> {
  const draft = await draftListing(app, seller, fields);
  const variantIds = draft.variants.map((variant) => variant.id);
  if (fields.stock !== undefined) {
    for (const id of variantIds) await stocked(app, seller, id, fields.stock);
  }
  const { state, reasons } = await submitted(app, seller, draft.id);
  if (state !== 'active') throw new Error(`The listing is ${state}: ${JSON.stringify(reasons)}`);
  const [first] = draft.variants as [ListingBody['variants'][number]];
  return { listingId: draft.id, variantId: first.id, variantIds, sku: first.sku };
}
