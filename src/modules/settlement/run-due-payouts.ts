import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { PayoutCutoffs } from './payout-cutoffs.repository.js';
import { RunPayouts } from './run-payouts.js';

/** Pays the sellers whose cut-off, two hours after their midnight, has come since the last time. */
@Injectable()
export class RunDuePayouts implements OnApplicationBootstrap {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly cutoffs: PayoutCutoffs,
    private readonly runPayouts: RunPayouts,
  ) {}

  /** The cut-offs of a zone that is new count from now on. */
  async onApplicationBootstrap(): Promise<void> {
    await this.uow.run((tx) => this.cutoffs.notePaid(tx, [], this.clock.now()));
  }

  /** A cut-off whose run fails is due again; of several missed ones the latest counts. */
  async run(at: Date): Promise<void> {
    const due = await this.cutoffs.due(at);
    if (due.length > 0) {
      const cutoffOf = await this.cutoffs.byCountry(due);
      await this.runPayouts.run(at, ({ country }) => cutoffOf(country));
    }
    await this.uow.run((tx) => this.cutoffs.notePaid(tx, due, at));
  }
}
