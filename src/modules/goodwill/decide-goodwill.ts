import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { BookGoodwill } from './book-goodwill.js';
import type { GoodwillView } from './goodwill.dto.js';
import { GoodwillForOneself } from './goodwill.errors.js';
import { goodwillLifecycle } from './goodwill.lifecycle.js';
import { GoodwillRepository } from './goodwill.repository.js';
import { goodwillView } from './goodwill.view.js';

/** The second of two people gives the money away, or does not. */
@Injectable()
export class DecideGoodwill {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly grants: GoodwillRepository,
    private readonly book: BookGoodwill,
  ) {}

  /** @throws NotFound, IllegalTransition once it was decided, GoodwillSecondPersonNeeded, GoodwillForOneself */
  run(actor: UserActor, id: Id<'gdw'>, action: 'approve' | 'decline', once: Once): Promise<GoodwillView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const decided = await this.grants.decide(tx, id, actor.userId, at);
      if (!decided) {
        if (!(await this.grants.exists(tx, id))) throw new NotFound({ what: 'goodwill' });
        throw new IllegalTransition({ subject: 'goodwill', action });
      }
      if (decided.beneficiary === 'seller' && actsFor(actor, decided.beneficiaryId)) throw new GoodwillForOneself({});
      const { to: state } = await moveOne(tx, goodwillLifecycle, id, { action, actor, at, reason: decided.reason });
      if (action === 'approve') await this.book.run(tx, actor, decided);
      return goodwillView({ ...decided, state });
    });
  }
}
