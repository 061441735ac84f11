import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { ChargebackState } from './chargeback.lifecycle.js';

export type Bearer = 'seller' | 'platform';

export interface Policy {
  readonly liable: Bearer;
  readonly feeTo: Bearer;
}

/** One seller order's part of a chargeback; minor units. */
export interface ShareRow {
  readonly id: Id<'dsp'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  /** Out of what was not refunded. */
  readonly amount: number;
  /** In place of refunds that were on the way. */
  readonly covered: number;
  /** What the seller had got of it and could be paid out. */
  readonly exposure: number;
}

export interface EndedShare extends ShareRow {
  /** What the platform bore of it while the sale kept its money. */
  readonly absorbed: number;
}

export interface ChargebackRow extends Policy {
  readonly id: Id<'dsp'>;
  readonly provider: string;
  readonly providerRef: string;
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly state: ChargebackState;
  readonly version: number;
  readonly reason: string;
  readonly currency: string;
  readonly amount: number;
  readonly fee: number;
  readonly excess: number;
  readonly evidenceDueAt: Date | null;
  readonly openedAt: Date;
  readonly submittedAt: Date | null;
  readonly closedAt: Date | null;
  readonly shares: readonly EndedShare[];
}

export type NewChargeback = Omit<ChargebackRow, 'state' | 'version' | 'submittedAt' | 'closedAt' | 'shares'>;

const SELECT = `
  select c.id, c.provider, c.provider_ref as "providerRef", c.payment_id as "paymentId", c.order_id as "orderId", c.state,
         c.version, c.reason, c.currency, c.amount, c.fee, c.excess, c.liable, c.fee_to as "feeTo",
         c.evidence_due_at as "evidenceDueAt", c.opened_at as "openedAt", c.submitted_at as "submittedAt",
         c.closed_at as "closedAt",
         (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'sellerOrderId', s.seller_order_id,
                   'sellerId', s.seller_id, 'amount', s.amount, 'covered', s.covered, 'exposure', s.exposure, 'absorbed', s.absorbed)
                   order by s.seller_order_id), '[]'::jsonb)
            from chargeback_shares s where s.chargeback_id = c.id) as shares
    from chargebacks c`;

const find = statement<[id: string], ChargebackRow>('disputes.find', `${SELECT} where c.id = $1`);

/**
 * Locked first and read then: who waits for a row gets it as it has become, but other tables as they were when the
 * waiting began, so that its shares would be those of before.
 */
const lock = statement<[id: string], { readonly id: Id<'dsp'> }>(
  'disputes.lock',
  'select c.id from chargebacks c where c.id = $1 for no key update of c',
);

const lockByRef = statement<[provider: string, ref: string], { readonly id: Id<'dsp'> }>(
  'disputes.lock-by-ref',
  'select c.id from chargebacks c where c.provider = $1 and c.provider_ref = $2 for no key update of c',
);

const policyOf = statement<[reason: string], Policy>(
  'disputes.policy',
  `select liable, fee_to as "feeTo" from chargeback_policies_in_force where reason in ($1, '*')
    order by reason = '*' limit 1`,
);

const insert = statement<unknown[], { id: string }>(
  'disputes.insert',
  `insert into chargebacks (id, provider, provider_ref, payment_id, order_id, reason, currency, amount, fee, excess,
     liable, fee_to, evidence_due_at, opened_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
   on conflict (provider, provider_ref) do nothing returning id`,
);

const lockOfOrder = statement<[orderId: string], { readonly id: Id<'dsp'> }>(
  'disputes.lock-of-order',
  'select c.id from chargebacks c where c.order_id = $1 order by c.id for no key update of c',
);

const ofOrder = statement<[orderId: string], ChargebackRow>(
  'disputes.of-order',
  `${SELECT} where c.order_id = $1 order by c.id`,
);

const lockExcessive = statement<[paymentId: string, but: string], { readonly id: Id<'dsp'> }>(
  'disputes.lock-excessive',
  `select c.id from chargebacks c
    where c.payment_id = $1 and c.id <> $2 and c.excess > 0 and c.state <> 'won' order by c.id for no key update of c`,
);

const noteAbsorbed = statement<[shareId: string, amount: number], never>(
  'disputes.note-absorbed',
  `update chargeback_shares set absorbed = $2 where id = $1`,
);

const addShare = statement<unknown[], never>(
  'disputes.add-share',
  `insert into chargeback_shares (id, chargeback_id, seller_order_id, seller_id, amount, covered, exposure)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

const setShare = statement<[shareId: string, amount: number, covered: number, exposure: number], never>(
  'disputes.set-share',
  `update chargeback_shares set amount = $2, covered = $3, exposure = $4 where id = $1`,
);

const noteAmount = statement<[id: string, amount: number, excess: number, at: Date], never>(
  'disputes.note-amount',
  `update chargebacks set amount = $2, excess = $3, version = version + 1, updated_at = $4 where id = $1`,
);

/** What a share covered of refunds was paid to the card as well. */
const shiftToExcess = statement<[id: string, shareId: string, amount: number], never>(
  'disputes.shift-to-excess',
  `with share as (update chargeback_shares set covered = covered - $3 where id = $2)
   update chargebacks set excess = excess + $3 where id = $1`,
);

const noteExcess = statement<[id: string, excess: number], never>(
  'disputes.note-excess',
  `update chargebacks set excess = $2 where id = $1`,
);

const noteFee = statement<[id: string, fee: number], never>(
  'disputes.note-fee',
  `update chargebacks set fee = $2 where id = $1`,
);

const noteDue = statement<[id: string, dueAt: Date | null], never>(
  'disputes.note-due',
  `update chargebacks set evidence_due_at = coalesce($2, evidence_due_at) where id = $1`,
);

const noteLiable = statement<[id: string, liable: string, feeTo: string, at: Date], never>(
  'disputes.note-liable',
  `update chargebacks set liable = $2, fee_to = $3, version = version + 1, updated_at = $4 where id = $1`,
);

const stamp = statement<[id: string, submitted: Date | null, closed: Date | null], never>(
  'disputes.stamp',
  `update chargebacks set submitted_at = coalesce($2, submitted_at), closed_at = coalesce($3, closed_at) where id = $1`,
);

const page = statement<
  [state: string | null, sellerId: string | null, after: string | null, limit: number],
  ChargebackRow
>(
  'disputes.page',
  `${SELECT}
    where ($1::text is null or c.state = $1) and ($3::uuid is null or c.id < $3)
      and ($2::uuid is null or exists (select 1 from chargeback_shares s
                                        where s.chargeback_id = c.id and s.seller_id = $2))
    order by c.id desc limit $4`,
);

@Injectable()
export class ChargebacksRepository {
  constructor(private readonly db: Db) {}

  find = (id: Id<'dsp'>): Promise<ChargebackRow | undefined> => this.db.queryOne(find, [id]);

  async lock(tx: Tx, id: Id<'dsp'>): Promise<ChargebackRow | undefined> {
    return (await queryOne(tx, lock, [id])) && queryOne(tx, find, [id]);
  }

  async lockByRef(tx: Tx, provider: string, ref: string): Promise<ChargebackRow | undefined> {
    const locked = await queryOne(tx, lockByRef, [provider, ref]);
    return locked && queryOne(tx, find, [locked.id]);
  }

  async policyOf(tx: Tx, reason: string): Promise<Policy> {
    return (await queryOne(tx, policyOf, [reason])) ?? { liable: 'platform', feeTo: 'platform' };
  }

  /** False when the dispute has its chargeback already. */
  async insert(tx: Tx, c: NewChargeback): Promise<boolean> {
    const whose = [c.id, c.provider, c.providerRef, c.paymentId, c.orderId, c.reason];
    const what = [c.currency, c.amount, c.fee, c.excess, c.liable, c.feeTo, c.evidenceDueAt, c.openedAt];
    return (await query(tx, insert, [...whose, ...what])).length === 1;
  }

  /** All of an order, locked in the order of their ids. */
  async lockOfOrder(tx: Tx, orderId: Id<'ord'>): Promise<ChargebackRow[]> {
    const locked = await query(tx, lockOfOrder, [orderId]);
    return locked.length === 0 ? [] : query(tx, ofOrder, [orderId]);
  }

  /** The others of a payment that took what was not there, and were not won; locked in the order of their ids. */
  async lockExcessive(tx: Tx, paymentId: Id<'pay'>, but: Id<'dsp'>): Promise<ChargebackRow[]> {
    const rows: ChargebackRow[] = [];
    for (const { id } of await query(tx, lockExcessive, [paymentId, but])) rows.push(...(await query(tx, find, [id])));
    return rows;
  }

  async noteAbsorbed(tx: Tx, shareId: Id<'dsp'>, amount: number): Promise<void> {
    await query(tx, noteAbsorbed, [shareId, amount]);
  }

  async addShare(tx: Tx, id: Id<'dsp'>, share: ShareRow): Promise<void> {
    const { sellerOrderId, sellerId, amount, covered, exposure } = share;
    await query(tx, addShare, [share.id, id, sellerOrderId, sellerId, amount, covered, exposure]);
  }

  /** What a bank takes of one seller order now; minor units. */
  async setShare(tx: Tx, { id, amount, covered, exposure }: Omit<ShareRow, 'sellerOrderId' | 'sellerId'>) {
    await query(tx, setShare, [id, amount, covered, exposure]);
  }

  async noteAmount(tx: Tx, id: Id<'dsp'>, amount: number, excess: number, at: Date): Promise<void> {
    await query(tx, noteAmount, [id, amount, excess, at]);
  }

  async shiftToExcess(tx: Tx, id: Id<'dsp'>, shareId: Id<'dsp'>, amount: number): Promise<void> {
    await query(tx, shiftToExcess, [id, shareId, amount]);
  }

  async noteExcess(tx: Tx, id: Id<'dsp'>, excess: number): Promise<void> {
    if (excess > 0) await query(tx, noteExcess, [id, excess]);
  }

  async noteFee(tx: Tx, id: Id<'dsp'>, fee: number): Promise<void> {
    await query(tx, noteFee, [id, fee]);
  }

  async noteDue(tx: Tx, id: Id<'dsp'>, dueAt: Date | null): Promise<void> {
    await query(tx, noteDue, [id, dueAt]);
  }

  async noteLiable(tx: Tx, id: Id<'dsp'>, { liable, feeTo }: Policy, at: Date): Promise<void> {
    await query(tx, noteLiable, [id, liable, feeTo, at]);
  }

  async stamp(tx: Tx, id: Id<'dsp'>, at: { readonly submittedAt?: Date; readonly closedAt?: Date }): Promise<void> {
    await query(tx, stamp, [id, at.submittedAt ?? null, at.closedAt ?? null]);
  }

  page(state: string | null, sellerId: string | null, after: string | null, limit: number): Promise<ChargebackRow[]> {
    return this.db.query(page, [state, sellerId, after, limit]);
  }
}
