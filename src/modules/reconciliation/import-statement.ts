import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { FileExpected, NotFound } from '../../platform/http/index.js';
import { AccountsRepository, type AccountRow } from './accounts.repository.js';
import { sideOf } from './csv-profiles.domain.js';
import { FilesRepository, type FileRow } from './files.repository.js';
import { MatchLines } from './match-lines.js';
import { readStatement, type FileSpec, type ReadStatement } from './read-statement.js';
import {
  FormatNotOfAccount,
  StatementContradicts,
  StatementOfOtherAccount,
  StatementUnbalanced,
} from './reconciliation.errors.js';
import { distinctLines, type StatementLine } from './statement-line.domain.js';

export interface Imported {
  readonly file: FileRow;
  /** The account had the same file before. */
  readonly isRepeated: boolean;
}

/** Takes a file in, all of it or nothing: lines that the account has already stay as they are. */
@Injectable()
export class ImportStatement {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly accounts: AccountsRepository,
    private readonly files: FilesRepository,
    private readonly match: MatchLines,
  ) {}

  /**
   * @throws NotFound, FileExpected, FormatNotOfAccount, StatementMalformed, StatementTooLarge, StatementWithoutBalance,
   * StatementOfOtherAccount, StatementUnbalanced, StatementContradicts
   */
  async run(accountId: Id<'rac'>, file: Readable | undefined, spec: FileSpec, by: string | null): Promise<Imported> {
    const account = await this.accounts.find(accountId);
    if (!account) throw new NotFound({ what: 'account' });
    if (!file) throw new FileExpected({});
    if (sideOf(spec.format) !== account.kind) throw new FormatNotOfAccount({});
    const statement = await readStatement(file, spec);
    const lines = checked(statement, account);
    const id = newId('rfl');
    const { bytes, encoding, sha256 } = statement;
    const balances = statement.balances.map(({ currency, opening, closing }) => ({ currency, opening, closing }));
    const count = statement.lines.length;
    const content = { format: spec.format, encoding, bytes, lines: count, balances };
    const fileId = await this.uow.run((tx) =>
      this.store(tx, { id, accountId, sha256, importedBy: by, ...content }, lines),
    );
    await this.match.run();
    return { file: (await this.files.find(fileId)) as FileRow, isRepeated: fileId !== id };
  }

  private async store(
    tx: Tx,
    file: Parameters<FilesRepository['insert']>[1],
    lines: readonly StatementLine[],
  ): Promise<string> {
    const at = this.clock.now();
    await this.accounts.lock(tx, file.accountId);
    if (!(await this.files.insert(tx, file, at))) {
      return (await this.files.idOf(tx, file.accountId, file.sha256)) as string;
    }
    const added = await this.files.addLines(tx, file, lines, at);
    if (typeof added !== 'number') throw new StatementContradicts(added);
    return file.id;
  }
}

function checked(statement: ReadStatement, account: AccountRow): readonly StatementLine[] {
  const { lines, contradiction } = distinctLines(statement.lines);
  if (contradiction) throw new StatementContradicts({ line: contradiction.line, externalId: contradiction.externalId });
  const other = statement.identifications.find((each) => each !== (account.identification ?? each));
  if (other !== undefined) throw new StatementOfOtherAccount({ identification: other });
  for (const { currency, opening, closing, lines: booked } of statement.balances) {
    const expected = booked.reduce((sum, { amount }) => sum + amount, opening);
    if (expected !== closing) throw new StatementUnbalanced({ currency, expected, closing });
  }
  return lines;
}
