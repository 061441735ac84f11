import { Injectable } from '@nestjs/common';
import { Clock, plus, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { CasesRepository, type CaseRow } from './cases.repository.js';
import { CaseClaimedByOther, NoOpenCase } from './moderation.errors.js';
import { caseLifecycle } from './moderation.lifecycle.js';
import { LEASE_DEADLINE } from './write-decision.js';

const LEASE = 'PT30M';

/** Gives a moderator a case for half an hour: the one asked for, or the most urgent one. */
@Injectable()
export class ClaimCase {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly cases: CasesRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws NoOpenCase, NotFound, CaseClaimedByOther, IllegalTransition */
  run<V>(actor: UserActor, wanted: Id<'cas'> | undefined, once: Once, view: (found: CaseRow) => V): Promise<V> {
    return once.run(this.uow, async (tx) => {
      const id = wanted ?? (await this.cases.next(tx));
      if (id === undefined) throw new NoOpenCase({});
      const found = await this.cases.lock(tx, id);
      if (found.state === 'assigned' && found.assignee !== actor.userId) throw new CaseClaimedByOther({});
      return view(await this.assign(tx, found, actor));
    });
  }

  /** The moderator's own claim is only made longer. A decided case refuses the move. */
  private async assign(tx: Tx, { id, state }: CaseRow, actor: UserActor): Promise<CaseRow> {
    const at = this.clock.now();
    const until = plus(at, LEASE);
    await this.cases.assign(tx, id, actor.userId, until);
    if (state !== 'assigned') await moveOne(tx, caseLifecycle, id, { action: 'claim', actor, at });
    await this.deadlines.set(tx, LEASE_DEADLINE, id, until);
    return this.cases.lock(tx, id);
  }
}
