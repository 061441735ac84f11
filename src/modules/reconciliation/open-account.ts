import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { AccountsRepository } from './accounts.repository.js';
import type { OpenReconciliationAccountDto, ReconciliationAccountView } from './reconciliation.dto.js';
import { accountView } from './reconciliation.view.js';

@Injectable()
export class OpenAccount {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly accounts: AccountsRepository,
  ) {}

  /** @throws AccountCodeTaken */
  run(wanted: OpenReconciliationAccountDto, once: Once): Promise<ReconciliationAccountView> {
    return once.run(this.uow, async (tx) => {
      const now = this.clock.now();
      const { identification = null, expectedFrom, code, kind, provider } = wanted;
      const from = expectedFrom === undefined ? now : new Date(expectedFrom);
      const account = { id: newId('rac'), code, kind, provider, identification, expectedFrom: from, createdAt: now };
      return accountView(await this.accounts.insert(tx, account));
    });
  }
}
