import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/http/index.js';
import { creditTransferView } from './credit-transfer.view.js';
import type { CreditTransferPage, CreditTransferQuery } from './credit-transfers.dto.js';
import { CreditTransfersRepository } from './credit-transfers.repository.js';

@Injectable()
export class ListCreditTransfers {
  constructor(
    private readonly transfers: CreditTransfersRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async run({ state, cursor, limit }: CreditTransferQuery): Promise<CreditTransferPage> {
    const key = `credit-transfers:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.transfers.page(state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(creditTransferView) };
  }
}
