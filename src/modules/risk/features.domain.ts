import type { FeatureSchema, Features, FeatureValue } from '../../platform/rules/index.js';
import type { Outcome } from './outcome.domain.js';
import type { AssessmentInput, Facts } from './risk.types.js';

/** Raised when a feature changes its meaning; decisions keep the version they were made with. */
export const FEATURE_SCHEMA_VERSION = 1;

/** What a rule may ask about an event. Windows end at the event and include it; amounts are minor units. */
export const RISK_FEATURES = {
  event: 'string',
  amount: 'int',
  currency: 'string',
  accountAgeDays: 'double',
  buyerCountry: 'string',
  shippingCountry: 'string',
  cardCountry: 'string',
  emailVerified: 'bool',
  phoneVerified: 'bool',
  itemCount: 'int',
  sellerCount: 'int',
  trusted: 'bool',
  previousOutcome: 'string',
  buyerOrdersHour: 'int',
  buyerOrdersDay: 'int',
  buyerAmountDay: 'int',
  buyerCardsDay: 'int',
  deviceOrdersHour: 'int',
  deviceBuyersDay: 'int',
  addressOrdersHour: 'int',
  addressBuyersDay: 'int',
  cardBuyersDay: 'int',
} as const satisfies FeatureSchema;

/** Counts as the database returns them, of which some belong to entities that the event did not name. */
export interface Observed {
  readonly rulesetVersion: number;
  readonly previousOutcome: Outcome | null;
  readonly buyerOrdersHour: number;
  readonly buyerOrdersDay: number;
  readonly buyerAmountDay: number;
  readonly buyerCardsDay: number;
  readonly deviceOrdersHour: number;
  readonly deviceBuyersDay: number;
  readonly addressOrdersHour: number;
  readonly addressBuyersDay: number;
  readonly cardBuyersDay: number;
}

const DAY_MS = 86_400_000;

/** The vector of an event. Nothing is invented: what nobody told is left out. */
export function featuresOf(input: AssessmentInput, observed: Observed, now: Date): Features {
  const { facts } = input;
  const { buyerOrdersHour, buyerOrdersDay, buyerAmountDay, buyerCardsDay, cardBuyersDay, ...rest } = observed;
  const { deviceOrdersHour, deviceBuyersDay, addressOrdersHour, addressBuyersDay, previousOutcome } = rest;
  return known({
    event: input.event,
    amount: input.amount.amount,
    currency: input.amount.currency,
    accountAgeDays: ageInDays(facts.accountCreatedAt, now),
    buyerCountry: facts.buyerCountry,
    shippingCountry: facts.shippingCountry,
    cardCountry: facts.cardCountry,
    emailVerified: facts.emailVerified,
    phoneVerified: facts.phoneVerified,
    itemCount: facts.itemCount,
    sellerCount: facts.sellerCount,
    trusted: facts.trusted,
    previousOutcome,
    buyerOrdersHour,
    buyerOrdersDay,
    buyerAmountDay,
    buyerCardsDay,
    ...(isGiven(facts, 'deviceId') && { deviceOrdersHour, deviceBuyersDay }),
    ...(isGiven(facts, 'addressKey') && { addressOrdersHour, addressBuyersDay }),
    ...(isGiven(facts, 'cardFingerprint') && { cardBuyersDay }),
  });
}

export const isGiven = (facts: Facts, name: keyof Facts): boolean =>
  facts[name] !== undefined && facts[name] !== null && facts[name] !== '';

function known(values: Record<string, FeatureValue | null | undefined>): Features {
  const isKnown = (entry: [string, unknown]): entry is [string, FeatureValue] =>
    entry[1] !== undefined && entry[1] !== null;
  return Object.fromEntries(Object.entries(values).filter(isKnown));
}

function ageInDays(createdAt: FeatureValue | null | undefined, now: Date): number | undefined {
  const since = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN;
  return Number.isNaN(since) ? undefined : Math.max(0, now.getTime() - since) / DAY_MS;
}
