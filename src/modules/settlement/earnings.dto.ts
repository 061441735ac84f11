import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { TIERS, type Tier } from './earning.domain.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };
export const EARNING_STATES = ['pending', 'frozen', 'available'] as const;
export const SELLER_ACCOUNTS = ['pending', 'available', 'reserve', 'held', 'receivable'] as const;

export class MoneyBlockView {
  /** `chargeback`, or what staff gave. */
  reason!: string;

  /** What it has stopped so far. */
  held!: MoneyView;

  /** What it will stop of what becomes available; null: everything. */
  shortfall!: MoneyView | null;

  since!: string;

  /** When it ends by itself; null while somebody has to end it. */
  expectedReleaseAt!: string | null;
}

export class DebtAgesView {
  /** At most 7 days old. */
  upTo7Days!: MoneyView;

  /** 8 to 30 days. */
  upTo30Days!: MoneyView;

  /** 31 to 90 days. */
  upTo90Days!: MoneyView;

  over90Days!: MoneyView;
}

export class CurrencyBalanceView {
  @ApiProperty(CURRENCY)
  currency!: string;

  /** Delivered, in its hold. */
  pending!: MoneyView;

  /** Goes out with the next payout. */
  available!: MoneyView;

  /** Kept back for later claims. */
  reserve!: MoneyView;

  /** Stopped by a dispute or a review. */
  held!: MoneyView;

  /** What stops it, oldest first. */
  @ApiProperty({ type: [MoneyBlockView] })
  blockedBy!: MoneyBlockView[];

  /** What the seller owes; taken from what becomes available. */
  receivable!: MoneyView;

  /** The same by age; the oldest is paid first. */
  receivableByAge!: DebtAgesView;

  /** On its way to the bank. */
  inTransit!: MoneyView;

  /** Why the last payout run passed over this currency; null when it did not. */
  payoutSkipReason!: string | null;
}

export class SellerBalanceView {
  sellerId!: string;

  /** On the marketplace clock. */
  asOf!: string;

  balances!: CurrencyBalanceView[];
}

export class EntryQuery extends PageQuery {
  /** Only entries in this currency. */
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;
}

export class SellerEntryView {
  /** Which of the seller's balances changed. */
  @ApiProperty({ enum: SELLER_ACCOUNTS, enumName: 'SellerAccount' })
  account!: (typeof SELLER_ACCOUNTS)[number];

  /** What the balance gained, or lost when negative. */
  change!: MoneyView;

  balanceAfter!: MoneyView;

  /** What happened: delivered, released, created, paid, failed, returned, … */
  kind!: string;

  sellerOrderId!: string | null;

  payoutId!: string | null;

  /** When it happened, on the marketplace clock. */
  effectiveAt!: string;

  /** The journal that made the entry. */
  journalId!: string;
}

export class SellerEntryPage extends PageOf(SellerEntryView) {}

export class HoldPolicyView {
  @ApiProperty({ enum: TIERS, enumName: 'SellerTier' })
  tier!: Tier;

  /** Of the tier's policy in force at the purchase. */
  version!: number;

  /** From delivery; the longest of the tier's and the categories', and never more than `capDays`. */
  holdDays!: number;

  /** The hold that a buyer's confirmation shortens to. */
  confirmedHoldDays!: number;

  /** Basis points of the net that stay in reserve. */
  reserveBps!: number;

  reserveDays!: number;

  /** The longest that the law of the seller's country allows a hold to be. */
  capDays!: number;
}

export class ReserveView {
  amount!: MoneyView;

  releaseAt!: string;

  releasedAt!: string | null;
}

export class BlockView {
  /** A stable code: `chargeback`, `return`, `dispute`, `risk_…`. */
  reason!: string;

  /** What is open: the dispute, the return, the hold. */
  objectId!: string | null;

  since!: string;
}

export class EarningView {
  sellerOrderId!: string;

  @ApiProperty({ enum: EARNING_STATES, enumName: 'EarningState' })
  state!: (typeof EARNING_STATES)[number];

  /** After the discount that the seller pays. */
  item!: MoneyView;

  tax!: MoneyView;

  shipping!: MoneyView;

  /** Commission and the other fees of the sale; taken out of the item. */
  commission!: MoneyView;

  /** The tax on them; taken out of the item too. */
  feeTax!: MoneyView;

  /** What the seller earns. */
  net!: MoneyView;

  deliveredAt!: string;

  confirmedAt!: string | null;

  /** When the hold ends; null while something blocks it. */
  expectedReleaseAt!: string | null;

  releasedAt!: string | null;

  /** Why it is released when it is: `tier`, `category_…`, `legal_cap`, `buyer_confirmed`, `block_ended`. */
  holdReasons!: string[];

  /** What has stopped the clock; it runs again when all of it has ended. */
  blockedBy!: BlockView[];

  holdPolicy!: HoldPolicyView;

  /** What stays back after the release; null when nothing does. */
  reserve!: ReserveView | null;
}

export class EarningPage extends PageOf(EarningView) {}

export class EarningQuery extends PageQuery {
  /** Only earnings in this state. */
  @ApiProperty({ enum: EARNING_STATES, enumName: 'EarningState', required: false })
  @IsOptional()
  @IsIn([...EARNING_STATES])
  state?: (typeof EARNING_STATES)[number];
}

/** Money that has been held for four fifths of what the law allows, or longer. */
export class HoldAlarmView {
  sellerOrderId!: string;

  sellerId!: string;

  @ApiProperty({ enum: EARNING_STATES, enumName: 'EarningState' })
  state!: (typeof EARNING_STATES)[number];

  /** All of it while its hold lasts, and a part of it in reserve after that. */
  @ApiProperty({ enum: ['hold', 'reserve'], enumName: 'KeptAs' })
  keptAs!: 'hold' | 'reserve';

  net!: MoneyView;

  /** What of the net is kept. */
  kept!: MoneyView;

  deliveredAt!: string;

  /** Of the hold, or of the reserve. */
  capDays!: number;

  /** Nothing may be kept for longer. */
  capAt!: string;

  /** How much of that time has passed, in basis points. */
  usedBps!: number;

  expectedReleaseAt!: string | null;

  @ApiProperty({ type: [BlockView] })
  blockedBy!: BlockView[];
}

export class HoldAlarmPage extends PageOf(HoldAlarmView) {}
