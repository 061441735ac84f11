import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import { BreaksRepository, type ItemRow } from './breaks.repository.js';
import type { ReconciliationItemView } from './breaks.dto.js';
import { BreakClosed } from './reconciliation.errors.js';
import { itemView } from './reconciliation.view.js';
import { isClosed } from './resolution.domain.js';

/** Who looks after a break. */
@Injectable()
export class AssignBreak {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly breaks: BreaksRepository,
    private readonly identity: Identity,
  ) {}

  /** @throws NotFound when there is no such break or person; BreakClosed */
  run(actor: UserActor, id: Id<'ril'>, to: Id<'usr'> = actor.userId): Promise<ReconciliationItemView> {
    return this.uow.run(async (tx) => {
      const item = await this.breaks.lock(tx, id);
      if (!item) throw new NotFound({ what: 'break' });
      if (isClosed(item.status)) throw new BreakClosed({});
      if (!(await this.identity.usersOf([to], tx)).has(to)) throw new NotFound({ what: 'person' });
      await this.breaks.assign(tx, id, to);
      return itemView((await this.breaks.findIn(tx, id)) as ItemRow, this.clock.now());
    });
  }
}
