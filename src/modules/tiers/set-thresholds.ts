import { Injectable } from '@nestjs/common';
import { Clock, type FieldError, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { ThresholdsRepository } from './thresholds.repository.js';
import { thresholdsView } from './tier.view.js';
import type { SetTierThresholdsDto, TierThresholdsView } from './tiers.dto.js';

@Injectable()
export class SetThresholds {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly thresholds: ThresholdsRepository,
  ) {}

  /** Open proposals made by others are stale from the next look on. @throws Invalid, ThresholdsChangedMeanwhile */
  run(actor: UserActor, wanted: SetTierThresholdsDto, once: Once): Promise<TierThresholdsView> {
    const faults = contradictionsOf(wanted);
    if (faults.length > 0) throw new Invalid(faults);
    return once.run(this.uow, async (tx) =>
      thresholdsView(await this.thresholds.add(tx, { ...wanted, createdAt: this.clock.now() }, actor.userId)),
    );
  }
}

const tooSmall = (field: string, than: string): FieldError => ({
  pointer: `/${field}`,
  code: 'too_small',
  message: `must not be less than ${than}`,
});

const contradictionsOf = (rules: SetTierThresholdsDto): FieldError[] => [
  ...(rules.trustedMinAgeDays < rules.standardMinAgeDays ? [tooSmall('trustedMinAgeDays', 'standardMinAgeDays')] : []),
  ...(rules.restrictedDisputeBps < rules.trustedDisputeBps
    ? [tooSmall('restrictedDisputeBps', 'trustedDisputeBps')]
    : []),
];
