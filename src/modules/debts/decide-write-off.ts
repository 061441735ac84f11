import { Injectable } from '@nestjs/common';
import { actsFor, Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, OwnMatter, type Once } from '../../platform/http/index.js';
import { Ledger, writtenOffJournal } from '../ledger/index.js';
import { AssertOldEnough } from './assert-old-enough.js';
import type { WriteOffView } from './debts.dto.js';
import { writeOffView } from './debts.view.js';
import { writeOffLifecycle } from './write-off.lifecycle.js';
import { WriteOffs } from './write-offs.repository.js';

/** The second of two people gives a debt up (N3), or does not. */
@Injectable()
export class DecideWriteOff {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly old: AssertOldEnough,
    private readonly ledger: Ledger,
    private readonly writeOffs: WriteOffs,
  ) {}

  /** @throws NotFound, IllegalTransition once it was decided, SecondPersonNeeded, OwnMatter, DebtSmaller, DebtBeingCollected, DebtTooYoung */
  run(actor: UserActor, id: Id<'wof'>, action: 'approve' | 'decline', once: Once): Promise<WriteOffView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const decided = await this.writeOffs.decide(tx, id, actor.userId, at);
      if (!decided) {
        if (!(await this.writeOffs.findIn(tx, id))) throw new NotFound({ what: 'write-off' });
        throw new IllegalTransition({ subject: 'write_off', action });
      }
      if (actsFor(actor, decided.sellerId)) throw new OwnMatter({});
      const { to: state } = await moveOne(tx, writeOffLifecycle, id, { action, actor, at, reason: decided.reason });
      if (action === 'approve') {
        const { sellerId, currency } = decided;
        const amount = money(decided.amount, currency);
        await this.old.run(tx, sellerId, amount);
        const circumstances = { effectiveAt: at, actor, refs: { sellerId } };
        await this.ledger.post(tx, writtenOffJournal(id, sellerId, amount, circumstances));
      }
      return writeOffView({ ...decided, state });
    });
  }
}
