import { Injectable } from '@nestjs/common';
import { actsFor, asId, Clock, money, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Ledger } from '../ledger/index.js';
import { Orders } from '../orders/index.js';
import { labelVoidedJournal } from './label-journals.js';
import { LabelShelf } from './label-shelf.js';
import { labelLifecycle } from './label.lifecycle.js';
import type { LabelView } from './labels.dto.js';
import { LabelUsed } from './labels.errors.js';
import { labelVoided, labelVoidRequested } from './labels.events.js';
import type { LabelRow } from './labels.repository.js';
import { labelView } from './labels.view.js';

const factOf = ({ id, sellerOrderId, sellerId }: LabelRow) => ({
  labelId: id,
  sellerOrderId: asId<'sor'>(sellerOrderId),
  sellerId: asId<'sel'>(sellerId),
});

/** A label that is not needed is given back: the carrier is told, and E1 taken back once it agrees. */
@Injectable()
export class VoidLabel {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly orders: Orders,
    private readonly shelf: LabelShelf,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The lock on the seller order decides against a parcel that is leaving.
   * @throws NotFound, LabelUsed, IllegalTransition
   */
  request(actor: Actor, id: Id<'lbl'>, once: Once): Promise<LabelView> {
    return once.run(this.uow, async (tx) => {
      const found = await this.shelf.labels.find(id);
      if (!found || !actsFor(actor, found.sellerId)) throw new NotFound({ what: 'label' });
      await this.orders.lock(tx, asId<'sor'>(found.sellerOrderId));
      const row = (await this.shelf.labels.lock(tx, id)) ?? found;
      if (row.carrierInvoiceId !== null || (await this.shelf.labels.isUsed(tx, row))) throw new LabelUsed({});
      const { to: state } = await moveOne(tx, labelLifecycle, id, { action: 'void', actor, at: this.clock.now() });
      const payload = factOf(row);
      await this.outbox.publish(tx, labelVoidRequested, { subjectId: id, sellerId: payload.sellerId, payload });
      return labelView({ ...row, state });
    });
  }

  /** Tells the carrier; a label that was used after all stays bought. */
  async run(id: string): Promise<void> {
    const wanted = await this.shelf.labels.find(id);
    if (wanted?.state !== 'voiding') return;
    const isVoided = await this.shelf.carriers.of(wanted.carrier).void(id);
    await this.uow.run(async (tx) => {
      const row = await this.shelf.labels.lock(tx, id);
      if (row?.state === 'voiding') await this.record(tx, row, isVoided);
    });
  }

  private async record(tx: Tx, row: LabelRow, isVoided: boolean): Promise<void> {
    const { id, orderId, sellerOrderId, sellerId, carrier, cost, currency, journalId } = row;
    const at = this.clock.now();
    const actor: Actor = { kind: 'provider', name: carrier };
    await moveOne(tx, labelLifecycle, id, { action: isVoided ? 'confirm-void' : 'refuse-void', actor, at });
    if (!isVoided) return;
    const refs = { orderId, sellerOrderId, sellerId };
    const circumstances = { effectiveAt: at, actor, refs, places: { carrier } };
    const bought = asId<'jnl'>(journalId ?? '');
    await this.ledger.post(tx, labelVoidedJournal(id, money(cost ?? 0, currency), bought, circumstances));
    const payload = factOf(row);
    await this.outbox.publish(tx, labelVoided, { subjectId: id, sellerId: payload.sellerId, payload });
  }
}
