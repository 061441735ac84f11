import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import { receiptView } from './receipt.view.js';
import type { BankReceiptQuery, BankReceiptView } from './receipts.dto.js';
import { ReceiptsRepository } from './receipts.repository.js';

@Injectable()
export class ReceiptQueries {
  constructor(
    private readonly receipts: ReceiptsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async page({ cursor, limit, unapplied = 'false' }: BankReceiptQuery): Promise<Page<BankReceiptView>> {
    const key = `net-terms.receipts:${unapplied}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.receipts.page(unapplied === 'true', before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    const applications = await this.receipts.applicationsOf(page.data.map(({ id }) => id));
    return { ...page, data: page.data.map((row) => receiptView(row, applications)) };
  }

  /** @throws NotFound */
  async get(id: Id<'brc'>): Promise<BankReceiptView> {
    const row = await this.receipts.find(id);
    if (!row) throw new NotFound({ what: 'receipt' });
    return receiptView(row, await this.receipts.applicationsOf([id]));
  }
}
