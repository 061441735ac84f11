import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { AccountCodeTaken } from './reconciliation.errors.js';
import { unhurried } from './unhurried.js';

export const ACCOUNT_KINDS = ['provider', 'bank'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Where others keep our money and tell us line by line what they did with it. */
export interface AccountRow {
  readonly id: string;
  readonly code: string;
  readonly kind: AccountKind;
  readonly provider: string;
  readonly ledgerAccount: 'psp_clearing' | 'bank_client';
  readonly identification: string | null;
  readonly expectedFrom: Date;
  readonly createdAt: Date;
}

export type NewAccount = Omit<AccountRow, 'ledgerAccount'>;

const COLUMNS = `id, code, kind, provider, ledger_account as "ledgerAccount", identification,
  expected_from as "expectedFrom", created_at as "createdAt"`;

type Values = [
  id: string,
  code: string,
  kind: string,
  provider: string,
  identification: string | null,
  expectedFrom: Date,
  at: Date,
];

const insert = statement<Values, AccountRow>(
  'reconciliation.insert-account',
  `insert into reconciliation_accounts (id, code, kind, provider, identification, expected_from, created_at)
   values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
);

const ensure = statement<Values, never>(
  'reconciliation.ensure-account',
  `insert into reconciliation_accounts (id, code, kind, provider, identification, expected_from, created_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict (code) do nothing`,
);

const byCode = statement<[code: string], AccountRow>(
  'reconciliation.account-by-code',
  `select ${COLUMNS} from reconciliation_accounts where code = $1`,
);

const find = statement<[id: string], AccountRow>(
  'reconciliation.account',
  `select ${COLUMNS} from reconciliation_accounts where id = $1`,
);

/** Files of one account come in one after the other. */
const lock = statement<[id: string], AccountRow>(
  'reconciliation.lock-account',
  `select ${COLUMNS} from reconciliation_accounts where id = $1 for no key update`,
);

const all = statement<[], AccountRow>(
  'reconciliation.accounts',
  `select ${COLUMNS} from reconciliation_accounts order by code limit 1000`,
);

@Injectable()
export class AccountsRepository {
  constructor(private readonly db: Db) {}

  /** @throws AccountCodeTaken */
  async insert(tx: Tx, account: NewAccount): Promise<AccountRow> {
    try {
      return (await queryOne(tx, insert, valuesOf(account))) as AccountRow;
    } catch (error) {
      throw violatedConstraint(error) === 'reconciliation_accounts_code' ? new AccountCodeTaken({}) : error;
    }
  }

  /** The account with that code, opened when there is none. */
  async ensure(account: NewAccount): Promise<AccountRow> {
    await this.db.query(ensure, valuesOf(account));
    return (await this.db.queryOne(byCode, [account.code])) as AccountRow;
  }

  find = (id: string): Promise<AccountRow | undefined> => this.db.queryOne(find, [id]);

  async lock(tx: Tx, id: string): Promise<AccountRow | undefined> {
    await unhurried(tx);
    return queryOne(tx, lock, [id]);
  }

  all = (): Promise<AccountRow[]> => this.db.query(all, []);
}

const valuesOf = ({ id, code, kind, provider, identification, expectedFrom, createdAt }: NewAccount): Values => [
  id,
  code,
  kind,
  provider,
  identification,
  expectedFrom,
  createdAt,
];
