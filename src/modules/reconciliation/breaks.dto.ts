import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IsWireId, MoneyView, PageOf, PageQuery, QueryNumber } from '../../platform/http/index.js';
import { BREAK_STATUSES, ITEM_STATUSES, type ItemStatus } from './breaks.repository.js';
import { RESOLUTIONS, type Resolution } from './resolution.domain.js';

const STATUS = { enum: ITEM_STATUSES, enumName: 'ReconciliationStatus' };
const LONGEST_AGE_DAYS = 3_650;

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

export class ResolutionProposalView {
  id!: string;

  /** As asked for, or `ignored`. */
  resolution!: string;

  reference!: string | null;
  reason!: string | null;

  /** What the journal moves, or what is ignored. */
  amount!: MoneyView;

  /** SHA-256, in hexadecimal, of the break, the amount and the journal: what is confirmed. */
  payloadHash!: string;

  proposedBy!: string;
  proposedAt!: string;
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

  /** From when the money counts: a day. What is booked for the line takes effect on it. */
  valueDate!: string;

  /** The day on which the other side wrote it down. */
  bookedOn!: string;

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

  /** Whether it is of so much that one person proposes what it is and another one confirms it. */
  needsTwo!: boolean;

  /** What waits for the second person. */
  @ApiProperty({ type: () => ResolutionProposalView, nullable: true })
  proposal!: ResolutionProposalView | null;
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

export class ConfirmResolutionDto {
  /** Of the proposal, as it was looked at. */
  @ApiProperty({ pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64 })
  @Matches(/^[0-9a-f]{64}$/)
  payloadHash!: string;
}
