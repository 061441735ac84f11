import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { ACCOUNT_TYPES, type AccountType } from '../ledger/index.js';
import type { BookFault } from './book-fault.domain.js';

const ACCOUNT_TYPE = { enum: ACCOUNT_TYPES, enumName: 'AccountType' };
const FAULT_KIND = {
  enum: ['altered', 'deleted', 'added', 'reordered', 'chain', 'balance'],
  enumName: 'BookFaultKind',
};

export class ClearingQuery extends PageQuery {
  /** Only accounts of this type. */
  @ApiProperty({ ...ACCOUNT_TYPE, required: false })
  @IsOptional()
  @IsIn([...ACCOUNT_TYPES])
  account?: AccountType;
}

export class UnclearedView {
  accountId!: string;

  @ApiProperty(ACCOUNT_TYPE)
  account!: AccountType;

  /** UUID of the owner; null where the account belongs to the platform. */
  owner!: string | null;

  /** Of the provider, bank account, jurisdiction or carrier that owns the account; null for other owners. */
  ownerName!: string | null;

  /** On the account's normal side. */
  balance!: MoneyView;

  /** Part of the balance that came in before the time in which it has to clear. */
  overdue!: MoneyView;

  /** Days in which what comes in has to go out again. */
  withinDays!: number;

  /** When the oldest part of the balance took effect. */
  unclearedSinceAt!: string;
}

export class UnclearedPage extends PageOf(UnclearedView) {}

export class CurrencyCoverageView {
  currency!: string;

  /** At banks and providers, and owed by card networks and by buyers on terms; minor units. */
  assets!: number;

  /** Owed to sellers and buyers, in transit to them, in escrow, and tax; minor units. */
  liabilities!: number;

  /** assets − liabilities. */
  surplus!: number;

  isCovered!: boolean;
}

export class CoverageView {
  /** On the marketplace clock. */
  asOf!: string;

  isCovered!: boolean;

  currencies!: CurrencyCoverageView[];
}

export class BookFaultView {
  @ApiProperty(FAULT_KIND)
  kind!: BookFault['kind'];

  journalId!: string | null;

  /** Line of the journal; null where the journal's own row is wrong. */
  line!: number | null;

  field!: string | null;

  /** The block or account that it is about, where it is about no journal. */
  subject!: string | null;
}

export class BookCheckView {
  id!: string;

  /** On the marketplace clock. */
  ranAt!: string;

  isWhole!: boolean;

  /** How many journals there are. */
  journals!: number;

  /** How many of them are sealed. */
  sealed!: number;

  /** Hash of the newest seal; null before the first. */
  head!: string | null;

  faultCount!: number;

  /** The first hundred. */
  faults!: BookFaultView[];
}

export class BookCheckPage extends PageOf(BookCheckView) {}
