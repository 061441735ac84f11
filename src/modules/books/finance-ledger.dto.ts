import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { ACCOUNT_TYPES, type AccountType, type Side } from '../ledger/index.js';

const ACCOUNT_TYPE = { enum: ACCOUNT_TYPES, enumName: 'AccountType' };
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };
const SIDE = { enum: ['D', 'C'], enumName: 'LedgerSide' };

export class AccountQuery extends PageQuery {
  /** Only accounts of this type. */
  @ApiProperty({ ...ACCOUNT_TYPE, required: false })
  @IsOptional()
  @IsIn([...ACCOUNT_TYPES])
  type?: AccountType;

  /** Only accounts of this owner: the UUID of a seller, seller order, payout, refund or buyer. */
  @IsOptional()
  @IsUUID()
  owner?: string;

  /** Only accounts in this currency. */
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;
}

export class JournalQuery extends PageQuery {
  /** Only journals whose source is of this type: payment, seller_order, payout, refund, reserve_lot, … */
  @IsOptional()
  @IsString()
  @Length(1, 60)
  sourceType?: string;

  /** Only journals of this source; the `id` of a journal's source. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  sourceId?: string;

  /** Only journals that took effect then or later. */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** Only journals that took effect before then. */
  @IsOptional()
  @IsInstant()
  until?: string;

  /** Only journals about this seller. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;

  /** Only journals about this payment. */
  @IsOptional()
  @IsWireId('pay')
  paymentId?: string;

  /** Only journals about this order. */
  @IsOptional()
  @IsWireId('ord')
  orderId?: string;

  /** Only journals about this payout. */
  @IsOptional()
  @IsWireId('pyo')
  payoutId?: string;
}

export class AccountView {
  id!: string;

  @ApiProperty(ACCOUNT_TYPE)
  account!: AccountType;

  /** asset, liability, equity, revenue or expense. */
  class!: string;

  /** UUID of the owner; null where the account belongs to the platform. */
  owner!: string | null;

  /** Of the provider, bank account, jurisdiction or carrier that owns the account; null for other owners. */
  ownerName!: string | null;

  /** `open`; `frozen` while nothing leaves it and what comes in is booked. */
  status!: string;

  /** Why it is frozen, while it is. */
  freezeReason!: string | null;

  debit!: MoneyView;

  credit!: MoneyView;

  /** On the account's normal side. */
  balance!: MoneyView;

  /** Part of the balance that is held: it can only be spent by what it is held for. */
  pending!: MoneyView;
}

export class AccountReasonDto {
  /** Kept with the account. */
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class AccountBalanceQuery {
  /** The instant; what took effect then is counted. */
  @IsInstant()
  at!: string;
}

export class AccountBalanceView {
  accountId!: string;

  /** The instant that was asked for. */
  effectiveAt!: string;

  debit!: MoneyView;

  credit!: MoneyView;

  /** On the account's normal side. */
  balance!: MoneyView;
}

export class AccountPage extends PageOf(AccountView) {}

export class JournalLineView {
  line!: number;

  accountId!: string;

  @ApiProperty(ACCOUNT_TYPE)
  account!: AccountType;

  /** UUID of the owner; null where the account belongs to the platform. */
  owner!: string | null;

  /** D debit, C credit. */
  @ApiProperty(SIDE)
  side!: Side;

  money!: MoneyView;
}

export class SourceView {
  /** What the journal is about: payment, seller_order, payout, refund, reserve_lot. */
  type!: string;

  id!: string;

  /** What happened to it. */
  kind!: string;
}

export class ActorView {
  type!: string;

  id!: string;
}

export class JournalView {
  id!: string;

  source!: SourceView;

  /** The journal that this one takes back. */
  reversesId!: string | null;

  /** The journal that this one puts right. */
  correctsId!: string | null;

  orderId!: string | null;

  sellerOrderId!: string | null;

  sellerId!: string | null;

  paymentId!: string | null;

  payoutId!: string | null;

  /** When it happened, on the marketplace clock. */
  effectiveAt!: string;

  /** When it was written, on the host's clock. */
  postedAt!: string;

  actor!: ActorView;

  /** Version of the fee rules that the amounts come from. */
  ruleVersion!: string | null;

  lines!: JournalLineView[];
}

export class JournalPage extends PageOf(JournalView) {}

export class LedgerEntryView {
  journalId!: string;

  line!: number;

  source!: SourceView;

  @ApiProperty(SIDE)
  side!: Side;

  money!: MoneyView;

  /**
   * The account's balance after this entry, on its normal side. For platform-wide accounts it follows the order of the
   * list.
   */
  balanceAfter!: MoneyView;

  effectiveAt!: string;
}

export class LedgerEntryPage extends PageOf(LedgerEntryView) {}

export class TrialBalanceLineView {
  @ApiProperty(ACCOUNT_TYPE)
  account!: AccountType;

  class!: string;

  /** The provider, bank account, jurisdiction or carrier; null for all accounts of other owners together. */
  owner!: string | null;

  debit!: number;

  credit!: number;
}

export class CurrencyTrialBalanceView {
  @ApiProperty(CURRENCY)
  currency!: string;

  /** Minor units. */
  debit!: number;

  credit!: number;

  /** debit − credit: zero, or the books are broken. */
  difference!: number;

  accounts!: TrialBalanceLineView[];
}

export class SealView {
  /** Number of the newest block of the chain. */
  seq!: number;

  /** SHA-256 over the block and everything before it, in hexadecimal digits. */
  hash!: string;

  /** When it was sealed, on the host's clock. */
  sealedAt!: string;
}

export class SealHeadView {
  /** The newest block of the chain; null before the first. */
  seal!: SealView | null;
}

export class TrialBalanceView {
  /** Head of the chain of seals over the journals; null before the first. */
  @ApiProperty({ type: SealView, nullable: true })
  seal!: SealView | null;

  /** On the marketplace clock. */
  asOf!: string;

  isBalanced!: boolean;

  currencies!: CurrencyTrialBalanceView[];
}
