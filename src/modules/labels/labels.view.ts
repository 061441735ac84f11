import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { CarrierInvoiceRow } from './carrier-invoices.repository.js';
import type { CarrierInvoiceView, LabelView } from './labels.dto.js';
import type { LabelRow } from './labels.repository.js';

export const labelView = (row: LabelRow): LabelView => ({
  id: toWire('lbl', row.id),
  sellerOrderId: toWire('sor', row.sellerOrderId),
  state: row.state,
  carrier: row.carrier,
  service: row.service,
  weightGrams: row.weightGrams,
  fromCountry: row.fromCountry,
  toCountry: row.toCountry,
  cost: row.cost === null ? null : MoneyView.of(money(row.cost, row.currency)),
  trackingNumber: row.trackingNumber,
  refusal: row.refusal,
  requestedAt: row.requestedAt.toISOString(),
  boughtAt: row.boughtAt?.toISOString() ?? null,
});

export const carrierInvoiceView = (row: CarrierInvoiceRow): CarrierInvoiceView => ({
  id: toWire('cri', row.id),
  state: row.state,
  carrier: row.carrier,
  number: row.number,
  total: MoneyView.of(money(row.total, row.currency)),
  labels: row.labels,
  recordedBy: toWire('usr', row.recordedBy),
  recordedAt: row.recordedAt.toISOString(),
  paidBy: row.paidBy === null ? null : toWire('usr', row.paidBy),
  paidAt: row.paidAt?.toISOString() ?? null,
  bankReference: row.bankReference,
});
