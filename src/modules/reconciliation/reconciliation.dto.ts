import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, IsWireId, MoneyView, PageOf, PageQuery, QueryNumber } from '../../platform/http/index.js';
import { ACCOUNT_KINDS, type AccountKind } from './accounts.repository.js';
import { BREAK_STATUSES, ITEM_STATUSES, type ItemStatus } from './breaks.repository.js';
import { STATEMENT_FORMATS, type StatementFormat } from './csv-profiles.domain.js';
import { ENCODINGS, type Encoding } from './encoding.domain.js';
import { RESOLUTIONS, type Resolution } from './resolution.domain.js';

const KIND = { enum: ACCOUNT_KINDS, enumName: 'ReconciliationAccountKind' };
const FORMAT = { enum: STATEMENT_FORMATS, enumName: 'StatementFormat' };
const STATUS = { enum: ITEM_STATUSES, enumName: 'ReconciliationStatus' };
const ENCODING = { enum: ENCODINGS, enumName: 'StatementEncoding' };
const LONGEST_AGE_DAYS = 3_650;

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

export class BreakQuery extends PageQuery {
  @ApiProperty({ enum: BREAK_STATUSES, enumName: 'ReconciliationBreakStatus', required: false })
  @IsOptional()
  @IsIn([...BREAK_STATUSES])
  status?: string;

  /** Only breaks of this account. */
  @IsOptional()
  @IsWireId('rac')
  accountId?: string;

  /** Only what this person looks after. */
  @IsOptional()
  @IsWireId('usr')
  assigneeId?: string;

  /** Only breaks that are at least so many days old. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: LONGEST_AGE_DAYS, required: false })
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(0)
  @Max(LONGEST_AGE_DAYS)
  minimumDays?: number;
}

export class ReconciliationSourceView {
  /** As of journals: payment, refund, dispute, payout, psp_settlement, psp_balance_txn, bank_receipt, … */
  type!: string;
  id!: string;
  kind!: string;
}

export class ReconciliationItemView {
  id!: string;
  accountId!: string;

  @ApiProperty(STATUS)
  status!: ItemStatus;

  /** Of the line, as far as its file told it; `entry` and `in_transit` for an entry of the books. */
  kind!: string;

  /** Above zero when our balance there grew. */
  amount!: MoneyView;

  /** The line, less what the books have; of `amount_diff` only. */
  difference!: MoneyView | null;

  /** A day. */
  valueDate!: string;

  /** What the other side calls the line; null for an entry of the books. */
  externalId!: string | null;

  /** What the other side calls what it is about. */
  reference!: string | null;

  text!: string | null;

  /** The journals that it is about, when that is known. */
  source!: ReconciliationSourceView | null;

  /** The entry of the books that nobody has told of. */
  journalId!: string | null;

  /** The journal that was posted for it. */
  bookedJournalId!: string | null;

  fileId!: string | null;
  since!: string;

  /** Whole days since then. */
  ageDays!: number;

  assigneeId!: string | null;

  /** How a person resolved it. */
  resolution!: string | null;

  reason!: string | null;
  resolvedBy!: string | null;
  resolvedAt!: string | null;
}

export class ReconciliationItemPage extends PageOf(ReconciliationItemView) {}

export class AssignBreakDto {
  /** Who looks after it; whoever asks, when absent. */
  @IsOptional()
  @IsWireId('usr')
  assigneeId?: string;
}

export class IgnoreBreakDto {
  /** Why nothing has to be done. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class ResolveBreakDto {
  /**
   * `provider_fee`: the provider kept it (P2). `provider_settlement`: an unknown credit is a settlement (P3).
   * `company_receipt`: an unknown credit is a company’s transfer; it pays the invoices that it names (P8).
   * `revenue_sweep`: earned revenue left the clients’ account (X5).
   */
  @ApiProperty({ enum: RESOLUTIONS, enumName: 'ReconciliationResolution' })
  @IsIn([...RESOLUTIONS])
  resolution!: Resolution;

  /** What the provider calls the settlement; needed for `provider_settlement`. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  reference?: string;

  /** For whoever looks at it later. */
  @IsOptional()
  @IsString()
  @Length(3, 500)
  reason?: string;
}
