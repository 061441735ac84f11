import { Injectable } from '@nestjs/common';
import { SnapshotsRepository, type Turnover } from './snapshots.repository.js';

/** The past of the books. */
@Injectable()
export class Books {
  constructor(private readonly snapshots: SnapshotsRepository) {}

  /**
   * Debits and credits, in minor units, of what took effect on the account until the instant, the instant included:
   * from the last snapshot before it and the entries that are not in there. Exact for every account.
   */
  balanceAt(accountId: string, at: Date): Promise<Turnover> {
    return this.snapshots.balanceAt(accountId, at);
  }
}
