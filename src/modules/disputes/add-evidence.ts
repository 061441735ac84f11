import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { takesEvidence } from './chargeback.lifecycle.js';
import { ChargebacksRepository } from './chargebacks.repository.js';
import type { DisputeView, EvidenceDto } from './disputes.dto.js';
import { EvidenceClosed, TooMuchEvidence } from './disputes.errors.js';
import { disputeViewOf } from './disputes.view.js';
import { EvidenceRepository } from './evidence.repository.js';

/** More than any bank reads. */
const MOST = 20;

/** A seller says what speaks against the complaint of the card holder. */
@Injectable()
export class AddEvidence {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly evidence: EvidenceRepository,
  ) {}

  /** @throws NotFound unless the caller acts for a seller whom it concerns, EvidenceClosed, TooMuchEvidence */
  run(actor: Actor, id: Id<'dsp'>, { text, links = [] }: EvidenceDto, once: Once): Promise<DisputeView> {
    return once.run(this.uow, async (tx) => {
      const chargeback = await this.chargebacks.lock(tx, id);
      const share = chargeback?.shares.find(({ sellerId }) => actsFor(actor, sellerId));
      if (!chargeback || !share) throw new NotFound({ what: 'dispute' });
      const now = this.clock.now();
      const isLate = chargeback.evidenceDueAt !== null && chargeback.evidenceDueAt <= now;
      if (!takesEvidence(chargeback.state) || isLate) throw new EvidenceClosed({});
      const given = await this.evidence.in(tx, id);
      if (given.filter(({ sellerId }) => sellerId === share.sellerId).length >= MOST) throw new TooMuchEvidence({});
      const row = { id: newId('evd'), sellerId: share.sellerId, text, links, givenAt: now };
      await this.evidence.add(tx, id, row, actor);
      return disputeViewOf(chargeback, [...given, row], actor, now);
    });
  }
}
