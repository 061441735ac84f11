import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, type Page } from '../../platform/http/index.js';
import { FeeInvoicesRepository, type InvoiceRow } from './fee-invoices.repository.js';
import { invoiceCsv, numberOf } from './invoice-csv.js';
import { invoicePdf } from './invoice-pdf.js';
import type { FeeInvoiceDetailView, FeeInvoiceQuery, FeeInvoiceView } from './invoices.dto.js';
import type { Party } from './parties.js';
import { partyView } from './party.dto.js';

/** A document and the number by which its file is called. */
export interface Numbered<T> {
  readonly number: string;
  readonly content: T;
}

/** Fee invoices as their sellers and finance read them. */
@Injectable()
export class InvoiceQueries {
  constructor(
    private readonly invoices: FeeInvoicesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller acts for the seller or for finance */
  async list(actor: Actor, sellerId: Id<'sel'>, query: FeeInvoiceQuery): Promise<Page<FeeInvoiceView>> {
    assertSees(actor, sellerId, 'seller');
    const { kind, cursor, limit } = query;
    const key = `seller.fee-invoices:${sellerId}:${kind ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.invoices.list(sellerId, kind ?? null, before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(invoiceView) };
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async one(actor: Actor, sellerId: string, id: string): Promise<FeeInvoiceDetailView> {
    const { row, party } = await this.seen(actor, sellerId, id);
    const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
    const items = await this.invoices.items(id);
    return {
      ...invoiceView(row),
      issuedTo: partyView(party),
      items: items.map(({ component, bps, taxBps, net, tax }) => ({
        component,
        rateBps: bps,
        taxRateBps: taxBps,
        net: view(net),
        tax: view(tax),
      })),
    };
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async csv(actor: Actor, sellerId: string, id: string): Promise<Numbered<string>> {
    const { row } = await this.seen(actor, sellerId, id);
    return { number: numberOf(row), content: invoiceCsv(row, await this.invoices.items(id)) };
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async pdf(actor: Actor, sellerId: string, id: string): Promise<Numbered<Readable>> {
    const { row, party } = await this.seen(actor, sellerId, id);
    return { number: numberOf(row), content: await invoicePdf(row, party, await this.invoices.items(id)) };
  }

  private async seen(actor: Actor, sellerId: string, id: string): Promise<{ row: InvoiceRow; party: Party }> {
    const found = await this.invoices.find(id);
    if (found?.row.sellerId !== sellerId) throw new NotFound({ what: 'fee invoice' });
    assertSees(actor, sellerId, 'fee invoice');
    return found;
  }
}

/** @throws NotFound, as for what does not exist */
function assertSees(actor: Actor, sellerId: string, what: string): void {
  if (!actsFor(actor, sellerId) && !isStaff(actor, 'finance')) throw new NotFound({ what });
}

function invoiceView(row: InvoiceRow): FeeInvoiceView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    id: toWire('fdc', row.id),
    kind: row.kind,
    number: numberOf(row),
    sellerId: toWire('sel', row.sellerId),
    period: row.period,
    currency: row.currency,
    net: view(row.net),
    tax: view(row.tax),
    gross: view(row.gross),
    previousHash: row.previousHash.toString('hex') || null,
    hash: row.hash.toString('hex'),
    issuedAt: row.issuedAt.toISOString(),
  };
}
