import { Injectable } from '@nestjs/common';
import { asId, system } from '../../kernel/index.js';
import { Once } from '../../platform/http/index.js';
import { Every, OnDeadline } from '../../platform/messaging/index.js';
import { LEASE_DEADLINE } from './claim-hold.js';
import { DecideHold } from './decide-hold.js';
import { DecisionsRepository } from './decisions.repository.js';
import { HoldsRepository } from './holds.repository.js';
import { REVIEW_DEADLINE } from './open-hold.js';
import { ReturnHold } from './return-hold.js';

/** No rule looks back further than a day; a month is kept for analysts. */
const KEEP_MS = 30 * 86_400_000;

@Injectable()
export class RiskJobs {
  constructor(
    private readonly holds: HoldsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly decideHold: DecideHold,
    private readonly returnHold: ReturnHold,
  ) {}

  @OnDeadline(LEASE_DEADLINE)
  async endLease(holdId: string): Promise<void> {
    await this.returnHold.run(asId(holdId));
  }

  @OnDeadline(REVIEW_DEADLINE)
  async decideUnreviewed(holdId: string): Promise<void> {
    const hold = await this.holds.find(asId(holdId));
    if (hold?.state !== 'open' && hold?.state !== 'claimed') return;
    const action = hold.deadlineOutcome === 'released' ? 'release' : 'reject';
    const decision = { action, reason: 'review_deadline_passed' } as const;
    await this.decideHold.run(system('risk.hold-review'), hold.id, decision, Once.none, () => undefined);
  }

  @Every('risk.prune-observations', { every: 'P1D', at: '03:30' })
  async prune(at: Date): Promise<void> {
    await this.decisions.prune(new Date(at.getTime() - KEEP_MS));
  }
}
