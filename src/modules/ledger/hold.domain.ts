import type { Actor, Money } from '../../kernel/index.js';
import type { AccountType, Source } from './ledger.domain.js';

export const HOLD_EXPIRY = 'ledger.hold-expiry';

/** An amount that must stay on a strict account until it is posted. */
export interface HoldRequest {
  readonly source: Source;
  readonly account: AccountType;
  readonly owner: string;
  /** More than zero. */
  readonly money: Money;
  /** From then on the hold is over, whatever became of it. */
  readonly expiresAt: Date;
  readonly actor: Actor;
}
