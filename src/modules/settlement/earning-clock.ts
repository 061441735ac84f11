import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { EarningRow, EarningsRepository } from './earnings.repository.js';

const start = statement<[id: string], never>(
  'settlement.lock-start',
  `select pg_advisory_xact_lock(hashtextextended('earning:' || $1, 0))`,
);

const stopped = statement<[id: string], { reason: string }>(
  'settlement.stopped-earning',
  `select b.reason from earnings e join earning_blocks b on b.seller_order_id = e.id and b.closed_at is null
    where e.id = $1 and e.state = 'pending' order by b.opened_at limit 1 for no key update of e`,
);

/** Whoever starts an earning, or blocks one that has not started, has this; the other waits for the end of it. */
export async function lockStart(tx: Tx, sellerOrderId: string): Promise<void> {
  await query(tx, start, [sellerOrderId]);
}

/**
 * What decides between a block, its end, the release and the start of an earning: its row, and before there is one its
 * start. Nobody who has the row waits for the start, so that these locks have one order.
 */
export async function lockClock(
  tx: Tx,
  earnings: Pick<EarningsRepository, 'lock'>,
  sellerOrderId: string,
): Promise<EarningRow | undefined> {
  const known = await earnings.lock(tx, sellerOrderId);
  if (known) return known;
  await lockStart(tx, sellerOrderId);
  return earnings.lock(tx, sellerOrderId);
}

/** Why an earning that waits for its release must not have it; locked. */
export async function stopOf(tx: Tx, sellerOrderId: string): Promise<string | undefined> {
  return (await queryOne(tx, stopped, [sellerOrderId]))?.reason;
}
