import { Injectable } from '@nestjs/common';
import type { FieldError, Id } from '../../kernel/index.js';
import { newId } from '../../platform/database/index.js';
import { Invalid, parseWireId, type MoneyDto } from '../../platform/http/index.js';
import { Catalog } from '../catalog/index.js';
import { contentFaults, type ListingContent, type VariantContent } from './listing.domain.js';
import type { CreateListingDto, EditListingDto, VariantDto } from './seller-listings.dto.js';

/** Turns what a seller sent into content, and refuses what cannot be sold. */
@Injectable()
export class WriteListing {
  constructor(private readonly catalog: Catalog) {}

  /** The content of a request on top of what is there. @throws Invalid */
  async run(
    input: CreateListingDto | EditListingDto,
    before: ListingContent | Pick<ListingContent, 'currency'>,
  ): Promise<ListingContent> {
    const base = 'title' in before ? before : undefined;
    const faults = currencyFaults(input.variants ?? [], before.currency);
    if (faults.length > 0) throw new Invalid(faults);
    const content = contentOf(input, base, before.currency);
    await this.check(content);
    return content;
  }

  /** @throws Invalid when the content does not fit the catalogue or contradicts itself */
  async check(content: ListingContent): Promise<void> {
    const faults = [
      ...contentFaults(content),
      ...(await this.catalog.validateAttributes(content.categoryId, content.attributes)),
      ...(await this.brandFaults(content.brandId)),
    ];
    if (faults.length > 0) throw new Invalid(faults);
  }

  private async brandFaults(brandId: Id<'brd'> | null): Promise<FieldError[]> {
    if (brandId === null || (await this.catalog.brandsOf([brandId])).size === 1) return [];
    return [{ pointer: '/brandId', code: 'unknown_brand', message: 'is not a brand of the catalogue' }];
  }
}

function contentOf(
  input: CreateListingDto | EditListingDto,
  base: ListingContent | undefined,
  currency: string,
): ListingContent {
  const { title, description, categoryId, attributes, brandId, model, condition, media, variants } = input;
  const known = base ?? begun(input, currency);
  return {
    title: title ?? known.title,
    description: description ?? known.description,
    categoryId: categoryId ? parseWireId('cat', categoryId) : known.categoryId,
    attributes: attributes ?? known.attributes,
    brandId: brandId === undefined ? known.brandId : brandOf(brandId),
    model: model === undefined ? known.model : model,
    condition: condition ?? known.condition,
    media: media?.map(({ url, alt }) => ({ url, alt: alt ?? null })) ?? known.media,
    currency,
    variants: variants?.map((variant, i) => variantOf(variant, i, known.variants)) ?? known.variants,
  };
}

/** A new listing before what it may leave out is said. */
function begun(input: CreateListingDto | EditListingDto, currency: string): ListingContent {
  const { title, description, categoryId, condition } = input;
  if (title === undefined || description === undefined || categoryId === undefined || condition === undefined) {
    throw new Error('A new listing says its title, description, category and condition');
  }
  return { ...EMPTY, title, description, categoryId: parseWireId('cat', categoryId), condition, currency };
}

const brandOf = (wire: string | null): Id<'brd'> | null => (wire === null ? null : parseWireId('brd', wire));

/** What a request may leave out of a new listing. */
const EMPTY: Pick<ListingContent, 'attributes' | 'brandId' | 'model' | 'media' | 'variants'> = {
  attributes: {},
  brandId: null,
  model: null,
  media: [],
  variants: [],
};

/** A variant keeps its identity by id or by SKU; any other is new. */
function variantOf(input: VariantDto, index: number, known: readonly VariantContent[]): VariantContent {
  const id = input.id ? parseWireId('var', input.id) : undefined;
  const before = known.find((variant) => (id === undefined ? variant.sku === input.sku : variant.id === id));
  if (id !== undefined && !before) {
    throw new Invalid([
      { pointer: `/variants/${index}/id`, code: 'unknown_variant', message: 'is not a variant of this listing' },
    ]);
  }
  return {
    id: before?.id ?? newId('var'),
    sku: input.sku,
    options: { ...input.options },
    amount: input.price.amount,
    shippingAmount: input.shippingFee?.amount ?? 0,
    minimumQuantity: input.minimumOrderQuantity ?? 1,
    tiers: (input.tiers ?? []).map(({ minQuantity, unitPrice }) => ({ minQuantity, amount: unitPrice.amount })),
  };
}

function currencyFaults(variants: readonly VariantDto[], currency: string): FieldError[] {
  return variants.flatMap(({ price, shippingFee, tiers }, i) => {
    const amounts: [string, MoneyDto | null | undefined][] = [
      ['price', price],
      ['shippingFee', shippingFee],
      ...(tiers ?? []).map(({ unitPrice }, n): [string, MoneyDto] => [`tiers/${n}/unitPrice`, unitPrice]),
    ];
    return amounts
      .filter(([, amount]) => amount && amount.currency !== currency)
      .map(([field]) => ({
        pointer: `/variants/${i}/${field}/currency`,
        code: 'currency',
        message: `must be ${currency}, the settlement currency of the seller`,
      }));
  });
}
