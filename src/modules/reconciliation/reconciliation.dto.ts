import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { ACCOUNT_KINDS, type AccountKind } from './accounts.repository.js';
import { STATEMENT_FORMATS, type StatementFormat } from './csv-profiles.domain.js';
import { ENCODINGS, type Encoding } from './encoding.domain.js';

const KIND = { enum: ACCOUNT_KINDS, enumName: 'ReconciliationAccountKind' };
const FORMAT = { enum: STATEMENT_FORMATS, enumName: 'StatementFormat' };
const ENCODING = { enum: ENCODINGS, enumName: 'StatementEncoding' };

export class OpenReconciliationAccountDto {
  /** A short name of yours. */
  @Matches(/^[a-z0-9][a-z0-9-]{1,39}$/)
  code!: string;

  /** A balance at a payment provider, or an account at a bank. */
  @ApiProperty(KIND)
  @IsIn([...ACCOUNT_KINDS])
  kind!: AccountKind;

  /** The provider whose charges or payouts are on it: sandbox, stripe. */
  @Matches(/^[a-z0-9-]{2,40}$/)
  provider!: string;

  /** What statements call the account, an IBAN; statements of others are then refused. */
  @IsOptional()
  @IsString()
  @Length(4, 40)
  identification?: string;

  /** Entries since then must be on a statement; now, when absent. */
  @IsOptional()
  @IsInstant()
  expectedFrom?: string;
}

export class ReconciliationAccountView {
  id!: string;
  code!: string;

  @ApiProperty(KIND)
  kind!: AccountKind;

  provider!: string;
  identification!: string | null;
  expectedFrom!: string;
}

export class ReconciliationStandingView extends ReconciliationAccountView {
  /** Breaks since at most one day, … */
  breaksUpTo1Day!: number;
  breaksUpTo4Days!: number;
  breaksUpTo30Days!: number;
  breaksOver30Days!: number;

  /** Settlements that the other of their two lines is awaited of. */
  waiting!: number;

  /** Of the lines of the last thirty days, the share that was matched without a person, 0 to 1. */
  matchedShare!: number | null;
}

export class ReconciliationStandingPage {
  @ApiProperty({ type: [ReconciliationStandingView], maxItems: 1_000 })
  data!: ReconciliationStandingView[];
}

export class StatementFileQuery {
  /** How the file is written. */
  @ApiProperty(FORMAT)
  @IsIn([...STATEMENT_FORMATS])
  format!: StatementFormat;

  /** How its text is encoded, when neither a byte order mark nor an XML declaration says it. */
  @ApiProperty({ ...ENCODING, required: false })
  @IsOptional()
  @IsIn([...ENCODINGS])
  encoding?: Encoding;

  /** The decimal sign of a file of values, when it is another than that of the format. */
  @ApiProperty({ enum: ['point', 'comma'], enumName: 'DecimalSign', required: false })
  @IsOptional()
  @IsIn(['point', 'comma'])
  decimal?: 'point' | 'comma';
}

export class BankBalanceView {
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency' })
  currency!: string;

  opening!: MoneyView;
  closing!: MoneyView;
}

export class StatementFileView {
  id!: string;
  accountId!: string;

  @ApiProperty(FORMAT)
  format!: string;

  @ApiProperty(ENCODING)
  encoding!: string;

  /** Its length in bytes. */
  bytes!: number;

  /** Lines in the file. */
  lines!: number;

  /** Of them, those that the account did not have. */
  added!: number;

  /** Of them, those that were in it twice or in a file before. */
  known!: number;

  @ApiProperty({ type: [BankBalanceView], maxItems: 1_000 })
  balances!: BankBalanceView[];

  /** Of its added lines, as they are by now. */
  matched!: number;
  waiting!: number;
  breaks!: number;

  importedBy!: string | null;
  importedAt!: string;
}

export class ImportedFileView extends StatementFileView {
  /** The account had the same file before; nothing was added. */
  isRepeated!: boolean;
}

export class StatementFilePage extends PageOf(StatementFileView) {}

export class StatementFilesQuery extends PageQuery {
  /** Only files of this account. */
  @IsOptional()
  @IsWireId('rac')
  accountId?: string;
}
