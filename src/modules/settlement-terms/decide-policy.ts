import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { PoliciesRepository } from './policies.repository.js';
import { policyView } from './policy.view.js';
import { PolicyDecided } from './settlement-terms.errors.js';
import type { SettlementPolicyView } from './settlement-policies.dto.js';

/** The second of two people puts a policy into force for what is bought from now on, or does not. */
@Injectable()
export class DecidePolicy {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly policies: PoliciesRepository,
  ) {}

  /** @throws NotFound, PolicyDecided, PolicyNeedsSecondPerson */
  run(actor: UserActor, id: Id<'stp'>, action: 'approve' | 'decline', once: Once): Promise<SettlementPolicyView> {
    return once.run(this.uow, async (tx) => {
      const isDecided = await this.policies.decide(tx, id, actor.userId, this.clock.now(), action === 'approve');
      const row = await this.policies.find(tx, id);
      if (!row) throw new NotFound({ what: 'settlement policy' });
      if (!isDecided) throw new PolicyDecided({});
      return policyView(row);
    });
  }
}
