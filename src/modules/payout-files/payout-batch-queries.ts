import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import { FileAccounts } from './file-accounts.repository.js';
import { PayoutBatches, type BatchRow } from './payout-batches.repository.js';
import { fileOf, hashOf, type FileFormat } from './payout-file.domain.js';
import type { FileAccountsView, PayoutBatchDetailView, PayoutBatchQuery, PayoutBatchView } from './payout-files.dto.js';
import { PayoutFileDiffers } from './payout-files.errors.js';
import { accountView, batchDetailView, batchView } from './payout-files.view.js';

/** Batches, and the files that are written from them. */
@Injectable()
export class PayoutBatchQueries {
  constructor(
    private readonly batches: PayoutBatches,
    private readonly accountRows: FileAccounts,
    private readonly cursors: Cursors,
  ) {}

  async accounts(): Promise<FileAccountsView> {
    return { accounts: (await this.accountRows.list()).map(accountView) };
  }

  async page({ currency, cursor, limit }: PayoutBatchQuery): Promise<Page<PayoutBatchView>> {
    const key = `payout-batches:${currency ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.batches.page(currency, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.batchId]);
    return { ...page, data: page.data.map(batchView) };
  }

  /** @throws NotFound */
  async one(batchId: Id<'pba'>): Promise<PayoutBatchDetailView> {
    return batchDetailView(await this.find(batchId), await this.batches.states(batchId));
  }

  /** The bytes that the batch was made with, written anew. @throws NotFound, PayoutFileDiffers */
  async file(batchId: Id<'pba'>, kind: FileFormat): Promise<string> {
    const row = await this.find(batchId);
    const content = fileOf(await this.batches.whole(row), kind);
    const made = kind === 'csv' ? row.csvSha256 : row.xmlSha256;
    if (hashOf(content) !== made) throw new PayoutFileDiffers({});
    return content;
  }

  private async find(batchId: string): Promise<BatchRow> {
    const row = await this.batches.find(batchId);
    if (!row) throw new NotFound({ what: 'payout batch' });
    return row;
  }
}
