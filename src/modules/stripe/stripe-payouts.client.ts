import { Injectable } from '@nestjs/common';
import { PayoutProvider, type BankAnswer, type PayoutRequest } from '../settlement/index.js';
import { toStripeAmount, toStripeCurrency } from './stripe-amount.domain.js';
import { readStripeEvent, TRANSFER_EVENTS } from './stripe-event.domain.js';
import { StripeApi } from './stripe.api.js';
import { StripeReversals } from './stripe-reversals.client.js';
import {
  bankAnswerOf,
  foundAnswerOf,
  groupOf,
  readTransfer,
  readWholeList,
  sentAnswerOf,
  TRANSFERS,
} from './transfer.domain.js';

const CONNECTED = /^acct_\w+$/;

/**
 * Pays sellers by transfers from our balance at Stripe to their connected accounts; from there Stripe pays out on the
 * account's own schedule. The group of a transfer names our payout, and the list of a group is complete at once.
 */
@Injectable()
export class StripePayouts extends PayoutProvider {
  readonly name = 'stripe';
  /** Where Stripe collects what cards have paid. */
  readonly fund = 'psp_clearing';

  constructor(
    private readonly api: StripeApi,
    override readonly reversals: StripeReversals,
  ) {
    super();
  }

  async send({ payoutId, amount, destination }: PayoutRequest): Promise<BankAnswer> {
    if (!CONNECTED.test(destination)) return failed('account_not_connected', 'account');
    const minor = toStripeAmount(amount);
    if (minor === undefined) return failed('amount_not_payable', 'transient');
    const form = {
      ...{ amount: minor, currency: toStripeCurrency(amount), destination },
      ...{ transfer_group: groupOf(payoutId), metadata: { souk_reference: payoutId } },
    };
    return sentAnswerOf(await this.api.post(TRANSFERS, `${payoutId}:payout`, form, readTransfer));
  }

  async lookUp(payoutId: string): Promise<BankAnswer> {
    const query = { transfer_group: groupOf(payoutId), limit: 10 };
    return foundAnswerOf(await this.api.get(TRANSFERS, query, readWholeList(readTransfer)), payoutId);
  }

  readEvent(body: string): { payoutId: string; answer: BankAnswer } | undefined {
    const event = readStripeEvent(body);
    const transfer = event?.type.startsWith(TRANSFER_EVENTS) ? readTransfer(event.object) : undefined;
    return transfer && { payoutId: transfer.reference, answer: bankAnswerOf(transfer) };
  }
}

const failed = (code: string, failureClass: 'account' | 'transient'): BankAnswer => ({
  state: 'failed',
  code,
  failureClass,
});
