import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { affiliateLifecycle } from './affiliate.lifecycle.js';
import type { AffiliateTermsDto, AffiliateTermsView, AffiliateView } from './affiliates.dto.js';
import { AffiliatesRepository } from './affiliates.repository.js';
import { affiliateView, termsView } from './affiliates.view.js';

/** People apply, finance decides, and on which terms. */
@Injectable()
export class ApplyAsAffiliate {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly affiliates: AffiliatesRepository,
  ) {}

  /** @throws AffiliateExists, AffiliateCodeTaken */
  run(actor: UserActor, code: string, once: Once): Promise<AffiliateView> {
    return once.run(this.uow, async (tx) => {
      const row = await this.affiliates.insert(tx, newId('aff'), actor.userId, code, this.clock.now());
      return affiliateView(row, []);
    });
  }

  /** @throws NotFound, IllegalTransition */
  decide(
    actor: UserActor,
    id: Id<'aff'>,
    { action, reason }: { action: 'activate' | 'suspend'; reason?: string },
    once: Once,
  ): Promise<AffiliateView> {
    return once.run(this.uow, async (tx) => {
      const row = await this.affiliates.find(tx, id);
      if (!row) throw new NotFound({ what: 'affiliate' });
      const move = { action, actor, at: this.clock.now(), reason };
      const { to: state } = await moveOne(tx, affiliateLifecycle, id, move);
      return affiliateView({ ...row, state }, []);
    });
  }

  /** For what is bought from now on. */
  setTerms(actor: UserActor, { commissionBps, fundedBy, windowDays }: AffiliateTermsDto, once: Once) {
    return once.run(this.uow, async (tx): Promise<AffiliateTermsView> => {
      const wanted = { bps: commissionBps, fundedBy, windowDays };
      return termsView(await this.affiliates.addTerms(tx, wanted, actor.userId, this.clock.now()));
    });
  }
}
