import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { PoliciesRepository } from './policies.repository.js';
import { policyView } from './policy.view.js';
import type { ProposePolicyDto, SettlementPolicyView } from './settlement-policies.dto.js';

@Injectable()
export class ProposePolicy {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly policies: PoliciesRepository,
  ) {}

  /** The first of two people; nothing is settled by it yet. @throws PolicyProposed */
  run(actor: UserActor, wanted: ProposePolicyDto, once: Once): Promise<SettlementPolicyView> {
    return once.run(this.uow, async (tx) => {
      const { note = null, manualFirstPayout = false, payoutCaps: caps } = wanted;
      const made = { id: newId('stp'), proposedBy: actor.userId, proposedAt: this.clock.now() };
      const payoutCaps = caps && Object.fromEntries(caps.map(({ currency, amount }) => [currency, amount]));
      await this.policies.propose(tx, { ...wanted, note, manualFirstPayout, payoutCaps, ...made });
      const row = await this.policies.find(tx, made.id);
      if (!row) throw new NotFound({ what: 'settlement policy' });
      return policyView(row);
    });
  }
}
