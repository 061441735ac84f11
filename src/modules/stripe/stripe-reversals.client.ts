import { Injectable } from '@nestjs/common';
import type { PayoutReversals, ReversalAnswer, ReversalRequest } from '../settlement/index.js';
import { readPage } from './balance-transaction.domain.js';
import { foundReversalOf, readReversal, sentReversalOf, type Reversal } from './reversal.domain.js';
import { toStripeAmount } from './stripe-amount.domain.js';
import { StripeApi } from './stripe.api.js';
import { foundTransferOf, groupOf, readTransfer, readWholeList, TRANSFERS } from './transfer.domain.js';

const A_PAGE = 100;

/**
 * Takes parts of transfers back from the balances of connected accounts; Stripe refuses what is not there any more. Our
 * name of a reversal stands in its metadata, and the list of a transfer's reversals is complete at once.
 */
@Injectable()
export class StripeReversals implements PayoutReversals {
  constructor(private readonly api: StripeApi) {}

  async send(request: ReversalRequest): Promise<ReversalAnswer> {
    const { reversalId, payoutId, amount } = request;
    const minor = toStripeAmount(amount);
    if (minor === undefined) return { state: 'refused', code: 'amount_not_payable' };
    const found = await this.transferOf(payoutId);
    if (found.state === 'absent') return { state: 'refused', code: 'transfer_missing' };
    if (found.state === 'unknown') return found;
    const { ref } = found.object;
    const form = { amount: minor, metadata: { souk_reference: reversalId } };
    const answer = await this.api.post(pathOf(ref), `${reversalId}:reversal`, form, readReversal);
    return sentReversalOf(answer, request, ref);
  }

  async lookUp({ reversalId, payoutId }: ReversalRequest): Promise<ReversalAnswer> {
    const found = await this.transferOf(payoutId);
    if (found.state !== 'found') return found;
    const all: Reversal[] = [];
    let after: string | undefined;
    do {
      const query = { limit: A_PAGE, starting_after: after };
      const answer = await this.api.get(pathOf(found.object.ref), query, readPage(readReversal));
      if (answer.kind !== 'done')
        return { state: 'unknown', why: answer.kind === 'unknown' ? answer.why : answer.kind };
      const { entries, hasMore } = answer.object;
      all.push(...entries);
      const last = entries.at(-1)?.ref;
      if (hasMore && (last === undefined || last === after)) return { state: 'unknown', why: 'repeats' };
      after = hasMore ? last : undefined;
    } while (after !== undefined);
    return foundReversalOf(all, reversalId);
  }

  private async transferOf(payoutId: string) {
    const query = { transfer_group: groupOf(payoutId), limit: 10 };
    return foundTransferOf(await this.api.get(TRANSFERS, query, readWholeList(readTransfer)), payoutId);
  }
}

const pathOf = (transfer: string): string => `${TRANSFERS}/${encodeURIComponent(transfer)}/reversals`;
