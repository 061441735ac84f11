import { Injectable } from '@nestjs/common';
import { actsFor, Clock, fromWire, type UserActor } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Invalid, NotFound, toMoney, type Once } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import { Sellers } from '../sellers/index.js';
import { BookGoodwill } from './book-goodwill.js';
import { GoodwillLimits } from './goodwill-limits.repository.js';
import type { GoodwillView, GrantGoodwillDto } from './goodwill.dto.js';
import { GoodwillForOneself } from './goodwill.errors.js';
import { goodwillLifecycle } from './goodwill.lifecycle.js';
import { GoodwillRepository, type Beneficiary } from './goodwill.repository.js';
import { goodwillView } from './goodwill.view.js';

/** Who is meant. */
@Injectable()
export class Beneficiaries {
  constructor(
    private readonly identity: Identity,
    private readonly sellers: Sellers,
  ) {}

  /** @throws Invalid unless there is exactly one, NotFound, GoodwillForOneself */
  async run(tx: Tx, actor: UserActor, { buyerId, sellerId }: GrantGoodwillDto): Promise<Beneficiary> {
    const buyer = buyerId === undefined ? undefined : fromWire('usr', buyerId);
    const seller = sellerId === undefined ? undefined : fromWire('sel', sellerId);
    if (buyer !== undefined && seller === undefined) {
      if (!(await this.identity.usersOf([buyer], tx)).has(buyer)) throw new NotFound({ what: 'person' });
      return { beneficiary: 'buyer', beneficiaryId: buyer };
    }
    if (seller === undefined || buyer !== undefined) {
      throw new Invalid([{ pointer: '/buyerId', code: 'exactly_one', message: 'either a buyer or a seller' }]);
    }
    if (!(await this.sellers.viewsOf([seller], tx)).has(seller)) throw new NotFound({ what: 'seller' });
    if (actsFor(actor, seller)) throw new GoodwillForOneself({});
    return { beneficiary: 'seller', beneficiaryId: seller };
  }
}

/** Staff give money away: at once within their limit of the day, else it waits for a second person. */
@Injectable()
export class GrantGoodwill {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly beneficiaries: Beneficiaries,
    private readonly limits: GoodwillLimits,
    private readonly grants: GoodwillRepository,
    private readonly book: BookGoodwill,
  ) {}

  /** @throws NotFound, Invalid, GoodwillForOneself */
  run(actor: UserActor, wanted: GrantGoodwillDto, once: Once): Promise<GoodwillView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const amount = toMoney(wanted.amount);
      if (amount.amount === 0) throw new Invalid([{ pointer: '/amount/amount', code: 'min', message: 'is nothing' }]);
      const to = await this.beneficiaries.run(tx, actor, wanted);
      const isWithinLimit = await this.limits.take(tx, actor.userId, actor.staffRoles, amount, at);
      const proposed = { proposedBy: actor.userId, proposedAt: at, reason: wanted.reason, isWithinLimit };
      const row = await this.grants.insert(tx, { id: newId('gdw'), ...to, ...amount, ...proposed });
      if (!isWithinLimit) return goodwillView(row);
      const move = { action: 'grant', actor, at, reason: wanted.reason } as const;
      const { to: state } = await moveOne(tx, goodwillLifecycle, row.id, move);
      await this.book.run(tx, actor, row);
      return goodwillView({ ...row, state });
    });
  }
}
