import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { Every, OnDeadline } from '../../platform/messaging/index.js';
import { HOLD_EXPIRY } from './hold.domain.js';
import { HoldsRepository } from './holds.repository.js';
import { PostingRepository } from './posting.repository.js';

/** Delta rows that one statement moves. */
const BATCH = 5_000;

@Injectable()
export class LedgerJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly posting: PostingRepository,
    private readonly holds: HoldsRepository,
  ) {}

  /** Adds the delta rows of platform-wide accounts to their roll-up rows, so that reading them stays cheap. */
  @Every('ledger.roll-up', { every: 'P1D', at: '01:30', queue: 'money' })
  async rollUp(_at: Date): Promise<void> {
    let moved = BATCH;
    while (moved === BATCH) moved = await this.uow.run((tx) => this.posting.rollUp(tx, BATCH));
  }

  /** What was not posted by then is free again. */
  @OnDeadline(HOLD_EXPIRY, { queue: 'money' })
  expireHold(holdId: string, { dueAt }: { dueAt: Date }): Promise<void> {
    return this.uow.run((tx) => this.holds.expire(tx, holdId, dueAt));
  }
}
