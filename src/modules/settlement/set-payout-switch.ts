import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { PayoutSwitches } from './payout-switches.repository.js';
import type { PayoutSwitchDto, PayoutSwitchView } from './payouts.dto.js';

/** Stops payouts, or lets them go on: all of them, or those of a currency or a provider. */
@Injectable()
export class SetPayoutSwitch {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly switches: PayoutSwitches,
  ) {}

  async run(actor: Actor, { scope, isEnabled, reason }: PayoutSwitchDto, once: Once): Promise<PayoutSwitchView> {
    return once.run(this.uow, async (tx) => {
      const changedAt = this.clock.now();
      await this.switches.set(tx, { scope, isEnabled, reason, changedAt }, actor);
      return { scope, isEnabled, reason, changedAt: changedAt.toISOString() };
    });
  }
}
