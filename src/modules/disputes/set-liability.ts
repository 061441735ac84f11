import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, OwnMatter, type Once } from '../../platform/http/index.js';
import { isOpen } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow, type Policy } from './chargebacks.repository.js';
import type { DisputeView } from './disputes.dto.js';
import { disputeViewOf } from './disputes.view.js';
import { EvidenceRepository } from './evidence.repository.js';

/** Finance decides otherwise than the policy who bears a chargeback when it is lost. */
@Injectable()
export class SetLiability {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly evidence: EvidenceRepository,
  ) {}

  /** @throws NotFound, OwnMatter, IllegalTransition once it has ended */
  run(actor: UserActor, id: Id<'dsp'>, policy: Policy, once: Once): Promise<DisputeView> {
    return once.run(this.uow, async (tx) => {
      const chargeback = await this.chargebacks.lock(tx, id);
      if (!chargeback) throw new NotFound({ what: 'dispute' });
      if (chargeback.shares.some(({ sellerId }) => actsFor(actor, sellerId))) throw new OwnMatter({});
      if (!isOpen(chargeback.state)) throw new IllegalTransition({ subject: 'chargeback', action: 'set_liability' });
      const at = this.clock.now();
      await this.chargebacks.noteLiable(tx, id, policy, at);
      const changed = (await this.chargebacks.lock(tx, id)) as ChargebackRow;
      return disputeViewOf(changed, await this.evidence.in(tx, id), actor, at);
    });
  }
}
