import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { WaitingPayouts } from '../settlement/index.js';
import { BANK_FILE } from './bank-file.provider.js';
import { FileAccounts } from './file-accounts.repository.js';
import type { FileAccountDto, FileAccountView } from './payout-files.dto.js';
import { accountView } from './payout-files.view.js';

/** Says which of our accounts the files of a currency draw on, and whether its payouts leave in files at all. */
@Injectable()
export class PutFileAccount {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly accounts: FileAccounts,
    private readonly waiting: WaitingPayouts,
  ) {}

  /** Payouts that were made before leave as they were made to. */
  run(actor: UserActor, currency: string, wanted: FileAccountDto, once: Once): Promise<FileAccountView> {
    return once.run(this.uow, async (tx) => {
      const changed = { changedBy: actor.userId, changedAt: this.clock.now() };
      const row = await this.accounts.put(tx, { currency, ...wanted, ...changed });
      await this.waiting.route(tx, currency, wanted.isActive ? BANK_FILE : null);
      return accountView(row);
    });
  }
}
