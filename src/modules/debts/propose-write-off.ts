import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { OwnMatter, toMoney, type Once } from '../../platform/http/index.js';
import { AssertOldEnough } from './assert-old-enough.js';
import type { ProposeWriteOffDto, WriteOffView } from './debts.dto.js';
import { writeOffView } from './debts.view.js';
import { WriteOffs } from './write-offs.repository.js';

@Injectable()
export class ProposeWriteOff {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly old: AssertOldEnough,
    private readonly writeOffs: WriteOffs,
  ) {}

  /** The first of two people; nothing is booked. @throws OwnMatter, DebtSmaller, DebtBeingCollected, DebtTooYoung, WriteOffProposed */
  run(actor: UserActor, sellerId: Id<'sel'>, wanted: ProposeWriteOffDto, once: Once): Promise<WriteOffView> {
    return once.run(this.uow, async (tx) => {
      if (actsFor(actor, sellerId)) throw new OwnMatter({});
      const amount = toMoney(wanted.amount);
      await this.old.run(tx, sellerId, amount);
      const proposal = { id: newId('wof'), sellerId, ...amount, reason: wanted.reason };
      const made = { ...proposal, proposedBy: actor.userId, proposedAt: this.clock.now() };
      return writeOffView(await this.writeOffs.propose(tx, made));
    });
  }
}
