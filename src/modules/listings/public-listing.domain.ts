import { toWire, type Id } from '../../kernel/index.js';
import { lowestAmount, type ListingContent, type VariantContent } from './listing.domain.js';
import { fullTokens, titleTokens, searchVector, wordTokens, type WeighedTokens } from './search-tokens.domain.js';

const SEARCHED_DESCRIPTION = 2_000;

/** What the catalogue knows of the place where a listing stands. */
export interface Place {
  readonly categoryPath: string;
  readonly categoryNames: readonly string[];
  readonly brand?: { readonly name: string; readonly aliases: readonly string[] };
}

export interface PublicListing extends ListingContent {
  readonly id: Id<'lst'>;
  readonly sellerId: Id<'sel'>;
  readonly publishedAt: Date;
}

/** The listing as one item of a list, without what changes between publications, as JSON. */
export function cardText(listing: PublicListing): string {
  const cheapest = listing.variants.find((variant) => variant.amount === lowestAmount(listing));
  return JSON.stringify({
    id: toWire('lst', listing.id),
    sellerId: toWire('sel', listing.sellerId),
    title: listing.title,
    categoryId: toWire('cat', listing.categoryId),
    brandId: listing.brandId && toWire('brd', listing.brandId),
    condition: listing.condition,
    image: listing.media[0] ?? null,
    price: { amount: lowestAmount(listing), currency: listing.currency },
    shippingFee: { amount: cheapest?.shippingAmount ?? 0, currency: listing.currency },
    variantCount: listing.variants.length,
    publishedAt: listing.publishedAt.toISOString(),
  });
}

/** The listing on its own page, without what changes between publications, as JSON. */
export function detailText(listing: PublicListing, place: Place): string {
  return JSON.stringify({
    id: toWire('lst', listing.id),
    sellerId: toWire('sel', listing.sellerId),
    title: listing.title,
    description: listing.description,
    categoryId: toWire('cat', listing.categoryId),
    categoryPath: place.categoryPath,
    attributes: listing.attributes,
    brandId: listing.brandId && toWire('brd', listing.brandId),
    brandName: place.brand?.name ?? null,
    model: listing.model,
    condition: listing.condition,
    media: listing.media,
    variants: listing.variants.map((variant) => variantView(variant, listing.currency)),
    publishedAt: listing.publishedAt.toISOString(),
  });
}

export function variantView(variant: VariantContent, currency: string) {
  return {
    id: toWire('var', variant.id),
    sku: variant.sku,
    options: { ...variant.options },
    price: { amount: variant.amount, currency },
    tiers: variant.tiers.map(({ minQuantity, amount }) => ({ minQuantity, unitPrice: { amount, currency } })),
    minimumOrderQuantity: variant.minimumQuantity,
    shippingFee: { amount: variant.shippingAmount, currency },
  };
}

/**
 * The listing's search tokens: title, brand and model, which also rank a match, then category, attributes and the
 * description, which only find it.
 */
export function tokensOf(listing: PublicListing, place: Place): { tokens: string; titleTokens: string } {
  const { brand, categoryNames } = place;
  const makers = [brand?.name ?? '', ...(brand?.aliases ?? []), listing.model ?? ''];
  const facts = Object.values(listing.attributes).filter((value) => typeof value === 'string');
  const title: WeighedTokens[] = [
    { weight: 'A', tokens: titleTokens(listing.title) },
    { weight: 'B', tokens: titleTokens(makers.join(' ')) },
  ];
  const rest: WeighedTokens[] = [
    { weight: 'C', tokens: fullTokens([...categoryNames, ...facts].join(' ')) },
    { weight: 'D', tokens: wordTokens(listing.description.slice(0, SEARCHED_DESCRIPTION)) },
  ];
  return { tokens: searchVector([...title, ...rest]), titleTokens: searchVector(title) };
}

/** What is read with a published listing at the time of the request. */
export interface LiveFacts {
  readonly sellerName: string;
  readonly sellerKind: string;
  readonly sellerCountry: string;
  readonly ratingCount: number | null;
  readonly ratingMean: number | null;
}

/** The live facts of a seller `s` with the rating `r`. */
export const SELLER_COLUMNS = `s.name as "sellerName", s.kind as "sellerKind", s.country as "sellerCountry",
  r.count as "ratingCount", r.bayesian_mean as "ratingMean"`;

/** Splices the live facts into the stored JSON of a list's item. */
export const cardAnswer = (row: LiveFacts & { readonly card: string; readonly inStock: boolean }): string =>
  `${row.card.slice(0, -1)},"inStock":${row.inStock},"seller":${sellerAnswer(row)}}`;

/** Splices the live facts into the stored JSON of a listing's own page. */
export function detailAnswer(
  row: LiveFacts & {
    readonly detail: string;
    readonly variantIds: readonly string[];
    readonly available: readonly number[];
  },
): string {
  const stock = row.variantIds.map((id, i) => ({ variantId: toWire('var', id), available: row.available[i] ?? 0 }));
  return `${row.detail.slice(0, -1)},"availability":${JSON.stringify(stock)},"seller":${sellerAnswer(row)}}`;
}

function sellerAnswer(row: LiveFacts): string {
  const { sellerName: name, sellerKind: kind, sellerCountry: country, ratingCount, ratingMean } = row;
  const rating = ratingCount ? { count: ratingCount, mean: Math.round((ratingMean ?? 0) * 100) / 100 } : null;
  return JSON.stringify({ name, kind, country, rating });
}
