import { Injectable } from '@nestjs/common';
import { Clock, money, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { invoiceWrittenOffJournal, Ledger } from '../ledger/index.js';
import { InvoiceWriteOffs, type InvoiceWriteOffRow } from './invoice-write-offs.repository.js';
import { openOf } from './invoice.domain.js';
import { invoiceWriteOffLifecycle } from './invoice.lifecycle.js';
import { InvoicesRepository, type InvoiceRow } from './invoices.repository.js';
import type { InvoiceWriteOffView } from './net-terms.dto.js';
import { InvoiceSmaller } from './net-terms.errors.js';
import { SettleInvoice } from './settle-invoice.js';

export type WriteOffStep = { readonly do: 'propose'; readonly reason: string } | { readonly do: 'approve' | 'decline' };

/** What is open of an invoice is given up by two people; the platform bears it, and the seller is paid. */
@Injectable()
export class WriteOffInvoice {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly invoices: InvoicesRepository,
    private readonly writeOffs: InvoiceWriteOffs,
    private readonly settle: SettleInvoice,
  ) {}

  /** @throws NotFound, InvoiceSmaller when nothing is open, InvoiceWriteOffProposed, AnotherPersonNeeded */
  run(actor: UserActor, invoiceId: Id<'inv'>, step: WriteOffStep, once: Once): Promise<InvoiceWriteOffView> {
    return once.run(this.uow, async (tx) => {
      const invoice = await this.invoices.lock(tx, invoiceId);
      if (!invoice) throw new NotFound({ what: 'invoice' });
      if (openOf(invoice) === 0 && step.do !== 'decline') throw new InvoiceSmaller({});
      const row = step.do === 'propose' ? await this.propose(tx, invoice, step.reason, actor) : undefined;
      return view(row ?? (await this.decide(tx, invoice, step.do === 'approve', actor)), invoice);
    });
  }

  private propose(tx: Tx, { id }: InvoiceRow, reason: string, actor: UserActor) {
    return this.writeOffs.propose(tx, newId('wof'), id, reason, actor.userId, this.clock.now());
  }

  private async decide(tx: Tx, invoice: InvoiceRow, isApproved: boolean, actor: UserActor) {
    const proposed = await this.writeOffs.proposed(tx, invoice.id);
    if (!proposed) throw new NotFound({ what: 'write-off' });
    const at = this.clock.now();
    const open = openOf(invoice);
    const decided = await this.writeOffs.decide(tx, proposed.id, actor.userId, at, isApproved ? open : null);
    const move = { action: isApproved ? 'approve' : 'decline', actor, at, reason: proposed.reason } as const;
    const { to: state } = await moveOne(tx, invoiceWriteOffLifecycle, proposed.id, move);
    if (isApproved) {
      const cause = { source: { type: 'invoice_write_off', id: proposed.id }, actor, at };
      await this.settle.run(tx, invoice, { writtenOff: open }, cause);
      const { companyId, currency, orderId, sellerOrderId, sellerId, paymentId } = invoice;
      const circumstances = { effectiveAt: at, actor, refs: { orderId, sellerOrderId, sellerId, paymentId } };
      const lost = money(open, currency);
      await this.ledger.post(tx, invoiceWrittenOffJournal(proposed.id, companyId, lost, circumstances));
    }
    return { ...(decided ?? proposed), state };
  }
}

const view = (row: InvoiceWriteOffRow | undefined, { currency }: InvoiceRow): InvoiceWriteOffView => {
  if (!row) throw new NotFound({ what: 'write-off' });
  return {
    id: toWire('wof', row.id),
    invoiceId: toWire('inv', row.invoiceId),
    state: row.state,
    amount: row.amount === null ? null : { ...money(row.amount, currency) },
    reason: row.reason,
    proposedBy: toWire('usr', row.proposedBy),
    decidedBy: row.decidedBy === null ? null : toWire('usr', row.decidedBy),
  };
};
