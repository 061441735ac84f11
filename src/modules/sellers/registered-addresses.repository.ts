import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { StaleVersion } from '../../platform/http/index.js';
import type { RegisteredAddress } from './registered-address.domain.js';

export interface StoredAddress {
  readonly address: RegisteredAddress;
  readonly version: number;
  readonly changedAt: Date;
}

interface SealedRow {
  readonly addressSealed: string;
  readonly version: number;
  readonly changedAt: Date;
}

const COLUMNS = `address_sealed as "addressSealed", version, changed_at as "changedAt"`;

const find = statement<[sellerId: string], SealedRow>(
  'sellers.find-registered-address',
  `select ${COLUMNS} from seller_registered_addresses where seller_id = $1`,
);

const put = statement<[sellerId: string, version: number, sealed: string, by: string, at: Date], SealedRow>(
  'sellers.put-registered-address',
  `insert into seller_registered_addresses as a (seller_id, address_sealed, changed_by, changed_at)
   select $1, $3, $4, $5 where $2::int = 0
       or exists (select from seller_registered_addresses where seller_id = $1 and version = $2)
   on conflict (seller_id) do update
      set address_sealed = excluded.address_sealed, changed_by = excluded.changed_by, changed_at = excluded.changed_at,
          version = a.version + 1
    where a.version = $2
   returning ${COLUMNS}`,
);

const contextOf = (sellerId: string): string => `seller_registered_addresses.${sellerId}`;

/** Where sellers are registered; sealed. */
@Injectable()
export class RegisteredAddresses {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  async find(sellerId: string): Promise<StoredAddress | undefined> {
    const row = await this.db.queryOne(find, [sellerId]);
    return row && this.opened(sellerId, row);
  }

  /** In place of the version that the caller knows, 0 for none. @throws StaleVersion */
  async put(
    tx: Tx,
    sellerId: string,
    version: number,
    address: RegisteredAddress,
    by: string,
    at: Date,
  ): Promise<StoredAddress> {
    const sealed = this.cipher.seal(JSON.stringify(address), contextOf(sellerId));
    const row = await queryOne(tx, put, [sellerId, version, sealed, by, at]);
    if (!row) throw new StaleVersion({});
    return this.opened(sellerId, row);
  }

  private opened(sellerId: string, { addressSealed, version, changedAt }: SealedRow): StoredAddress {
    const address = JSON.parse(this.cipher.open(addressSealed, contextOf(sellerId))) as RegisteredAddress;
    return { address, version, changedAt };
  }
}
