import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { CasesRepository } from './cases.repository.js';
import { caseLifecycle } from './moderation.lifecycle.js';

/** Puts a case whose lease ran out back into the queue; a longer lease or a decision in between keeps it. */
@Injectable()
export class ReturnCase {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly cases: CasesRepository,
  ) {}

  run(id: Id<'cas'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const found = await this.cases.lock(tx, id);
      const at = this.clock.now();
      if (found.state !== 'assigned' || (found.leaseUntil && found.leaseUntil > at)) return;
      await moveOne(tx, caseLifecycle, id, { action: 'return', actor: system('moderation.case-lease'), at });
      await this.cases.assign(tx, id, null, null);
    });
  }
}
