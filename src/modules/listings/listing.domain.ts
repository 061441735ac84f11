import type { FieldError, Id } from '../../kernel/index.js';
import { mediaFault } from './media-url.domain.js';

export const CONDITIONS = ['new', 'used_like_new', 'used_good', 'used_acceptable'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface Medium {
  readonly url: string;
  readonly alt: string | null;
}

/** From `minQuantity` units on, each costs `amount` minor units. */
export interface Tier {
  readonly minQuantity: number;
  readonly amount: number;
}

export interface VariantContent {
  readonly id: Id<'var'>;
  readonly sku: string;
  readonly options: Readonly<Record<string, string>>;
  /** Minor units for one. */
  readonly amount: number;
  /** Minor units for shipping one. */
  readonly shippingAmount: number;
  readonly minimumQuantity: number;
  readonly tiers: readonly Tier[];
}

/** Everything of a listing that a seller writes and screening sees. */
export interface ListingContent {
  readonly title: string;
  readonly description: string;
  readonly categoryId: Id<'cat'>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly brandId: Id<'brd'> | null;
  /** The maker's name of the model; comparable prices are looked for under it. */
  readonly model: string | null;
  readonly condition: Condition;
  readonly media: readonly Medium[];
  readonly currency: string;
  readonly variants: readonly VariantContent[];
}

/** One spelling per model: compatibility form, lower case, letters and digits only. */
export const modelKey = (model: string): string =>
  model
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

export const lowestAmount = (content: ListingContent): number =>
  Math.min(...content.variants.map((variant) => variant.amount));

/** What is wrong with the content beyond the form of single fields; empty when nothing is. */
export function contentFaults(content: ListingContent): FieldError[] {
  return [
    ...content.media.flatMap(({ url }, i) => mediaFault(url, `/media/${i}/url`)),
    ...content.variants.flatMap((variant, i) => variantFaults(variant, `/variants/${i}`)),
    ...repeated(
      content.variants.map((variant) => variant.sku),
      'sku',
      'is used twice in this listing',
    ),
    ...repeated(content.variants.map(optionKey), 'options', 'are those of another variant'),
  ];
}

const optionKey = ({ options }: VariantContent): string => JSON.stringify(Object.entries(options).sort());

function repeated(values: readonly string[], field: string, message: string): FieldError[] {
  return values.flatMap((value, i) =>
    values.indexOf(value) < i ? [{ pointer: `/variants/${i}/${field}`, code: 'repeated', message }] : [],
  );
}

function variantFaults(variant: VariantContent, pointer: string): FieldError[] {
  const options = Object.entries(variant.options);
  const areOptionsFine = options.length <= 5 && options.every(([name, value]) => isLabel(name) && isLabel(value));
  return [
    ...(areOptionsFine
      ? []
      : [
          {
            pointer: `${pointer}/options`,
            code: 'options',
            message: 'must be up to 5 names with texts of 1 to 60 characters',
          },
        ]),
    ...(variant.amount > 0
      ? []
      : [{ pointer: `${pointer}/price/amount`, code: 'min', message: 'must be more than 0' }]),
    ...tierFaults(variant, pointer),
  ];
}

const isLabel = (text: unknown): boolean => typeof text === 'string' && text.length >= 1 && text.length <= 60;

/** Tiers start above the minimum quantity, ascend, and each is cheaper than the one before. */
function tierFaults({ minimumQuantity, amount, tiers }: VariantContent, pointer: string): FieldError[] {
  const before = [{ minQuantity: minimumQuantity, amount }, ...tiers];
  return tiers.flatMap((tier, i) => {
    const at = `${pointer}/tiers/${i}`;
    const previous = before[i] as Tier;
    return [
      ...(tier.minQuantity > previous.minQuantity
        ? []
        : [{ pointer: `${at}/minQuantity`, code: 'ascending', message: 'must be more than the quantity before it' }]),
      ...(tier.amount > 0 && tier.amount < previous.amount
        ? []
        : [
            { pointer: `${at}/unitPrice/amount`, code: 'descending', message: 'must be less than the price before it' },
          ]),
    ];
  });
}
