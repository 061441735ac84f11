import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { asId, Clock, type Id } from '../../kernel/index.js';
import { newId } from '../../platform/database/index.js';
import { AccountsRepository, type AccountKind } from './accounts.repository.js';
import { ImportStatement, type Imported } from './import-statement.js';
import type { FileSpec } from './read-statement.js';

export interface KnownAccount {
  readonly code: string;
  readonly kind: AccountKind;
  readonly provider: string;
}

export interface OpenedAccount extends KnownAccount {
  readonly id: string;
}

/** What others may ask of the reconciliation. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly imports: ImportStatement,
    private readonly clock: Clock,
  ) {}

  /** Takes a file in for the account of that code, which is opened when there is none: all entries are expected. */
  async take(account: KnownAccount, file: Readable, spec: FileSpec): Promise<Imported> {
    const createdAt = this.clock.now();
    const opened = { id: newId('rac'), ...account, identification: null, expectedFrom: new Date(0), createdAt };
    const { id } = await this.accounts.ensure(opened);
    return this.imports.run(asId<'rac'>(id), file, spec, null);
  }

  account(accountId: Id<'rac'>): Promise<OpenedAccount | undefined> {
    return this.accounts.find(accountId);
  }

  /** The same for an account that is there. @throws NotFound, and what an import throws */
  takeInto(accountId: Id<'rac'>, file: Readable, spec: FileSpec): Promise<Imported> {
    return this.imports.run(accountId, file, spec, null);
  }
}
