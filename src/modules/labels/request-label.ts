import { Injectable } from '@nestjs/common';
import { actsFor, asId, Clock, type Actor, type Id } from '../../kernel/index.js';
import { IllegalTransition, newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Orders } from '../orders/index.js';
import { Sellers } from '../sellers/index.js';
import { LabelShelf } from './label-shelf.js';
import type { LabelView, RequestLabelDto } from './labels.dto.js';
import { SellerShips } from './labels.errors.js';
import { labelRequested } from './labels.events.js';
import { labelView } from './labels.view.js';

/** A seller wants a label for goods whose shipping the platform runs. */
@Injectable()
export class RequestLabel {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly sellers: Sellers,
    private readonly shelf: LabelShelf,
    private readonly outbox: Outbox,
  ) {}

  /** The carrier is asked once this has committed. @throws CarrierUnknown, NotFound, IllegalTransition, SellerShips */
  run(actor: Actor, sellerOrderId: Id<'sor'>, wanted: RequestLabelDto, once: Once): Promise<LabelView> {
    const { carrier, service, weightGrams } = wanted;
    this.shelf.assertSells(carrier);
    return once.run(this.uow, async (tx) => {
      const order = await this.orders.lock(tx, sellerOrderId);
      if (!order || !actsFor(actor, order.sellerId)) throw new NotFound({ what: 'seller order' });
      if (order.state !== 'accepted' && order.state !== 'shipped') {
        throw new IllegalTransition({ subject: 'seller_order', action: 'ship' });
      }
      if (order.shippingTo === 'seller') throw new SellerShips({});
      const { orderId, sellerId, currency } = order;
      const fromCountry = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId)?.country ?? '';
      const toCountry = await this.orders.countryOf(tx, orderId);
      const id = newId('lbl');
      const about = { id, sellerOrderId, orderId, sellerId, carrier, service, weightGrams, fromCountry, toCountry };
      const row = await this.shelf.labels.insert(tx, { ...about, currency, requestedAt: this.clock.now() });
      const payload = { labelId: id, sellerOrderId, sellerId: asId<'sel'>(sellerId) };
      await this.outbox.publish(tx, labelRequested, { subjectId: id, sellerId: payload.sellerId, payload });
      return labelView(row);
    });
  }
}
