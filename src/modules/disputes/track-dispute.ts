import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { credit, debit, journal, Ledger } from '../ledger/index.js';
import type { PaymentDisputed } from '../payments/index.js';
import { BANK } from './actors.js';
import { ChangeTaken } from './change-taken.js';
import { chargebackLifecycle, isOpen } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { OpenChargeback } from './open-chargeback.js';

/** Keeps a chargeback as the provider tells it: what is taken, what it costs, until when it may be answered. */
@Injectable()
export class TrackDispute {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly open: OpenChargeback,
    private readonly change: ChangeTaken,
    private readonly ledger: Ledger,
  ) {}

  /** The chargeback of the dispute, locked; `undefined` while no money was taken. */
  async run(tx: Tx, told: PaymentDisputed, verdict: 'win' | 'lose' | undefined): Promise<ChargebackRow | undefined> {
    const known = await this.chargebacks.lockByRef(tx, told.provider, told.disputeRef);
    if (!known && !told.isWithdrawn && told.fee === 0) return undefined;
    const chargeback = known ?? (await this.open.run(tx, told));
    const isNow = isOpen(chargeback.state);
    if (isNow && told.isWithdrawn) await this.change.run(tx, chargeback, told.amount);
    if (!isNow || verdict !== 'win') await this.followFee(tx, chargeback, told);
    if (known && !verdict) await this.followDueDate(tx, chargeback, told);
    return chargeback;
  }

  private async followDueDate(tx: Tx, { id, state }: ChargebackRow, { evidenceDueAt }: PaymentDisputed): Promise<void> {
    if (evidenceDueAt === null || !isOpen(state)) return;
    await this.chargebacks.noteDue(tx, id, new Date(evidenceDueAt));
    if (state !== 'opened') return;
    await moveOne(tx, chargebackLifecycle, id, { action: 'ask_evidence', actor: BANK, at: this.clock.now() });
  }

  /** The provider took more for its trouble, or gave some back: the platform's, until a seller is made to pay it. */
  private async followFee(tx: Tx, chargeback: ChargebackRow, { fee }: PaymentDisputed): Promise<void> {
    const { id, provider, currency, orderId, paymentId } = chargeback;
    if (fee === chargeback.fee) return;
    const refs = { orderId, paymentId };
    const at = { effectiveAt: this.clock.now(), actor: BANK, refs, places: { psp: provider } };
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
