import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { CreditLines } from '../companies/index.js';
import { accountRefundedJournal, Ledger } from '../ledger/index.js';
import { OnAccount } from '../payments/index.js';
import { CreditNotes } from './credit-notes.repository.js';
import { splitRefund } from './invoice.domain.js';
import type { InvoiceRow } from './invoices.repository.js';
import { IssueInvoice, NET_TERMS } from './issue-invoice.js';
import { SettleInvoice } from './settle-invoice.js';

/** Minor units of `currency`. */
export interface AccountRefund {
  readonly refundId: Id<'rfd'>;
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly currency: string;
  readonly amount: number;
  /** Whether the seller had accepted, so that it was owed by the books. */
  readonly isBooked: boolean;
}

/** What was accepted is billed and settled. */
@Injectable()
export class RefundSteps {
  constructor(
    readonly issue: IssueInvoice,
    readonly settle: SettleInvoice,
    readonly notes: CreditNotes,
  ) {}
}

/** A refund of a sale on account: the company owes less, and what it had paid becomes its credit. */
@Injectable()
export class CreditRefund {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly account: OnAccount,
    private readonly lines: CreditLines,
    private readonly ledger: Ledger,
    private readonly steps: RefundSteps,
  ) {}

  /** Once. What was refunded before the seller accepted was never owed: only the credit line hears of it. */
  run(refund: AccountRefund): Promise<void> {
    return this.uow.run(async (tx) => {
      const { refundId, paymentId, sellerId, amount, isBooked } = refund;
      const invoice = isBooked ? await this.steps.issue.run(tx, refund) : undefined;
      if (!(await this.account.settleRefund(tx, sellerId, refund))) return;
      if (invoice) return this.credit(tx, refund, invoice);
      const source = { type: 'refund', id: refundId };
      await this.lines.free(tx, { paymentId, amount, source, at: this.clock.now() });
    });
  }

  private async credit(tx: Tx, refund: AccountRefund, invoice: InvoiceRow): Promise<void> {
    const { refundId, amount, currency, paymentId, orderId, sellerOrderId, sellerId } = refund;
    const at = this.clock.now();
    const split = splitRefund(invoice, amount);
    const { id: invoiceId, legalEntity, companyId } = invoice;
    const about = { id: newId('crn'), legalEntity, invoiceId, refundId };
    await this.steps.notes.issue(tx, { ...about, amount, ...split, issuedAt: at });
    const source = { type: 'refund', id: refundId };
    await this.steps.settle.run(tx, invoice, split, { source, actor: NET_TERMS, at });
    const shares = {
      owed: money(split.reduced, currency),
      paid: money(split.givenBack, currency),
      lost: money(split.recovered, currency),
    };
    const refs = { orderId, sellerOrderId, sellerId, paymentId };
    const circumstances = { effectiveAt: at, actor: NET_TERMS, refs };
    await this.ledger.post(tx, accountRefundedJournal(refundId, companyId, shares, circumstances));
  }
}
