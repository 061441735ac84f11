import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';

/** The newest block of the chain; its hash stands for everything before it. */
export interface SealHead {
  readonly seq: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly sealedAt: Date;
}

const next = statement<[most: number], { sealed: number }>('books.seal', 'select ledger.seal_next($1) as sealed');

const head = statement<[], SealHead>(
  'books.seal-head',
  `select seq, encode(hash, 'hex') as hash, sealed_at as "sealedAt" from ledger.seal order by seq desc limit 1`,
);

@Injectable()
export class SealsRepository {
  constructor(private readonly db: Db) {}

  /** Returns how many journals the new block has; 0 when there was nothing to seal. */
  async sealNext(tx: Tx, most: number): Promise<number> {
    return (await queryOne(tx, next, [most]))?.sealed ?? 0;
  }

  head = (): Promise<SealHead | undefined> => this.db.queryOne(head, []);
}
