import { Injectable } from '@nestjs/common';
import { asId, Clock, money, plus, system, type Actor } from '../../kernel/index.js';
import { moveAll, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { releasedJournal } from '../ledger/index.js';
import { days, splitReserve } from './earning.domain.js';
import { stopOf } from './earning-clock.js';
import { earningLifecycle } from './earning.lifecycle.js';
import { EarningsRepository, type EarningRow, type NewLot } from './earnings.repository.js';
import { MakeAvailable } from './make-available.js';
import { earningReleased } from './settlement.events.js';

const BATCH = 200;
const ACTOR: Actor = system('settlement');

/** The hold has ended: the net becomes available, without the share that stays in reserve. */
@Injectable()
export class ReleaseEarnings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly makeAvailable: MakeAvailable,
    private readonly earnings: EarningsRepository,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Releases the seller order if it is due, and with it whatever else of the seller is due: one balance update for
   * `atMost` orders, and a journal for each of them.
   */
  async run(sellerOrderId: string, atMost = BATCH): Promise<void> {
    let found = atMost;
    while (found === atMost) found = await this.uow.run((tx) => this.releaseDue(tx, sellerOrderId, atMost));
  }

  private async releaseDue(tx: Tx, sellerOrderId: string, atMost: number): Promise<number> {
    const at = this.clock.now();
    const due = await this.earnings.due(tx, sellerOrderId, at, atMost);
    const ids = due.map((row) => row.sellerOrderId);
    if (!ids.includes(sellerOrderId)) await this.stop(tx, sellerOrderId, at);
    if (ids.length === 0) return 0;
    const moved = await moveAll(tx, earningLifecycle, ids, { action: 'release', actor: ACTOR, at });
    const free = new Set(moved.map(({ id }) => id));
    await this.release(
      tx,
      due.filter((row) => free.has(row.sellerOrderId)),
      at,
    );
    await this.deadlines.cancelAll(
      tx,
      'settlement.release',
      ids.filter((id) => id !== sellerOrderId),
    );
    return due.length;
  }

  /** Something blocks it although its clock runs: it is stopped, and the end of the block sets it going again. */
  private async stop(tx: Tx, sellerOrderId: string, at: Date): Promise<void> {
    const reason = await stopOf(tx, sellerOrderId);
    if (reason === undefined) return;
    await moveAll(tx, earningLifecycle, [sellerOrderId], { action: 'freeze', actor: ACTOR, at, reason });
  }

  private async release(tx: Tx, earnings: readonly EarningRow[], at: Date): Promise<void> {
    const [first] = earnings;
    if (!first) return;
    const worth = earnings.filter((row) => row.net > 0);
    const posted = await this.makeAvailable.run(
      tx,
      first,
      worth.map((row) => journalOf(row, at)),
    );
    const lots = worth.flatMap((row, i) => lotOf(row, posted[i]?.journalId ?? '', at));
    await this.earnings.noteRelease(
      tx,
      earnings.map((row) => row.sellerOrderId),
      lots,
      at,
    );
    const dueAts = lots.map(({ lotId, releaseAt }) => ({ subjectId: lotId, dueAt: releaseAt }));
    if (dueAts.length > 0) await this.deadlines.setAll(tx, 'settlement.reserve-release', dueAts);
    await this.outbox.publishAll(
      tx,
      earnings.map((row) => [earningReleased, factOf(row)] as const),
    );
  }
}

const reserveOf = (row: EarningRow) => splitReserve(money(row.net, row.currency), row.reserveBps).reserve;

const journalOf = (row: EarningRow, at: Date) =>
  releasedJournal(row.sellerOrderId, row.sellerId, money(row.net, row.currency), reserveOf(row), {
    effectiveAt: at,
    actor: ACTOR,
    refs: { orderId: row.orderId, sellerOrderId: row.sellerOrderId, sellerId: row.sellerId },
  });

function lotOf(row: EarningRow, journalId: string, at: Date): NewLot[] {
  const { amount } = reserveOf(row);
  if (amount === 0) return [];
  const { sellerOrderId } = row;
  return [{ lotId: newId('rsv'), sellerOrderId, amount, journalId, releaseAt: plus(at, days(row.reserveDays)) }];
}

function factOf(row: EarningRow) {
  const [sellerOrderId, sellerId] = [asId<'sor'>(row.sellerOrderId), asId<'sel'>(row.sellerId)];
  const payload = { sellerOrderId, sellerId, currency: row.currency, net: row.net, reserve: reserveOf(row).amount };
  return { subjectId: sellerOrderId, sellerId, payload };
}
