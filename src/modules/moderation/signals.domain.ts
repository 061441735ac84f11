import type { FeatureSchema, Features } from '../../platform/rules/index.js';
import type { ScreeningInput } from './moderation.types.js';
import { ratioToMedian } from './price.domain.js';
import { findTerms, type TermLists } from './terms.domain.js';

/** Raised when a signal changes its meaning. */
export const SIGNAL_SCHEMA_VERSION = 1;

/** What a screening rule may ask about a listing. */
export const SIGNALS = {
  prohibitedTerms: 'int',
  explicitTerms: 'int',
  negatedTerms: 'int',
  codedBrands: 'int',
  disguisedBrands: 'int',
  isCompatible: 'bool',
  isBrandUnauthorised: 'bool',
  price: 'int',
  currency: 'string',
  priceRatio: 'double',
  comparables: 'int',
  sellerAgeDays: 'double',
  jaccardOthers: 'double',
  jaccardRemoved: 'double',
} as const satisfies FeatureSchema;

/** The closest texts there are, as Jaccard of character bigrams; 0 where none comes near. */
export interface Nearest {
  readonly others: number;
  readonly removed: number;
}

export interface Signals {
  readonly features: Features;
  /** The words behind the counts, for the moderator. */
  readonly found: Readonly<Record<string, readonly string[]>>;
}

export function signalsOf(input: ScreeningInput, lists: TermLists, nearest: Nearest): Signals {
  const terms = findTerms(`${input.title}\n${input.description}`, lists);
  const foreign = brandsInTitle(input, lists);
  const isBrandUnauthorised = foreign.length > 0 || (input.brandName !== undefined && !input.brandAuthorised);
  const priceRatio = ratioToMedian(input.price.amount, input.modelMedian);
  const { prohibited, explicit, negated, coded, disguised, isCompatible } = terms;
  return {
    features: {
      prohibitedTerms: prohibited.length,
      explicitTerms: explicit.length,
      negatedTerms: negated.length,
      codedBrands: coded.length,
      disguisedBrands: disguised.length,
      isCompatible,
      isBrandUnauthorised,
      price: input.price.amount,
      currency: input.price.currency,
      ...(priceRatio !== undefined && { priceRatio }),
      ...(input.modelMedian && { comparables: input.modelMedian.count }),
      sellerAgeDays: input.sellerAgeDays,
      jaccardOthers: nearest.others,
      jaccardRemoved: nearest.removed,
    },
    found: { prohibited, explicit, negated, coded, disguised, brands: foreign },
  };
}

/** Guarded brands that the title names where the caller knows of no brand; of a brand it knows, it is the judge. */
function brandsInTitle({ title, brandName }: ScreeningInput, lists: TermLists): readonly string[] {
  return brandName === undefined ? findTerms(title, lists).brands : [];
}
