import type { Money } from '../../kernel/index.js';
import type { PayoutFund } from '../ledger/index.js';

export interface PayoutRequest {
  /** Our payout; also the foreign idempotency key. */
  readonly payoutId: string;
  readonly amount: Money;
  /** The bank account, in the bank's own notation. */
  readonly destination: string;
}

export type FailureClass = 'account' | 'transient';

/** What the bank says about a payout. */
export type BankAnswer =
  | { readonly state: 'in_transit' | 'paid' | 'returned'; readonly reference: string; readonly amount: Money }
  | {
      readonly state: 'failed';
      readonly reference?: string;
      readonly code: string;
      readonly failureClass: FailureClass;
    }
  /** Of what was paid, so much was taken back; by whom is not said. */
  | { readonly state: 'reversed'; readonly reference: string; readonly amount: Money; readonly reversed: Money }
  /** The bank's books do not hold it. */
  | { readonly state: 'absent' }
  /** No answer, or one that says nothing: the bank may or may not have acted. */
  | { readonly state: 'unknown'; readonly why: string };

/** What is to be taken back of a payout that was paid. */
export interface ReversalRequest {
  /** Our own name of it; also the foreign idempotency key. */
  readonly reversalId: string;
  readonly payoutId: string;
  readonly amount: Money;
}

/** What the provider says about taking money back. */
export type ReversalAnswer =
  | { readonly state: 'done'; readonly reference: string; readonly amount: Money }
  | { readonly state: 'refused'; readonly code: string }
  /** Its books do not hold it. */
  | { readonly state: 'absent' }
  /** No answer, or one that says nothing: it may or may not have acted. */
  | { readonly state: 'unknown'; readonly why: string };

/** How a provider takes back what it has paid, as far as the payee still has it there. */
export interface PayoutReversals {
  /** Asks for it; never throws. The same reversal is asked for once. */
  send(request: ReversalRequest): Promise<ReversalAnswer>;

  /** Looks a reversal up by our identifier; never throws. */
  lookUp(request: ReversalRequest): Promise<ReversalAnswer>;
}

/** The bank side of a payment provider. */
export abstract class PayoutProvider {
  /** Stored with the payouts that it makes. */
  abstract readonly name: string;
  /** Which of our balances its payouts leave. */
  abstract readonly fund: PayoutFund;
  /** Payouts wait until they are collected into a file; the bank is never called and never asked. */
  readonly isCollected: boolean = false;
  /** Absent where what was paid is gone: a bank pays nothing back because we ask for it. */
  readonly reversals?: PayoutReversals;

  /** Asks the bank to pay; never throws. The same payout is asked for once. */
  abstract send(request: PayoutRequest): Promise<BankAnswer>;

  /** Looks a payout up by our identifier; never throws. */
  abstract lookUp(payoutId: string): Promise<BankAnswer>;

  /** Reads a message of the bank; `undefined` when it is not about a payout. */
  abstract readEvent(body: string): { readonly payoutId: string; readonly answer: BankAnswer } | undefined;
}
