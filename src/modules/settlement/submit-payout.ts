import { Injectable } from '@nestjs/common';
import { Clock, money, system, type Actor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { PayoutRequest } from './payout-provider.js';
import { PayoutProviders } from './payout-providers.js';
import { payoutLifecycle } from './payout.lifecycle.js';
import { PayoutsRepository } from './payouts.repository.js';
import { RecordBankAnswer } from './record-bank-answer.js';
import { ClearPayout } from './clear-payout.js';

const ACTOR: Actor = system('settlement');

interface Begun {
  readonly provider: string;
  readonly request?: PayoutRequest;
}

/** Hands an approved payout to the bank: noted first, sent once, the answer recorded. */
@Injectable()
export class SubmitPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly clear: ClearPayout,
    private readonly providers: PayoutProviders,
    private readonly record: RecordBankAnswer,
  ) {}

  /** A payout that was sent before, however that ended, is looked up instead. Files collect their payouts themselves. */
  async run(payoutId: string): Promise<void> {
    const begun = await this.uow.run((tx) => this.begin(tx, payoutId));
    if (begun === undefined) return;
    const { request, provider } = begun;
    const bank = this.providers.of(provider);
    const answer = request === undefined ? await bank.lookUp(payoutId) : await bank.send(request);
    await this.uow.run((tx) => this.record.run(tx, payoutId, answer));
  }

  /** Without a request when it was sent before; `undefined` when there is nothing to send. */
  private async begin(tx: Tx, payoutId: string): Promise<Begun | undefined> {
    const payout = await this.payouts.lock(tx, payoutId);
    if (payout && this.providers.of(payout.provider).isCollected) return undefined;
    if (payout?.state === 'submitted') return { provider: payout.provider };
    if (payout?.state !== 'approved') return undefined;
    const account = await this.clear.run(tx, payout);
    if (!account) return undefined;
    const at = this.clock.now();
    await moveOne(tx, payoutLifecycle, payoutId, { action: 'submit', actor: ACTOR, at });
    await this.payouts.noteSubmission(tx, payoutId, at);
    const request = { payoutId, amount: money(payout.amount, payout.currency), destination: account.destination };
    return { provider: payout.provider, request };
  }
}
