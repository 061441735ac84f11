import { Injectable } from '@nestjs/common';
import { asId, Clock, money, type Actor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { labelBoughtJournal, Ledger } from '../ledger/index.js';
import type { LabelAnswer } from './label-carrier.js';
import { LabelShelf } from './label-shelf.js';
import { labelLifecycle } from './label.lifecycle.js';
import { labelBought, labelRefused } from './labels.events.js';
import type { LabelRow } from './labels.repository.js';

/** The carrier is asked for a label by its reference, and what it says is booked (E1): each once. */
@Injectable()
export class BuyLabel {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly shelf: LabelShelf,
    private readonly outbox: Outbox,
  ) {}

  async run(id: string): Promise<void> {
    const wanted = await this.shelf.labels.find(id);
    if (wanted?.state !== 'requested') return;
    const { carrier, ...order } = wanted;
    const answer = await this.shelf.carriers.of(carrier).buy({ ...order, reference: id });
    await this.uow.run(async (tx) => {
      const row = await this.shelf.labels.lock(tx, id);
      if (row?.state === 'requested') await this.record(tx, row, answer);
    });
  }

  private async record(tx: Tx, row: LabelRow, answer: LabelAnswer): Promise<void> {
    const { id, orderId, carrier, currency } = row;
    const at = this.clock.now();
    const actor: Actor = { kind: 'provider', name: carrier };
    const [sellerOrderId, sellerId] = [asId<'sor'>(row.sellerOrderId), asId<'sel'>(row.sellerId)];
    const fact = { labelId: id, sellerOrderId, sellerId };
    if (answer.outcome === 'refused') {
      const { code } = answer;
      await this.shelf.labels.noteRefused(tx, id, code);
      await moveOne(tx, labelLifecycle, id, { action: 'refuse', actor, at, reason: code });
      await this.outbox.publish(tx, labelRefused, { subjectId: id, sellerId, payload: { ...fact, code } });
      return;
    }
    const { trackingNumber, cost } = answer;
    const refs = { orderId, sellerOrderId, sellerId };
    const circumstances = { effectiveAt: at, actor, refs, places: { carrier } };
    const { journalId } = await this.ledger.post(tx, labelBoughtJournal(id, money(cost, currency), circumstances));
    await this.shelf.labels.noteBought(tx, id, cost, trackingNumber, journalId, at);
    await moveOne(tx, labelLifecycle, id, { action: 'buy', actor, at });
    const payload = { ...fact, carrier, trackingNumber };
    await this.outbox.publish(tx, labelBought, { subjectId: id, sellerId, payload });
  }
}
