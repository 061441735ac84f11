import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { credit, debit, journal, Ledger } from '../ledger/index.js';
import type { PaymentDisputed } from '../payments/index.js';
import { BANK } from './actors.js';
import { chargebackLifecycle, isOpen } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { EndChargeback } from './end-chargeback.js';
import { OpenChargeback } from './open-chargeback.js';

/** Follows a dispute at the provider: a chargeback for the first money that is taken, its end with the verdict. */
@Injectable()
export class FollowDispute {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly open: OpenChargeback,
    private readonly end: EndChargeback,
    private readonly ledger: Ledger,
  ) {}

  /** In whatever order and however often it is told; what has ended stays as it ended. */
  run(told: PaymentDisputed): Promise<void> {
    return this.uow.run(async (tx) => {
      const known = await this.chargebacks.lockByRef(tx, told.provider, told.disputeRef);
      if (!known && !told.isWithdrawn && told.fee === 0) return;
      const chargeback = known ?? (await this.open.run(tx, told));
      const verdict = isOpen(chargeback.state) ? verdictOf(told) : undefined;
      if (verdict !== 'win') await this.followFee(tx, chargeback, told);
      if (verdict) return this.end.run(tx, chargeback, { action: verdict, fee: told.fee, actor: BANK });
      if (known) await this.followDueDate(tx, chargeback, told);
    });
  }

  private async followDueDate(tx: Tx, { id, state }: ChargebackRow, { evidenceDueAt }: PaymentDisputed): Promise<void> {
    if (evidenceDueAt === null || !isOpen(state)) return;
    await this.chargebacks.noteDue(tx, id, new Date(evidenceDueAt));
    if (state !== 'opened') return;
    await moveOne(tx, chargebackLifecycle, id, { action: 'ask_evidence', actor: BANK, at: this.clock.now() });
  }

  /** The provider took more for its trouble, or gave some back: the platform's, until a seller is made to pay it. */
  private async followFee(tx: Tx, chargeback: ChargebackRow, { fee }: PaymentDisputed): Promise<void> {
    const { id, currency, orderId, paymentId } = chargeback;
    if (fee === chargeback.fee) return;
    const at = { effectiveAt: this.clock.now(), actor: BANK, refs: { orderId, paymentId } };
    const change = money(Math.abs(fee - chargeback.fee), currency);
    const [to, from] =
      fee > chargeback.fee
        ? (['dispute_fee_expense', 'psp_clearing'] as const)
        : (['psp_clearing', 'dispute_fee_expense'] as const);
    const source = ['dispute', id, `fee:${chargeback.fee}:${fee}`] as const;
    await this.ledger.post(tx, journal(source, at, debit(to, change), credit(from, change)));
    await this.chargebacks.noteFee(tx, id, fee);
  }
}

/** Money that came back is won, whatever it is called; what ended otherwise is lost. */
function verdictOf({ state, isWithdrawn }: PaymentDisputed): 'win' | 'lose' | undefined {
  if (state === 'lost' || (state === 'closed' && isWithdrawn)) return 'lose';
  return (state === 'won' || state === 'closed') && !isWithdrawn ? 'win' : undefined;
}
