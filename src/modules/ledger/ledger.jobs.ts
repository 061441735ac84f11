import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { Every } from '../../platform/messaging/index.js';
import { PostingRepository } from './posting.repository.js';

@Injectable()
export class LedgerJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly posting: PostingRepository,
  ) {}

  /** Adds the delta rows of deferred accounts to their roll-up rows. */
  @Every('ledger.roll-up', { every: 'PT5M', queue: 'money' })
  rollUp(_at: Date): Promise<void> {
    return this.uow.run((tx) => this.posting.rollUp(tx));
  }
}
