import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { mayBeClosed, takingEffect, type LateJournal } from './late-journal.domain.js';
import type { Journal } from './ledger.domain.js';
import { PostingRepository } from './posting.repository.js';

/**
 * News of a day whose books are closed takes effect today. A period that is closed between this answer and the posting
 * refuses the journal; the next attempt finds it closed.
 */
@Injectable()
export class DateJournals {
  constructor(
    private readonly clock: Clock,
    private readonly posting: PostingRepository,
  ) {}

  /** One query more for what happened on an earlier day; none for what happened today. */
  async run(tx: Tx, journals: readonly Journal[]): Promise<readonly LateJournal[]> {
    const now = this.clock.now();
    if (!journals.some((each) => mayBeClosed(each, now))) return journals;
    const closedUntil = await this.posting.closedUntil(tx);
    return closedUntil ? journals.map((each) => takingEffect(each, closedUntil, now)) : journals;
  }
}
