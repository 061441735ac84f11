import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { IssueFeeInvoices, type InvoiceOrder } from './issue-fee-invoices.js';

/** What the platform invoices its sellers. */
@Injectable()
export class FeeInvoices {
  constructor(private readonly issuing: IssueFeeInvoices) {}

  /**
   * An invoice of what the seller was charged until the end of the month, and a credit note of what it was given back,
   * each if there is any. Returns the first journal that waits for a later month. To be called last: it holds the
   * platform's numbers until the transaction ends.
   */
  issue(tx: Tx, order: InvoiceOrder): Promise<{ earliest: string | null }> {
    return this.issuing.run(tx, order);
  }
}
