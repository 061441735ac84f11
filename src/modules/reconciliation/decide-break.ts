import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import { BreaksRepository, type ItemRow } from './breaks.repository.js';
import type { ReconciliationItemView } from './reconciliation.dto.js';
import { BreakClosed } from './reconciliation.errors.js';
import { itemView } from './reconciliation.view.js';
import { isClosed } from './resolution.domain.js';

/** Who looks after a break, and that nothing has to be done about it. */
@Injectable()
export class DecideBreak {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly breaks: BreaksRepository,
    private readonly identity: Identity,
  ) {}

  /** @throws NotFound when there is no such break or person; BreakClosed */
  assign(actor: UserActor, id: Id<'ril'>, to: Id<'usr'> = actor.userId): Promise<ReconciliationItemView> {
    return this.uow.run(async (tx) => {
      await this.open(tx, id);
      if (!(await this.identity.usersOf([to], tx)).has(to)) throw new NotFound({ what: 'person' });
      await this.breaks.assign(tx, id, to);
      return this.view(tx, id);
    });
  }

  /** @throws NotFound, BreakClosed */
  ignore(actor: UserActor, id: Id<'ril'>, reason: string, once: Once): Promise<ReconciliationItemView> {
    return once.run(this.uow, async (tx) => {
      await this.open(tx, id);
      const decision = { status: 'ignored_with_reason', resolution: 'ignored', reason } as const;
      await this.breaks.decide(tx, id, { ...decision, by: actor.userId, at: this.clock.now() });
      return this.view(tx, id);
    });
  }

  private async open(tx: Tx, id: string): Promise<void> {
    const item = await this.breaks.lock(tx, id);
    if (!item) throw new NotFound({ what: 'break' });
    if (isClosed(item.status)) throw new BreakClosed({});
  }

  private async view(tx: Tx, id: string): Promise<ReconciliationItemView> {
    return itemView((await this.breaks.findIn(tx, id)) as ItemRow, this.clock.now());
  }
}
