import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Payouts, WaitingPayouts } from '../settlement/index.js';
import { BANK_FILE } from './bank-file.provider.js';
import { FileAccounts, type FileAccountRow } from './file-accounts.repository.js';
import { PayoutBatches, type BatchRow } from './payout-batches.repository.js';
import { fileOf, FORMAT_VERSION, hashOf, type FileItem } from './payout-file.domain.js';
import type { PayoutBatchView } from './payout-files.dto.js';
import { FileAccountMissing, NothingToCollect } from './payout-files.errors.js';
import { batchView } from './payout-files.view.js';

/** As many as a transaction looks at one by one while a switch has to wait; the rest goes into the next file. */
const MOST = 200;

/** Puts the approved payouts of a currency into a file for the bank: submitted with it, each in one file only. */
@Injectable()
export class CollectPayouts {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: Payouts,
    private readonly waiting: WaitingPayouts,
    private readonly accounts: FileAccounts,
    private readonly batches: PayoutBatches,
  ) {}

  /** @throws FileAccountMissing, NothingToCollect */
  run(actor: UserActor, currency: string, once: Once): Promise<PayoutBatchView> {
    return once.run(this.uow, async (tx) => {
      const account = await this.accounts.find(tx, currency);
      if (!account) throw new FileAccountMissing({ currency });
      const items = await this.take(tx, actor, currency);
      if (items.length === 0) throw new NothingToCollect({ currency });
      const row = batchOf(account, items, actor.userId, this.clock.now());
      await this.batches.insert(tx, row, items);
      return batchView(row);
    });
  }

  /** Those that may not leave, after a last look at each, stay out. */
  private async take(tx: Tx, actor: UserActor, currency: string): Promise<FileItem[]> {
    const items: FileItem[] = [];
    for (const payoutId of await this.waiting.toCollect(tx, currency, BANK_FILE, MOST)) {
      const payout = await this.payouts.lock(tx, payoutId);
      const to = payout && (await this.payouts.takeAlong(tx, payout, actor));
      if (!to) continue;
      const creditor = { holder: to.holder, account: to.destination, country: to.country };
      items.push({ payoutId, amount: payout.amount, creditor });
    }
    return items;
  }
}

function batchOf(from: FileAccountRow, items: readonly FileItem[], createdBy: string, createdAt: Date): BatchRow {
  const about = {
    batchId: newId('pba'),
    currency: from.currency,
    debtorName: from.name,
    debtorAccount: from.account,
    debtorBic: from.bic,
    executionOn: createdAt.toISOString().slice(0, 10),
    createdAt,
  };
  return {
    ...about,
    payoutCount: items.length,
    total: items.reduce((sum, { amount }) => sum + amount, 0),
    formatVersion: FORMAT_VERSION,
    csvSha256: hashOf(fileOf({ ...about, items }, 'csv')),
    xmlSha256: hashOf(fileOf({ ...about, items }, 'xml')),
    createdBy,
  };
}
