import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import type { Party } from '../fee-invoices/index.js';
import type { Balance, KindTotal, StatementHead } from './statement-parts.domain.js';

export interface StatementRow extends StatementHead {
  readonly id: string;
  readonly entries: number;
  readonly corrections: number;
  readonly hash: Buffer;
  /** Minor units; what all balances come to. */
  readonly opening: number;
  readonly closing: number;
}

interface SealedRow extends StatementRow {
  readonly partySealed: string;
}

const STATEMENT = `s.id, s.seller_id as "sellerId", s.number, s.currency, to_char(s.period, 'YYYY-MM') as period,
  s.starts_at as "startsAt", s.ends_at as "endsAt", s.entries, s.corrections, s.previous_hash as "previousHash", s.hash,
  s.issued_at as "issuedAt", t.opening, t.closing`;
const FROM = `seller_statements s cross join lateral (
  select sum(case account when 'receivable' then -opening else opening end)::bigint as opening,
         sum(case account when 'receivable' then -closing else closing end)::bigint as closing
    from seller_statement_balances where statement_id = s.id) t`;

const find = statement<[id: string], SealedRow>(
  'statements.find',
  `select ${STATEMENT}, s.party_sealed as "partySealed" from ${FROM} where s.id = $1`,
);

const findOf = statement<[sellerId: string, currency: string, period: string], StatementRow>(
  'statements.find-of',
  `select ${STATEMENT} from ${FROM} where s.seller_id = $1 and s.currency = $2 and s.period = ($3 || '-01')::date`,
);

const list = statement<[sellerId: string, currency: string | null, before: number | null, limit: number], StatementRow>(
  'statements.list-of',
  `select ${STATEMENT} from ${FROM}
    where s.seller_id = $1 and ($2::text is null or s.currency = $2) and ($3::int is null or s.number < $3)
    order by s.number desc limit $4`,
);

const next = statement<[sellerId: string, number: number], { previousHash: Buffer }>(
  'statements.next-hash',
  `select previous_hash as "previousHash" from seller_statements where seller_id = $1 and number = $2`,
);

const balances = statement<[id: string], Balance>(
  'statements.balances',
  `select account, opening, increase, decrease, closing, listed from seller_statement_balances where statement_id = $1
    order by array_position(array['pending', 'available', 'reserve', 'held', 'receivable'], account)`,
);

const kinds = statement<[id: string], KindTotal>(
  'statements.kinds',
  `select kind, entries, increase, decrease from seller_statement_kinds where statement_id = $1
    order by kind collate "C"`,
);

const contextOf = (id: string): string => `seller_statements.party.${id}`;

/** Statements as they were issued. */
@Injectable()
export class StatementReads {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /** With whose it is, as it was called then. */
  async find(id: string): Promise<{ row: StatementRow; party: Party } | undefined> {
    const found = await this.db.queryOne(find, [id]);
    if (!found) return undefined;
    const { partySealed, ...row } = found;
    return { row, party: JSON.parse(this.cipher.open(partySealed, contextOf(id))) as Party };
  }

  sealed = (id: string, party: Party): string => this.cipher.seal(JSON.stringify(party), contextOf(id));

  findOf = (sellerId: string, currency: string, period: string): Promise<StatementRow | undefined> =>
    this.db.queryOne(findOf, [sellerId, currency, period]);

  /** Newest first. */
  list = (sellerId: string, currency: string | null, before: number | null, limit: number): Promise<StatementRow[]> =>
    this.db.query(list, [sellerId, currency, before, limit]);

  /** The hash of the statement after the numbered one names this one. */
  async hashNamedNext(sellerId: string, number: number): Promise<Buffer | undefined> {
    return (await this.db.queryOne(next, [sellerId, number + 1]))?.previousHash;
  }

  balances = (id: string, tx?: Tx): Promise<Balance[]> =>
    tx ? query(tx, balances, [id]) : this.db.query(balances, [id]);

  kinds = (id: string): Promise<KindTotal[]> => this.db.query(kinds, [id]);
}
