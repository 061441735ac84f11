import { Injectable } from '@nestjs/common';
import { actorRef, type Actor, type Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { CreditLineState } from './credit-line.lifecycle.js';

/** What a company may owe in a currency, on which terms; minor units. */
export interface CreditTerms {
  readonly limit: number;
  readonly termDays: number;
  /** The platform pays sellers before the company pays. */
  readonly isFinanced: boolean;
  /** Who invoices. */
  readonly legalEntity: string;
}

export interface CreditLineRow extends CreditTerms {
  readonly id: Id<'crl'>;
  readonly companyId: Id<'cmp'>;
  readonly currency: string;
  readonly state: CreditLineState;
  readonly version: number;
  /** Ordered and not paid yet. */
  readonly used: number;
  readonly isSuspendedForOverdue: boolean;
  readonly updatedAt: Date;
}

export interface CreditLineVersionRow extends CreditTerms {
  readonly version: number;
  readonly currency: string;
  readonly state: CreditLineState;
  readonly reason: string;
  readonly by: string;
  readonly changedAt: Date;
}

const TERMS = `credit_limit as "limit", term_days as "termDays", is_financed as "isFinanced", legal_entity as "legalEntity"`;
const COLUMNS = `id, company_id as "companyId", currency, state, version, used, ${TERMS},
  is_suspended_for_overdue as "isSuspendedForOverdue", updated_at as "updatedAt"`;

type Grant = [
  id: string,
  companyId: string,
  currency: string,
  limit: number,
  termDays: number,
  isFinanced: boolean,
  entity: string,
  at: Date,
];

const grant = statement<Grant, CreditLineRow>(
  'companies.grant-credit',
  `insert into credit_lines as l
     (id, company_id, currency, credit_limit, ceiling, term_days, is_financed, legal_entity, updated_at)
   values ($1, $2, $3, $4, $4, $5, $6, $7, $8)
   on conflict (company_id, currency) do update
     set credit_limit = excluded.credit_limit, ceiling = greatest(excluded.credit_limit, l.used),
         term_days = excluded.term_days, is_financed = excluded.is_financed, legal_entity = excluded.legal_entity,
         version = l.version + 1, updated_at = excluded.updated_at
   where l.state <> 'closed' returning ${COLUMNS}`,
);

const note = statement<[lineId: string, reason: string, type: string, actor: string, at: Date], never>(
  'companies.note-credit-version',
  `insert into credit_line_versions (line_id, version, state, credit_limit, term_days, is_financed, legal_entity, reason,
     actor_type, actor_id, changed_at)
   select id, version, state, credit_limit, term_days, is_financed, legal_entity, $2, $3, $4, $5
     from credit_lines where id = $1`,
);

const lock = statement<[companyId: string, currency: string], CreditLineRow>(
  'companies.lock-credit-line',
  `select ${COLUMNS} from credit_lines where company_id = $1 and currency = $2 for no key update`,
);

const lockOne = statement<[lineId: string], CreditLineRow>(
  'companies.lock-credit-line-by-id',
  `select ${COLUMNS} from credit_lines where id = $1 for no key update`,
);

const mark = statement<[lineId: string, isForOverdue: boolean], never>(
  'companies.mark-suspension',
  'update credit_lines set is_suspended_for_overdue = $2 where id = $1',
);

const ofCompany = statement<[companyId: string], CreditLineRow>(
  'companies.credit-lines-of',
  `select ${COLUMNS} from credit_lines where company_id = $1 order by currency`,
);

const versions = statement<[lineId: string], CreditLineVersionRow>(
  'companies.credit-versions',
  `select v.version, l.currency, v.state, v.credit_limit as "limit", v.term_days as "termDays", v.is_financed as "isFinanced",
          v.legal_entity as "legalEntity", v.reason, v.actor_type as "by", v.changed_at as "changedAt"
     from credit_line_versions v join credit_lines l on l.id = v.line_id
    where l.id = $1 order by v.version desc limit 500`,
);

@Injectable()
export class CreditLinesRepository {
  constructor(private readonly db: Db) {}

  /** Opens the line or changes its terms; `undefined` when it is closed. */
  grant(tx: Tx, id: string, companyId: string, currency: string, terms: CreditTerms, at: Date) {
    const { limit, termDays, isFinanced, legalEntity } = terms;
    return queryOne(tx, grant, [id, companyId, currency, limit, termDays, isFinanced, legalEntity, at]);
  }

  /** Keeps the line as it is now as a version of it. */
  async note(tx: Tx, lineId: string, reason: string, actor: Actor, at: Date): Promise<void> {
    const { type, id } = actorRef(actor);
    await query(tx, note, [lineId, reason, type, id, at]);
  }

  lock(tx: Tx, companyId: string, currency: string): Promise<CreditLineRow | undefined> {
    return queryOne(tx, lock, [companyId, currency]);
  }

  lockOne = (tx: Tx, lineId: string): Promise<CreditLineRow | undefined> => queryOne(tx, lockOne, [lineId]);

  async markSuspension(tx: Tx, lineId: string, isForOverdue: boolean): Promise<void> {
    await query(tx, mark, [lineId, isForOverdue]);
  }

  ofCompany = (companyId: string): Promise<CreditLineRow[]> => this.db.query(ofCompany, [companyId]);

  /** Newest first. */
  versions = (lineId: string): Promise<CreditLineVersionRow[]> => this.db.query(versions, [lineId]);
}
