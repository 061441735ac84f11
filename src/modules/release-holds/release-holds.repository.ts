import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { ReleaseHoldReason, ReleaseHoldState } from './release-hold.lifecycle.js';

export interface ReleaseHoldRow {
  readonly id: Id<'rlh'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly reason: ReleaseHoldReason;
  readonly note: string | null;
  readonly state: ReleaseHoldState;
  readonly version: number;
  readonly expiresAt: Date;
  readonly placedBy: string;
  readonly createdAt: Date;
}

export type NewReleaseHold = Omit<ReleaseHoldRow, 'state' | 'version'>;

const COLUMNS = `id, seller_order_id as "sellerOrderId", seller_id as "sellerId", reason, note, state, version,
  expires_at as "expiresAt", placed_by as "placedBy", created_at as "createdAt"`;

const insert = statement<unknown[], never>(
  'release-holds.insert',
  `insert into release_holds (id, seller_order_id, seller_id, reason, note, expires_at, placed_by, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
);

const lock = statement<[id: string], ReleaseHoldRow>(
  'release-holds.lock',
  `select ${COLUMNS} from release_holds where id = $1 for no key update`,
);

const find = statement<[id: string], ReleaseHoldRow>(
  'release-holds.find',
  `select ${COLUMNS} from release_holds where id = $1`,
);

type PageInput = [state: string | null, sellerOrderId: string | null, before: string | null, limit: number];

const page = statement<PageInput, ReleaseHoldRow>(
  'release-holds.page',
  `select ${COLUMNS} from release_holds
    where ($1::text is null or state = $1) and ($2::uuid is null or seller_order_id = $2)
      and ($3::uuid is null or id < $3)
    order by id desc limit $4`,
);

@Injectable()
export class ReleaseHoldsRepository {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, hold: NewReleaseHold): Promise<void> {
    const { id, sellerOrderId, sellerId, reason, note, expiresAt, placedBy, createdAt } = hold;
    await query(tx, insert, [id, sellerOrderId, sellerId, reason, note, expiresAt, placedBy, createdAt]);
  }

  lock = (tx: Tx, id: string): Promise<ReleaseHoldRow | undefined> => queryOne(tx, lock, [id]);

  find = (id: string, tx?: Tx): Promise<ReleaseHoldRow | undefined> =>
    tx ? queryOne(tx, find, [id]) : this.db.queryOne(find, [id]);

  page(
    state: string | null,
    sellerOrderId: string | null,
    before: string | null,
    limit: number,
  ): Promise<ReleaseHoldRow[]> {
    return this.db.query(page, [state, sellerOrderId, before, limit]);
  }
}
