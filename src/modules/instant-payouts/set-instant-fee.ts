import { Injectable } from '@nestjs/common';
import { Clock, money, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { MoneyView, type Once } from '../../platform/http/index.js';
import { InstantFees, type InstantFeeRow } from './instant-fees.repository.js';
import type { InstantFeesView, InstantFeeView, SetInstantFeeDto } from './instant-payouts.dto.js';

/** Finance says what being paid at once costs from now on; what was charged stays. */
@Injectable()
export class SetInstantFee {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly fees: InstantFees,
  ) {}

  /** @throws InstantFeeChangedMeanwhile */
  run(actor: UserActor, { feeBps, minimumFee }: SetInstantFeeDto, once: Once): Promise<InstantFeeView> {
    const { amount, currency } = minimumFee;
    const made = { createdBy: actor.userId, createdAt: this.clock.now() };
    return once.run(this.uow, async (tx) =>
      feeView(await this.fees.add(tx, { currency, feeBps, minimumFee: amount, ...made })),
    );
  }

  async current(): Promise<InstantFeesView> {
    return { fees: (await this.fees.current()).map(feeView) };
  }
}

const feeView = ({ currency, version, feeBps, minimumFee, createdAt }: InstantFeeRow): InstantFeeView => ({
  currency,
  version,
  feeBps,
  minimumFee: MoneyView.of(money(minimumFee, currency)),
  createdAt: createdAt.toISOString(),
});
