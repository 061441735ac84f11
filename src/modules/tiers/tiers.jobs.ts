import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { Every, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { sellerVerificationExpired, sellerVerificationRenewed } from '../sellers/index.js';
import { EvaluateSeller } from './evaluate-seller.js';
import { ProposeTiers } from './propose-tiers.js';

@Injectable()
export class TierJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly propose: ProposeTiers,
    private readonly evaluate: EvaluateSeller,
  ) {}

  @Every('tiers.propose', { every: 'P1D', at: '04:00' })
  nightly(): Promise<void> {
    return this.propose.run();
  }

  @OnEvent(sellerVerificationExpired, { consumer: 'tiers.verification-expired' })
  expired({ payload }: EventOf<typeof sellerVerificationExpired>): Promise<void> {
    return this.look(payload.sellerId);
  }

  @OnEvent(sellerVerificationRenewed, { consumer: 'tiers.verification-renewed' })
  renewed({ payload }: EventOf<typeof sellerVerificationRenewed>): Promise<void> {
    return this.look(payload.sellerId);
  }

  /** The night would come to the same; who waits for it need not. */
  private async look(sellerId: string): Promise<void> {
    await this.uow.run((tx) => this.evaluate.run(tx, sellerId));
  }
}
