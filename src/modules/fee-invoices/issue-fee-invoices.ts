import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Fees } from '../fees/index.js';
import { FeeShares } from '../orders/index.js';
import { FeeEntries, type FeeEntryRow } from './fee-entries.repository.js';
import { FeeItems, type FeeItem } from './fee-items.domain.js';
import { FeeInvoicesRepository, type InvoiceKind } from './fee-invoices.repository.js';
import { invoiceCsv } from './invoice-csv.js';
import type { Party } from './parties.js';

export interface InvoiceOrder {
  readonly sellerId: string;
  readonly currency: string;
  /** `2026-03` */
  readonly period: string;
  /** Entries that take effect later wait for the next month. */
  readonly endsAt: Date;
  readonly issuedAt: Date;
  /** Journals with smaller identifiers were looked at before. */
  readonly from: string;
  readonly party: Party;
}

/** Invoices what a seller was charged until the end of a month, and credits what it was given back. */
@Injectable()
export class IssueFeeInvoices {
  constructor(
    private readonly entries: FeeEntries,
    private readonly shares: FeeShares,
    private readonly fees: Fees,
    private readonly invoices: FeeInvoicesRepository,
  ) {}

  /** Commits with the caller. Returns the first journal that waits for a later month. */
  async run(tx: Tx, order: InvoiceOrder): Promise<{ earliest: string | null }> {
    const ids = { invoice: newId('fdc'), creditNote: newId('fdc') };
    const taken = await this.entries.take(tx, order, ids);
    if (taken.charged > 0) await this.issue(tx, order, 'invoice', ids.invoice);
    if (taken.returned > 0) await this.issue(tx, order, 'credit_note', ids.creditNote);
    return { earliest: taken.earliest };
  }

  private async issue(tx: Tx, order: InvoiceOrder, kind: InvoiceKind, id: Id<'fdc'>): Promise<void> {
    const items = await this.itemsOf(tx, id, order.currency, kind === 'credit_note');
    const total = (of: (item: FeeItem) => number): number => items.reduce((sum, item) => sum + of(item), 0);
    const [net, tax] = [total((item) => item.net), total((item) => item.tax)];
    const year = order.issuedAt.getUTCFullYear();
    const { lastNumber, lastHash } = await this.invoices.lockSeries(tx, kind, year);
    const { sellerId, currency, period, issuedAt, party } = order;
    const numbered = { id, kind, year, number: lastNumber + 1, previousHash: lastHash };
    const made = { ...numbered, sellerId, currency, period, net, tax, gross: net + tax, issuedAt };
    const hash = createHash('sha256').update(invoiceCsv(made, items)).digest();
    await this.invoices.insert(tx, { ...made, hash }, party, items);
  }

  private async itemsOf(tx: Tx, id: string, currency: string, isReturned: boolean): Promise<FeeItem[]> {
    const items = new FeeItems();
    for await (const rows of this.entries.of(tx, id)) {
      const sales = [...new Set(rows.flatMap(({ sellerOrderId }) => sellerOrderId ?? []))];
      const shares = await this.shares.of(tx, sales);
      const taxRates = await this.fees.taxRates(tx, [...new Set(rows.flatMap((row) => listingRule(row) ?? []))]);
      for (const row of rows) {
        const taxBps = taxRates.get(listingRule(row) ?? 0) ?? null;
        items.add({ ...row, currency, isReturned, taxBps, shares: shares.get(row.sellerOrderId ?? '') ?? [] });
      }
    }
    return items.list();
  }
}

/** `fees 12`: the rule by which a listing was charged. */
const listingRule = ({ sourceType, ruleVersion }: FeeEntryRow): number | undefined => {
  const [, number] = sourceType === 'listing' ? (/^fees (\d+)$/.exec(ruleVersion ?? '') ?? []) : [];
  return number === undefined ? undefined : Number(number);
};
