import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';

export interface Message {
  readonly provider: string;
  readonly eventId: string;
  readonly type: string;
  /** Our own id of what the message is about. */
  readonly reference: string | null;
  readonly objectVersion: number;
  readonly raw: string;
  readonly receivedAt: Date;
}

export type InboxState = 'received' | 'applied' | 'quarantined';

type Insert = [string, string, string, string | null, number, string, Date, string | null];

/** A message that brings no news: what it tells is recorded already. */
const insertKnown = statement<Insert, { eventId: string }>(
  'payments.inbox-known',
  `insert into provider_inbox
     (provider, event_id, type, reference, object_version, raw, state, received_at, settled_at, note)
   select $1, $2, $3, $4, $5, $6, 'applied', $7, $7, 'no news'
    where exists (select 1 from payments where provider = $1 and provider_ref = $8 and provider_version >= $5)
       or exists (select 1 from refunds where id = case when $4 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then $4::uuid end and state <> 'requested' and charged_back = paid_twice)
   on conflict do nothing returning event_id as "eventId"`,
);

const insert = statement<
  [string, string, string, string | null, number, string, Date, InboxState, string | null],
  { eventId: string }
>(
  'payments.inbox-store',
  `insert into provider_inbox (provider, event_id, type, reference, object_version, raw, received_at, state, note)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning event_id as "eventId"`,
);

const find = statement<[provider: string, eventId: string], Message & { state: InboxState }>(
  'payments.inbox-find',
  `select provider, event_id as "eventId", type, reference, object_version as "objectVersion", raw,
          received_at as "receivedAt", state
     from provider_inbox where provider = $1 and event_id = $2`,
);

const settle = statement<[provider: string, eventId: string, state: InboxState, note: string | null, at: Date], never>(
  'payments.inbox-settle',
  `update provider_inbox set state = $3, note = $4, settled_at = $5
    where provider = $1 and event_id = $2 and state = 'received'`,
);

/** Providers repeat a message for days and by hand for a month; what it told is recorded with its payment. */
defineRetention({ table: 'provider_inbox', endedAt: 'settled_at', where: `state = 'applied'`, keep: 'P90D' });

@Injectable()
export class InboxRepository {
  constructor(private readonly db: Db) {}

  /** Stores the message as applied when its object is recorded at its version or a newer one. */
  async storeKnown(message: Message, objectRef: string): Promise<boolean> {
    const row = await this.db.queryOne(insertKnown, [...valuesOf(message), objectRef]);
    return row !== undefined;
  }

  /** Whether the message was not there yet. */
  async store(tx: Tx, message: Message, state: InboxState, note: string | null): Promise<boolean> {
    return (await queryOne(tx, insert, [...valuesOf(message), state, note])) !== undefined;
  }

  find(provider: string, eventId: string): Promise<(Message & { state: InboxState }) | undefined> {
    return this.db.queryOne(find, [provider, eventId]);
  }

  async settle(tx: Tx, message: Message, state: InboxState, note: string | null, at: Date): Promise<void> {
    await query(tx, settle, [message.provider, message.eventId, state, note, at]);
  }
}

function valuesOf(message: Message): [string, string, string, string | null, number, string, Date] {
  const { provider, eventId, type, reference, objectVersion, raw, receivedAt } = message;
  return [provider, eventId, type, reference, objectVersion, raw, receivedAt];
}
