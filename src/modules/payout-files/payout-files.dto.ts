import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };
const OUTCOMES = ['applied', 'no_change', 'mismatch', 'unknown_payout', 'unreadable', 'repeated'] as const;

export class FileAccountDto {
  /** Whose account it is: ours. */
  @IsString()
  @Length(1, 70)
  @Matches(/\S/u)
  name!: string;

  /** IBAN or account number, without spaces. */
  @ApiProperty({ example: 'DE02120300000000202051', minLength: 4, maxLength: 34 })
  @IsString()
  @Length(4, 34)
  @Matches(/^[A-Z0-9]{4,34}$/)
  account!: string;

  /** BIC of its bank. */
  @ApiProperty({ example: 'BYLADEM1001', minLength: 8, maxLength: 11 })
  @IsString()
  @Length(8, 11)
  @Matches(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/)
  bic!: string;

  /** True: payouts in the currency that are made from now on leave in files. False: they are sent one by one. */
  @IsBoolean()
  isActive!: boolean;
}

export class FileAccountView {
  @ApiProperty(CURRENCY)
  currency!: string;

  name!: string;
  account!: string;
  bic!: string;
  isActive!: boolean;
  changedBy!: string;
  changedAt!: string;
}

export class FileAccountsView {
  @ApiProperty({ type: [FileAccountView], maxItems: 20 })
  accounts!: FileAccountView[];
}

export class CollectPayoutsDto {
  @ApiProperty(CURRENCY)
  @IsIn(CURRENCIES)
  currency!: string;
}

export class PayoutBatchQuery extends PageQuery {
  /** Only batches in this currency. */
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn(CURRENCIES)
  currency?: string;
}

export class PayoutBatchView {
  id!: string;

  @ApiProperty(CURRENCY)
  currency!: string;

  payoutCount!: number;
  total!: MoneyView;

  /** The account that the money leaves from. */
  debtorName!: string;
  debtorAccount!: string;
  debtorBic!: string;

  /** When the bank shall pay, `YYYY-MM-DD`. */
  executionOn!: string;

  /** SHA-256 of the file as CSV; whenever it is downloaded, it is this one. */
  csvSha256!: string;

  /** SHA-256 of the file as pain.001.001.09. */
  xmlSha256!: string;

  createdBy!: string;
  createdAt!: string;
}

export class PayoutBatchPage extends PageOf(PayoutBatchView) {}

export class BatchStateView {
  state!: string;
  payouts!: number;
  amount!: MoneyView;
}

export class PayoutBatchDetailView extends PayoutBatchView {
  /** What has become of its payouts. */
  @ApiProperty({ type: [BatchStateView], maxItems: 10 })
  states!: BatchStateView[];
}

export class ReturnFileDto {
  /**
   * The bank's return file as CSV, at most 500 lines, with a header of `end_to_end_id,status,amount,currency,reference,code`.
   * `status` is paid, accepted, failed or returned, or an ISO 20022 code (ACSC, ACSP, RJCT, RTRN, …).
   */
  @IsString()
  @Length(1, 90_000)
  content!: string;
}

export class ReturnLineView {
  /** In the file, without its header; from 1. */
  line!: number;

  payoutId!: string | null;

  /** `no_change`: known already. `mismatch`: of another amount, and believed by nobody. `repeated`: read before. */
  @ApiProperty({ enum: OUTCOMES, enumName: 'ReturnLineOutcome' })
  outcome!: (typeof OUTCOMES)[number];
}

export class ReturnFileView {
  batchId!: string;

  /** How many lines have changed a payout. */
  applied!: number;

  @ApiProperty({ type: [ReturnLineView], maxItems: 500 })
  lines!: ReturnLineView[];
}

export class StatusReportView {
  batchId!: string;

  /** The number that the bank gave the report. */
  messageId!: string;

  /** What it says of the whole file: `ACCP`, `PART`, `RJCT`, …; null where it says nothing. */
  groupStatus!: string | null;

  /** The same report came before; nothing is applied again. */
  isRepeated!: boolean;

  /** How many payouts it has changed. */
  applied!: number;

  /** The transfers that are named, in their order; then the others where something is said of all. */
  @ApiProperty({ type: [ReturnLineView], maxItems: 1_200 })
  lines!: ReturnLineView[];
}
