import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { PartyView } from '../fee-invoices/index.js';
import { SELLER_ACCOUNTS, type SellerAccount } from './statement-parts.domain.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };
const MONTH = /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])$/;
const PERIOD = { type: String, pattern: MONTH.source, minLength: 7, maxLength: 7, example: '2026-03' };
const NOT_A_MONTH = { message: 'must be a month like 2026-03' };
const ACCOUNT = { enum: SELLER_ACCOUNTS, enumName: 'SellerAccount' };

export class StatementQuery extends PageQuery {
  /** Only statements in this currency. */
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;
}

export class SellerStatementView {
  id!: string;

  /** Counts the seller's statements, without a gap. */
  number!: number;

  sellerId!: string;

  /** The calendar month in UTC. */
  @ApiProperty(PERIOD)
  period!: string;

  @ApiProperty(CURRENCY)
  currency!: string;

  startsAt!: string;

  /** Exclusive. */
  endsAt!: string;

  /** All balances together; what is owed counts against the rest. */
  opening!: MoneyView;

  closing!: MoneyView;

  entryCount!: number;

  /** Entries of it that belong to earlier periods. */
  correctionCount!: number;

  /** Hash of the seller's statement with the number before; null for the first. */
  previousHash!: string | null;

  /** SHA-256 of the statement as CSV, in hexadecimal digits. */
  hash!: string;

  issuedAt!: string;
}

export class SellerStatementPage extends PageOf(SellerStatementView) {}

export class StatementBalanceView {
  @ApiProperty(ACCOUNT)
  account!: SellerAccount;

  /** What the statement before it closed with. */
  opening!: MoneyView;

  increase!: MoneyView;

  decrease!: MoneyView;

  closing!: MoneyView;
}

export class StatementTotalView {
  /** sale, release, payout, refund, … */
  kind!: string;

  entryCount!: number;

  /** What entries of the kind added to the seller's money as a whole. */
  increase!: MoneyView;

  decrease!: MoneyView;
}

export class SellerStatementDetailView extends SellerStatementView {
  issuedTo!: PartyView;

  balances!: StatementBalanceView[];

  totals!: StatementTotalView[];
}

export class StatementEntryView {
  /** Which of the seller's balances changed. */
  @ApiProperty(ACCOUNT)
  account!: SellerAccount;

  /** What the balance gained, or lost when negative. */
  change!: MoneyView;

  /** sale, release, payout, refund, … */
  kind!: string;

  sellerOrderId!: string | null;

  payoutId!: string | null;

  journalId!: string;

  /** When it happened, on the marketplace clock. */
  effectiveAt!: string;

  /** Of what belongs to an earlier period: when that was; null for everything else. */
  originalAt!: string | null;
}

export class StatementEntryPage extends PageOf(StatementEntryView) {}

export class IssueStatementDto {
  @IsWireId('sel')
  sellerId!: string;

  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;

  /** A calendar month that is over, in UTC; months before it that have none get their statements too. */
  @ApiProperty(PERIOD)
  @Matches(MONTH, NOT_A_MONTH)
  period!: string;
}

export class ControlQuery {
  /** A calendar month in UTC. */
  @ApiProperty(PERIOD)
  @Matches(MONTH, NOT_A_MONTH)
  period!: string;
}

export class ControlAccountView {
  @ApiProperty(ACCOUNT)
  account!: SellerAccount;

  /** Sums of all sellers' statements. */
  opening!: MoneyView;

  increase!: MoneyView;

  decrease!: MoneyView;

  closing!: MoneyView;

  /** Took effect in the period and is on a later statement, or will be. */
  late!: MoneyView;

  /** What the ledger says that all sellers together had at the end of the period. */
  ledger!: MoneyView;

  /** ledger − closing − late: zero. */
  difference!: MoneyView;
}

export class ControlTotalView {
  @ApiProperty(CURRENCY)
  currency!: string;

  statementCount!: number;

  /** Sellers that have accounts and no statement of the period yet. */
  missingCount!: number;

  accounts!: ControlAccountView[];
}

export class ControlTotalsView {
  @ApiProperty(PERIOD)
  period!: string;

  /** Exclusive. */
  endsAt!: string;

  /** Whether every seller has its statement and all of them together are the ledger, to the minor unit. */
  isProven!: boolean;

  currencies!: ControlTotalView[];
}

export class StatementVerificationView {
  statementId!: string;

  /** Whether everything below is so. */
  isIntact!: boolean;

  /** SHA-256 of the statement as the ledger gives it today. */
  computedHash!: string;

  isHashEqual!: boolean;

  /** Whether the next statement names this one; null while there is none. */
  isNamedNext!: boolean | null;
}
