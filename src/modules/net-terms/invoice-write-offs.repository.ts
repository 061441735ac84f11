import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { AnotherPersonNeeded, InvoiceWriteOffProposed } from './net-terms.errors.js';

export interface InvoiceWriteOffRow {
  readonly id: Id<'wof'>;
  readonly invoiceId: Id<'inv'>;
  readonly reason: string;
  readonly state: 'proposed' | 'approved' | 'declined';
  /** What was open when it was approved, in minor units. */
  readonly amount: number | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

const COLUMNS = `id, invoice_id as "invoiceId", reason, state, amount, proposed_by as "proposedBy",
  proposed_at as "proposedAt", decided_by as "decidedBy", decided_at as "decidedAt"`;

const propose = statement<[id: string, invoiceId: string, reason: string, by: string, at: Date], InvoiceWriteOffRow>(
  'net-terms.propose-write-off',
  `insert into invoice_write_offs (id, invoice_id, reason, proposed_by, proposed_at, updated_at)
   values ($1, $2, $3, $4, $5, $5) returning ${COLUMNS}`,
);

const ofInvoice = statement<[invoiceId: string], InvoiceWriteOffRow>(
  'net-terms.proposed-write-off',
  `select ${COLUMNS} from invoice_write_offs where invoice_id = $1 and state = 'proposed' for no key update`,
);

const decide = statement<[id: string, by: string, at: Date, amount: number | null], InvoiceWriteOffRow>(
  'net-terms.decide-write-off',
  `update invoice_write_offs set decided_by = $2, decided_at = $3, amount = $4 where id = $1 returning ${COLUMNS}`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  invoice_write_offs_one_proposal: InvoiceWriteOffProposed,
  invoice_write_offs_four_eyes: AnotherPersonNeeded,
};

@Injectable()
export class InvoiceWriteOffs {
  /** @throws InvoiceWriteOffProposed while another proposal is open */
  propose(tx: Tx, id: string, invoiceId: string, reason: string, by: string, at: Date) {
    return refusing(() => queryOne(tx, propose, [id, invoiceId, reason, by, at]));
  }

  /** The open proposal, locked. */
  proposed = (tx: Tx, invoiceId: string): Promise<InvoiceWriteOffRow | undefined> =>
    queryOne(tx, ofInvoice, [invoiceId]);

  /** @throws AnotherPersonNeeded */
  decide(tx: Tx, id: string, by: string, at: Date, amount: number | null) {
    return refusing(() => queryOne(tx, decide, [id, by, at, amount]));
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({}) : error;
  }
}
