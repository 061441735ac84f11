import { Injectable } from '@nestjs/common';
import { actsFor, Clock, fromWire, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { OwnMatter, toMoney, type Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import type { DebtCollectionView, RequestDebtCollectionDto } from './debt-collections.dto.js';
import { debtCollectionRequested } from './debt-collections.events.js';
import { DebtCollections } from './debt-collections.repository.js';
import { debtCollectionView, factOf } from './debt-collections.view.js';
import { ReservePart } from './reserve-part.js';

/** Asks for what a seller owes; the provider is asked when that is written. */
@Injectable()
export class RequestCollection {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly reserve: ReservePart,
    private readonly collections: DebtCollections,
    private readonly outbox: Outbox,
  ) {}

  /** @throws NotFound, OwnMatter, DebtSmaller, DebtBeingCollected, PayoutNotReversible, NothingToTakeBack */
  run(
    actor: UserActor,
    sellerId: Id<'sel'>,
    wanted: RequestDebtCollectionDto,
    once: Once,
  ): Promise<DebtCollectionView> {
    return once.run(this.uow, async (tx) => {
      if (actsFor(actor, sellerId)) throw new OwnMatter({});
      const amount = toMoney(wanted.amount);
      const payoutId = wanted.payoutId === undefined ? undefined : fromWire('pyo', wanted.payoutId);
      const part = await this.reserve.run(tx, { sellerId, payoutId, amount });
      const asked = { requestedBy: actor.userId, requestedAt: this.clock.now() };
      const row = await this.collections.add(tx, { id: newId('dcl'), sellerId, ...part, ...amount, ...asked });
      await this.outbox.publish(tx, debtCollectionRequested, factOf(row));
      return debtCollectionView(row);
    });
  }
}
