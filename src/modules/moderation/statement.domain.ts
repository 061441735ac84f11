import type { CaseKind } from './cases.repository.js';

/** Against the law, or against the marketplace's own rules. */
export type Ground = 'illegal' | 'incompatible';
export const GROUNDS = ['illegal', 'incompatible'] as const;

export const CATEGORIES = [
  'intellectual_property_infringement',
  'unsafe_or_prohibited_product',
  'scams_and_fraud',
  'consumer_information',
  'other_violation',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What a moderator, or the screening, says about a restriction. */
export interface Grounds {
  readonly ground: Ground;
  /** The law or the rule. */
  readonly clause: string;
  readonly explanation: string;
  readonly category: Category;
}

const LISTING_RULES = 'Listing rules of the marketplace';

const CATEGORY_OF: Readonly<Record<string, Category>> = {
  prohibited_goods: 'unsafe_or_prohibited_product',
  explicit_words: 'intellectual_property_infringement',
  explicit_offer: 'intellectual_property_infringement',
  coded_brand: 'intellectual_property_infringement',
  brand_without_authorisation: 'intellectual_property_infringement',
  price_far_below_model: 'scams_and_fraud',
  price_below_model: 'scams_and_fraud',
};

interface Spoken {
  readonly code: string;
  readonly text: string;
  readonly points: number;
}

/** The grounds of a decision that no person made: what the screening found, the weightiest finding first. */
export function groundsOf(findings: readonly Spoken[]): Grounds {
  const against = findings.filter(({ points }) => points >= 0).sort((a, b) => b.points - a.points);
  const categories = against.map(({ code }) => CATEGORY_OF[code]).filter((category) => category !== undefined);
  return {
    ground: 'incompatible',
    clause: LISTING_RULES,
    explanation: [...new Set(against.map(({ text }) => text))].join(' '),
    category: categories[0] ?? 'other_violation',
  };
}

/** A clause is named even where the moderator only explains. */
export const defaultClause = LISTING_RULES;

export const sourceOf = (kind: CaseKind): 'notice' | 'own_initiative' =>
  kind === 'report' ? 'notice' : 'own_initiative';

export const REDRESS = 'You may ask for a review by another moderator within six months, free of charge.';
