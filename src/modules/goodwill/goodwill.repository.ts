import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { GoodwillForOneself, GoodwillSecondPersonNeeded } from './goodwill.errors.js';
import type { GoodwillState } from './goodwill.lifecycle.js';

export interface Beneficiary {
  readonly beneficiary: 'buyer' | 'seller';
  readonly beneficiaryId: string;
}

/** Minor units of `currency`. */
export interface GoodwillRow extends Beneficiary {
  readonly id: string;
  readonly currency: string;
  readonly amount: number;
  readonly reason: string;
  readonly state: GoodwillState;
  readonly isWithinLimit: boolean;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export type NewGoodwill = Omit<GoodwillRow, 'state' | 'decidedBy' | 'decidedAt'>;

const COLUMNS = `id, beneficiary, beneficiary_id as "beneficiaryId", currency, amount, reason, state,
  is_within_limit as "isWithinLimit", proposed_by as "proposedBy", proposed_at as "proposedAt",
  decided_by as "decidedBy", decided_at as "decidedAt"`;

const insert = statement<unknown[], GoodwillRow>(
  'goodwill.insert',
  `insert into goodwill_grants (id, beneficiary, beneficiary_id, currency, amount, reason, is_within_limit, proposed_by,
     proposed_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning ${COLUMNS}`,
);

const decide = statement<[id: string, by: string, at: Date], GoodwillRow>(
  'goodwill.decide',
  `update goodwill_grants set decided_by = $2, decided_at = $3 where id = $1 and state = 'proposed' returning ${COLUMNS}`,
);

const find = statement<[id: string], GoodwillRow>(
  'goodwill.find',
  `select ${COLUMNS} from goodwill_grants where id = $1`,
);

const page = statement<[state: string | null, before: string | null, limit: number], GoodwillRow>(
  'goodwill.page',
  `select ${COLUMNS} from goodwill_grants
    where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  goodwill_not_to_oneself: GoodwillForOneself,
  goodwill_four_eyes: GoodwillSecondPersonNeeded,
};

@Injectable()
export class GoodwillRepository {
  constructor(private readonly db: Db) {}

  /** @throws GoodwillForOneself */
  async insert(tx: Tx, row: NewGoodwill): Promise<GoodwillRow> {
    const { id, beneficiary, beneficiaryId, currency, amount, reason, isWithinLimit, proposedBy, proposedAt } = row;
    const values = [id, beneficiary, beneficiaryId, currency, amount, reason, isWithinLimit, proposedBy, proposedAt];
    return (await refusing(() => queryOne(tx, insert, values))) as GoodwillRow;
  }

  /** Who decides; `undefined` unless it waits for that. @throws GoodwillForOneself, GoodwillSecondPersonNeeded */
  decide(tx: Tx, id: string, by: string, at: Date): Promise<GoodwillRow | undefined> {
    return refusing(() => queryOne(tx, decide, [id, by, at]));
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await query(tx, find, [id])).length === 1;
  }

  page(state: string | undefined, before: string | undefined, limit: number): Promise<GoodwillRow[]> {
    return this.db.query(page, [state ?? null, before ?? null, limit]);
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({}) : error;
  }
}
