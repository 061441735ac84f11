import { Injectable } from '@nestjs/common';
import { asId, Clock, plus, toWire, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { Invalid, NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { HoldBeyondLaw } from '../seller-holds/index.js';
import { Settlement, type EarningRow } from '../settlement/index.js';
import { releaseHoldView } from './release-hold.view.js';
import type { PlaceReleaseHoldDto, ReleaseHoldView } from './release-holds.dto.js';
import { NothingToHold } from './release-holds.errors.js';
import { ReleaseHoldsRepository } from './release-holds.repository.js';

export const EXPIRY = 'release-hold.expiry';

const OVER = new Set(['cancelled', 'expired']);
/** Of what was bought before its terms were kept. */
const LONGEST_DAYS = 90;

/** Risk stops the clock of a seller order, delivered or not, for a reason and a time. */
@Injectable()
export class PlaceReleaseHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly settlement: Settlement,
    private readonly holds: ReleaseHoldsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws NotFound, Invalid for an expiry in the past, NothingToHold, HoldBeyondLaw */
  run(actor: UserActor, body: PlaceReleaseHoldDto, once: Once): Promise<ReleaseHoldView> {
    const sellerOrderId = asId<'sor'>(parseWireId('sor', body.sellerOrderId));
    const expiresAt = new Date(body.expiresAt);
    return once.run(this.uow, async (tx) => {
      const order = await this.orders.lock(tx, sellerOrderId);
      if (!order) throw new NotFound({ what: 'seller order' });
      await this.assertLawful(tx, order, expiresAt);
      const { reason, note = null } = body;
      const [id, createdAt] = [newId('rlh'), this.clock.now()];
      const about = { id, sellerOrderId, sellerId: order.sellerId };
      await this.holds.insert(tx, { ...about, reason, note, expiresAt, placedBy: actor.userId, createdAt });
      const source = { type: 'release_hold', id, objectId: toWire('rlh', id) };
      await this.settlement.freeze(tx, { sellerOrderId, source, reason, actor });
      await this.deadlines.set(tx, EXPIRY, id, expiresAt);
      const row = await this.holds.find(id, tx);
      if (!row) throw new NotFound({ what: 'release hold' });
      return releaseHoldView(row, actor);
    });
  }

  private async assertLawful(tx: Tx, order: SellerOrder, expiresAt: Date): Promise<void> {
    const now = this.clock.now();
    if (expiresAt <= now) {
      throw new Invalid([{ pointer: '/expiresAt', code: 'past', message: 'must be in the future' }]);
    }
    const earning = await this.settlement.earning(tx, order.id);
    if (earning?.state === 'available' || OVER.has(order.state)) throw new NothingToHold({});
    if (expiresAt > latestFor(order, earning, now)) throw new HoldBeyondLaw({});
  }
}

/** The law counts from the delivery; what is not delivered is not earned yet. */
const latestFor = (order: SellerOrder, earning: EarningRow | undefined, now: Date): Date =>
  plus(
    earning?.deliveredAt ?? order.deliveredAt ?? now,
    `P${earning?.capDays ?? order.settlementTerms?.capDays ?? LONGEST_DAYS}D`,
  );
