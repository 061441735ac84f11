import { Injectable } from '@nestjs/common';
import { Clock, plus } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { ChargeBacks } from '../payments/index.js';
import { BANK } from './actors.js';
import { isOpen } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { EndChargeback, type ChargebackEnd } from './end-chargeback.js';

export const VERDICT = 'dispute.verdict';
/** By then a request that was on its way has arrived. */
const WAIT = 'PT2M';

/**
 * The verdict of the bank. Before a loss is booked the provider is asked what became of refunds that the bank may have
 * paid; while it does not say, the verdict waits.
 */
@Injectable()
export class DecideChargeback {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly payments: ChargeBacks,
    private readonly end: EndChargeback,
    private readonly deadlines: Deadlines,
  ) {}

  /** Outside of transactions; once, however often. */
  async run({ id, paymentId }: ChargebackRow, verdict: Pick<ChargebackEnd, 'action' | 'fee'>): Promise<void> {
    const isClear = verdict.action === 'win' || (await this.payments.clear(paymentId));
    await this.uow.run(async (tx) => {
      const chargeback = await this.chargebacks.lock(tx, id);
      if (!chargeback || !isOpen(chargeback.state)) return;
      if (!isClear) return this.deadlines.set(tx, VERDICT, id, plus(this.clock.now(), WAIT));
      await this.end.run(tx, chargeback, { ...verdict, actor: BANK });
      await this.deadlines.cancel(tx, VERDICT, id);
    });
  }
}
