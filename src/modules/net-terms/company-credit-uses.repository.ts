import { Injectable } from '@nestjs/common';
import { query, statement, type Tx } from '../../platform/database/index.js';

export interface CreditUse {
  readonly id: string;
  readonly companyId: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
  /** Null: paid out by bank transfer. */
  readonly invoiceId: string | null;
  readonly by: string;
  readonly at: Date;
}

const insert = statement<[string, string, string, number, string | null, string, Date], never>(
  'net-terms.use-credit',
  `insert into company_credit_uses (id, company_id, currency, amount, invoice_id, used_by, used_at)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

@Injectable()
export class CompanyCreditUses {
  async insert(tx: Tx, { id, companyId, currency, amount, invoiceId, by, at }: CreditUse): Promise<void> {
    await query(tx, insert, [id, companyId, currency, amount, invoiceId, by, at]);
  }
}
