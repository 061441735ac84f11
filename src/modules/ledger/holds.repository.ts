import { Injectable } from '@nestjs/common';
import { actorRef, type Id } from '../../kernel/index.js';
import { newId, query, statement, type Tx } from '../../platform/database/index.js';
import type { HoldRequest } from './hold.domain.js';
import { lateDocumentOf, type LateJournal } from './late-journal.domain.js';
import { keyOf } from './ledger.domain.js';
import { refusing } from './ledger-refusals.js';
import type { Posted } from './posting.repository.js';

export interface Placed {
  readonly holdId: Id<'hld'>;
  /** False when the source had the same hold before, whatever became of it. */
  readonly placed: boolean;
}

const place = statement<[hold: string], Placed>(
  'ledger.place-hold',
  'select hold_id as "holdId", placed from ledger.place_hold($1::jsonb)',
);

const post = statement<[id: string, journal: string], Posted>(
  'ledger.post-hold',
  'select journal_id as "journalId", posted from ledger.post_hold($1, $2::jsonb)',
);

const end = statement<[id: string], object>('ledger.void-hold', 'select ledger.void_hold($1)');

const expire = statement<[id: string, at: Date], object>('ledger.expire-hold', 'select ledger.expire_hold($1, $2)');

@Injectable()
export class HoldsRepository {
  async place(
    tx: Tx,
    id: Id<'hld'>,
    { source, account, owner, money, expiresAt, actor }: HoldRequest,
  ): Promise<Placed> {
    const { type: actorType, id: actorId } = actorRef(actor);
    const document = {
      id,
      account,
      owner,
      ...money,
      sourceType: source.type,
      sourceId: source.id,
      kind: source.kind,
      actorType,
      actorId,
      expiresAt,
    };
    const [placed] = await refusing(
      () => keyOf({ source }),
      () => query(tx, place, [JSON.stringify(document)]),
    );
    return placed as Placed;
  }

  async post(tx: Tx, id: Id<'hld'>, journal: LateJournal): Promise<Posted> {
    const document = JSON.stringify(lateDocumentOf(newId('jnl'), journal));
    const [posted] = await refusing(
      () => keyOf(journal),
      () => query(tx, post, [id, document]),
    );
    return posted as Posted;
  }

  async void(tx: Tx, id: Id<'hld'>): Promise<void> {
    await refusing(
      () => id,
      () => query(tx, end, [id]),
    );
  }

  async expire(tx: Tx, id: string, at: Date): Promise<void> {
    await query(tx, expire, [id, at]);
  }
}
