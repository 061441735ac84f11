import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { ApiKeyState } from './api-key.lifecycle.js';
import { CredentialUsed } from './identity.errors.js';

export interface ApiKey {
  readonly keyId: Id<'key'>;
  readonly sellerId: Id<'sel'>;
  readonly publicId: string;
  readonly name: string;
  readonly scopes: string[];
  readonly allowedAddresses: string[];
  readonly state: ApiKeyState;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface LiveKey {
  readonly keyId: Id<'key'>;
  readonly sellerId: Id<'sel'>;
  readonly scopes: string[];
  readonly allowedAddresses: string[];
  readonly hmacs: Buffer[];
}

export interface NewKey {
  readonly keyId: Id<'key'>;
  readonly sellerId: Id<'sel'>;
  readonly publicId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly allowedAddresses: readonly string[];
  readonly createdBy: string;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

const COLUMNS = `k.id as "keyId", k.seller_id as "sellerId", k.public_id as "publicId", k.name, k.scopes,
  k.allowed_addresses as "allowedAddresses", k.state, k.created_at as "createdAt", k.expires_at as "expiresAt",
  k.last_used_at as "lastUsedAt"`;

const findLive = statement<[publicId: string, now: Date], LiveKey>(
  'identity.find-live-key',
  `select k.id as "keyId", k.seller_id as "sellerId", k.scopes, k.allowed_addresses as "allowedAddresses",
          array(select s.hmac from api_key_secrets s
                 where s.key_id = k.id and (s.valid_until is null or s.valid_until > $2)) as hmacs
     from api_keys k
    where k.public_id = $1 and k.state in ('active', 'rotating') and (k.expires_at is null or k.expires_at > $2)`,
);

type InsertKey = [string, string, string, string, readonly string[], readonly string[], string, Date, Date | null];

const insertKey = statement<InsertKey, never>(
  'identity.insert-api-key',
  `insert into api_keys (id, seller_id, public_id, name, scopes, allowed_addresses, created_by, created_at, expires_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`,
);

const insertSecret = statement<[keyId: string, hmac: Buffer, at: Date], never>(
  'identity.insert-api-key-secret',
  'insert into api_key_secrets (key_id, hmac, created_at) values ($1, $2, $3)',
);

const retireSecrets = statement<[keyId: string, now: Date, overlapUntil: Date], never>(
  'identity.retire-api-key-secrets',
  'update api_key_secrets set valid_until = case when valid_until is null then $3::timestamptz else $2::timestamptz end where key_id = $1',
);

const dropRetired = statement<[keyId: string, now: Date], never>(
  'identity.drop-retired-secrets',
  'delete from api_key_secrets where key_id = $1 and valid_until <= $2',
);

const lockKeysOf = statement<[sellerId: string], never>(
  'identity.lock-keys-of',
  `select pg_advisory_xact_lock(hashtextextended('api-keys:' || $1, 0))`,
);

const countLive = statement<[sellerId: string], { live: number }>(
  'identity.count-live-keys',
  `select count(*) as live from api_keys where seller_id = $1 and state in ('active', 'rotating')`,
);

const find = statement<[keyId: string, sellerId: string], ApiKey>(
  'identity.find-api-key',
  `select ${COLUMNS} from api_keys k where k.id = $1 and k.seller_id = $2`,
);

const list = statement<[sellerId: string, before: string | null, beforeId: string | null, limit: number], ApiKey>(
  'identity.list-api-keys',
  `select ${COLUMNS} from api_keys k
    where k.seller_id = $1 and ($2::timestamptz is null or (k.created_at, k.id) < ($2, $3::uuid))
    order by k.created_at desc, k.id desc limit $4`,
);

const touch = statement<[keyIds: string[], usedAt: Date[]], never>(
  'identity.touch-api-keys',
  `update api_keys k set last_used_at = greatest(k.last_used_at, u.at)
     from unnest($1::uuid[], $2::timestamptz[]) as u(id, at) where k.id = u.id`,
);

/** API keys and the HMACs of their secrets; a rotating key has two. */
@Injectable()
export class ApiKeysRepository {
  constructor(private readonly db: Db) {}

  findLive(publicId: string, now: Date): Promise<LiveKey | undefined> {
    return this.db.queryOne(findLive, [publicId, now]);
  }

  /** @throws CredentialUsed when the public id is another key's */
  async insert(tx: Tx, key: NewKey, hmac: Buffer): Promise<void> {
    const { keyId, sellerId, publicId, name, scopes, allowedAddresses, createdBy, at, expiresAt } = key;
    try {
      await query(tx, insertKey, [keyId, sellerId, publicId, name, scopes, allowedAddresses, createdBy, at, expiresAt]);
    } catch (error) {
      if (violatedConstraint(error) === 'api_keys_public_id_unique') throw new CredentialUsed();
      throw error;
    }
    await query(tx, insertSecret, [keyId, hmac, at]);
  }

  /** Adds a secret; the one before it stays until `overlapUntil`, older ones end now. */
  async rotate(tx: Tx, keyId: string, hmac: Buffer, now: Date, overlapUntil: Date): Promise<void> {
    await query(tx, retireSecrets, [keyId, now, overlapUntil]);
    await query(tx, insertSecret, [keyId, hmac, now]);
  }

  async dropRetired(tx: Tx, keyId: string, now: Date): Promise<void> {
    await query(tx, dropRetired, [keyId, now]);
  }

  /** How many there are; the seller gets no other key until the transaction ends. */
  async lockAndCountLive(tx: Tx, sellerId: string): Promise<number> {
    await query(tx, lockKeysOf, [sellerId]);
    return (await queryOne(tx, countLive, [sellerId]))?.live ?? 0;
  }

  find(tx: Tx, keyId: string, sellerId: string): Promise<ApiKey | undefined> {
    return queryOne(tx, find, [keyId, sellerId]);
  }

  /** Newest first, after the position. */
  list(sellerId: string, after: readonly [at: string, id: string] | undefined, limit: number): Promise<ApiKey[]> {
    return this.db.query(list, [sellerId, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  async touch(uses: ReadonlyMap<string, Date>): Promise<void> {
    await this.db.query(touch, [[...uses.keys()], [...uses.values()]]);
  }
}
