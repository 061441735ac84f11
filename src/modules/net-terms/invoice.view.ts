import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { CreditNoteRow } from './credit-notes.repository.js';
import { labelOf, openOf } from './invoice.domain.js';
import type { CreditNoteView, InvoiceSaleView, InvoiceView } from './invoices.dto.js';
import type { InvoiceFact } from './net-terms.events.js';
import type { InvoicedSale, InvoiceLine, InvoiceRow } from './invoices.repository.js';

export const numberOf = (row: Pick<InvoiceRow, 'legalEntity' | 'number'>): string =>
  labelOf('INV', row.legalEntity, row.number);

export const factOf = (row: InvoiceRow): InvoiceFact => ({
  invoiceId: row.id,
  number: numberOf(row),
  companyId: row.companyId,
  orderId: row.orderId,
  sellerOrderId: row.sellerOrderId,
  currency: row.currency,
  total: row.total,
  open: openOf(row),
  dueAt: row.dueAt.toISOString(),
});

export function invoiceView(row: InvoiceRow): InvoiceView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    id: toWire('inv', row.id),
    number: numberOf(row),
    legalEntity: row.legalEntity,
    companyId: toWire('cmp', row.companyId),
    company: row.company,
    orderId: toWire('ord', row.orderId),
    sellerOrderId: toWire('sor', row.sellerOrderId),
    state: row.state,
    version: row.version,
    total: view(row.total),
    open: view(openOf(row)),
    paid: view(row.paid),
    credited: view(row.reduced + row.givenBack + row.recovered),
    writtenOff: view(row.writtenOff),
    termDays: row.termDays,
    financed: row.isFinanced,
    issuedAt: row.issuedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    lines: row.lines.map((line) => lineView(line, row.sale?.currency ?? row.currency)),
    ...(row.sale && { sale: saleView(row.sale) }),
  };
}

const saleView = ({ quoteId, total, currency }: InvoicedSale): InvoiceSaleView => ({
  quoteId: toWire('fxq', quoteId),
  total: MoneyView.of(money(total, currency)),
});

function lineView(line: InvoiceLine, currency: string): InvoiceView['lines'][number] {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  return {
    kind: line.kind,
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    unitPrice: view(line.unitPrice),
    item: view(line.item),
    tax: view(line.tax),
    shipping: view(line.shipping),
    discount: view(line.discount),
    total: view(line.total),
  };
}

export function creditNoteView(row: CreditNoteRow, currency: string): CreditNoteView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  return {
    id: toWire('crn', row.id),
    number: labelOf('CRN', row.legalEntity, row.number),
    refundId: toWire('rfd', row.refundId),
    amount: view(row.amount),
    reduced: view(row.reduced),
    givenBack: view(row.givenBack),
    issuedAt: row.issuedAt.toISOString(),
  };
}
