import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';

export interface NewCreditNote {
  readonly id: Id<'crn'>;
  readonly legalEntity: string;
  readonly invoiceId: string;
  readonly refundId: string;
  /** Minor units of the invoice's currency: the sum of the three. */
  readonly amount: number;
  readonly reduced: number;
  readonly givenBack: number;
  readonly recovered: number;
  readonly issuedAt: Date;
}

export interface CreditNoteRow extends NewCreditNote {
  readonly number: number;
}

const issue = statement<[string, string, string, string, number, number, number, number, Date], never>(
  'net-terms.issue-credit-note',
  `with n as (insert into invoice_series as s (legal_entity, kind, last_number) values ($2, 'credit_note', 1)
       on conflict (legal_entity, kind) do update set last_number = s.last_number + 1 returning last_number)
   insert into account_credit_notes
     (id, legal_entity, number, invoice_id, refund_id, amount, reduced, given_back, recovered, issued_at)
   select $1, $2, n.last_number, $3, $4, $5, $6, $7, $8, $9 from n`,
);

const ofInvoice = statement<[invoiceId: string], CreditNoteRow>(
  'net-terms.credit-notes-of',
  `select id, legal_entity as "legalEntity", number, invoice_id as "invoiceId", refund_id as "refundId", amount, reduced,
          given_back as "givenBack", recovered, issued_at as "issuedAt"
     from account_credit_notes where invoice_id = $1 order by number limit 1000`,
);

@Injectable()
export class CreditNotes {
  constructor(private readonly db: Db) {}

  /** Takes the next number of the legal entity. */
  async issue(tx: Tx, note: NewCreditNote): Promise<void> {
    const { id, legalEntity, invoiceId, refundId, amount, reduced, givenBack, recovered, issuedAt } = note;
    await query(tx, issue, [
      ...([id, legalEntity, invoiceId, refundId, amount] as const),
      ...([reduced, givenBack, recovered, issuedAt] as const),
    ]);
  }

  ofInvoice = (invoiceId: string): Promise<CreditNoteRow[]> => this.db.query(ofInvoice, [invoiceId]);
}
