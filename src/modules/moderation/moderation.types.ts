import type { Id, Money } from '../../kernel/index.js';

export type SubjectType = 'listing';
export type ScreeningOutcome = 'publish' | 'hold' | 'reject';

/** What is screened: one version of a listing, told by the caller. */
export interface ScreeningInput {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly sellerId: Id<'sel'>;
  readonly title: string;
  readonly description: string;
  readonly brandName?: string;
  /** Whether the seller may sell the brand: authorised, or the brand needs no authorisation. */
  readonly brandAuthorised: boolean;
  readonly price: Money;
  /** Median price of the same model and condition in the currency of the price, over `count` other listings. */
  readonly modelMedian?: { readonly amount: number; readonly count: number };
  readonly sellerAgeDays: number;
}

/** Why, in words for the seller. */
export interface ScreeningReason {
  readonly code: string;
  readonly text: string;
  readonly textZh: string;
  readonly points: number;
}

export interface Screening {
  readonly outcome: ScreeningOutcome;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly ScreeningReason[];
  /** The case a moderator decides; also there for a published listing that was drawn for review. */
  readonly caseId?: Id<'cas'>;
}

export interface CaseInput {
  readonly kind: 'screening' | 'sample' | 'report' | 'signal';
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly sellerId: Id<'sel'>;
  /** Stable code of why; open cases are one per subject and reason. */
  readonly reason: string;
  /** 0 to 100; higher is looked at first. */
  readonly priority: number;
}
