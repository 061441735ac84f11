import { Injectable } from '@nestjs/common';
import { actorRef, type Actor } from '../../kernel/index.js';
import { Db, newId, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface SwitchRow {
  readonly scope: string;
  readonly isEnabled: boolean;
  readonly reason: string;
  readonly changedAt: Date;
}

const LATEST = `select distinct on (scope) scope, is_enabled as "isEnabled", reason, changed_at as "changedAt"
  from payout_switches`;

const list = statement<[], SwitchRow>('settlement.payout-switches', `${LATEST} order by scope, id desc`);

const allOn = statement<[scopes: string[]], { allOn: boolean }>(
  'settlement.payouts-enabled',
  `select coalesce(bool_and("isEnabled"), true) as "allOn"
     from (${LATEST} where scope = any($1::text[]) order by scope, id desc) latest`,
);

/** Decisions to pay share it; a switch waits for them, so that none of them is still under way when it is set. */
const LOCK = `hashtextextended('settlement.payout-switches', 0)`;

const share = statement<[], never>('settlement.share-switches', `select pg_advisory_xact_lock_shared(${LOCK})`);

const exclude = statement<[], never>('settlement.exclude-switches', `select pg_advisory_xact_lock(${LOCK})`);

const set = statement<
  [id: string, scope: string, on: boolean, reason: string, type: string, actor: string, at: Date],
  never
>(
  'settlement.set-payout-switch',
  `insert into payout_switches (id, scope, is_enabled, reason, actor_type, actor_id, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** The kill switch, for all payouts or for those of a currency or a provider. */
@Injectable()
export class PayoutSwitches {
  constructor(private readonly db: Db) {}

  list = (): Promise<SwitchRow[]> => this.db.query(list, []);

  /** What it says holds until the transaction has ended. Without a provider: what a person transfers. */
  async areOn(tx: Tx, currency: string, provider?: string): Promise<boolean> {
    await query(tx, share, []);
    const ofProvider = provider === undefined ? [] : [`provider:${provider}`];
    const row = await queryOne(tx, allOn, [['platform', `currency:${currency}`, ...ofProvider]]);
    return row?.allOn ?? true;
  }

  /** Waits for the payouts that were decided on before. */
  async set(tx: Tx, row: SwitchRow, by: Actor): Promise<void> {
    await query(tx, exclude, []);
    const actor = actorRef(by);
    const { scope, isEnabled, reason, changedAt } = row;
    await query(tx, set, [newId('opn'), scope, isEnabled, reason, actor.type, actor.id, changedAt]);
  }
}
