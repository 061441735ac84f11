import { createHash } from 'node:crypto';

/** How the provider treats a card. */
export type CardBehaviour =
  | 'approve'
  | 'decline'
  | 'insufficient_funds'
  | 'needs_action'
  | 'timeout_unbooked'
  | 'timeout_booked'
  | 'webhook_lost'
  | 'webhook_twice'
  | 'webhook_first'
  | 'refund_fails'
  | 'disputed';

/** How the bank treats a payout. */
export type PayoutBehaviour = 'paid' | 'account_closed' | 'timeout_booked' | 'timeout_unbooked';

/**
 * Cards with a part to play. Every other well-formed number approves, so tests can have as many distinct cards as they
 * like. `tok_<behaviour>` and `tok_<behaviour>_<anything>` name cards without a number.
 */
export const MAGIC_CARDS: Readonly<Record<CardBehaviour, string>> = {
  approve: '4008400000000006',
  decline: '4008400000000014',
  insufficient_funds: '4008400000000022',
  needs_action: '4008400000000030',
  timeout_unbooked: '4008400000000048',
  timeout_booked: '4008400000000055',
  webhook_lost: '4008400000000063',
  webhook_twice: '4008400000000071',
  webhook_first: '4008400000000089',
  refund_fails: '4008400000000097',
  disputed: '4008400000000105',
};

/** Last four characters of a payout destination with a part to play; every other destination is paid. */
export const MAGIC_DESTINATIONS: Readonly<Record<string, PayoutBehaviour>> = {
  '0001': 'account_closed',
  '0002': 'timeout_booked',
  '0003': 'timeout_unbooked',
};

/** Digits four to six of a card say where it was issued, as the numeric ISO 3166-1 code; others are from the US. */
const ISSUERS: Readonly<Record<string, string>> = {
  '076': 'BR',
  '156': 'CN',
  '276': 'DE',
  '392': 'JP',
  '414': 'KW',
  '702': 'SG',
  '826': 'GB',
  '840': 'US',
};

export interface CardInput {
  readonly number?: string;
  readonly token?: string;
  /** ISO 3166-1 alpha-2; overrides the country that the number tells. */
  readonly holderCountry?: string;
}

/** What the provider tells about a card; the fingerprint is the same for the same card and says nothing else. */
export interface CardFacts {
  readonly fingerprint: string;
  readonly bin: string;
  readonly last4: string;
  readonly country: string;
}

const BEHAVIOURS = Object.keys(MAGIC_CARDS) as CardBehaviour[];
const BY_NUMBER = new Map(BEHAVIOURS.map((behaviour) => [MAGIC_CARDS[behaviour], behaviour]));

/** Whether the last digit is the check digit of ISO/IEC 7812-1 (Luhn). */
export function isWellFormed(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, char, i) => total + weighted(Number(char), i), 0);
  return sum % 10 === 0;
}

function weighted(digit: number, position: number): number {
  if (position % 2 === 0) return digit;
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}

/** The card's behaviour and facts; `undefined` when it is neither a well-formed number nor a known token. */
export function readCard(card: CardInput): { behaviour: CardBehaviour; facts: CardFacts } | undefined {
  const behaviour = behaviourOf(card);
  if (behaviour === undefined) return undefined;
  const number = card.number ?? MAGIC_CARDS[behaviour];
  const fingerprint = createHash('sha256')
    .update(`sandbox card ${card.token ?? number}`)
    .digest('hex')
    .slice(0, 32);
  const country = card.holderCountry ?? ISSUERS[number.slice(3, 6)] ?? 'US';
  return { behaviour, facts: { fingerprint, bin: number.slice(0, 6), last4: number.slice(-4), country } };
}

function behaviourOf({ number, token }: CardInput): CardBehaviour | undefined {
  if (number !== undefined) return isWellFormed(number) ? (BY_NUMBER.get(number) ?? 'approve') : undefined;
  return BEHAVIOURS.find((name) => token === `tok_${name}` || token?.startsWith(`tok_${name}_`));
}

export const payoutBehaviour = (destination: string): PayoutBehaviour =>
  MAGIC_DESTINATIONS[destination.slice(-4)] ?? 'paid';
