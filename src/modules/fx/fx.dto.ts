import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, MoneyDto, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';

const CODES = [...CURRENCIES];
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency', example: 'EUR' };
const OTHER = { ...CURRENCY, example: 'USD' };
const LARGEST_PART = 100_000_000_000;
const LARGEST_AMOUNT = 1_000_000_000_000;

/** `num / den` of one currency for 1 of another, in major units: 1.0850 is 10850 / 10000. */
export class RateDto {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: LARGEST_PART, example: 10_850 })
  @IsInt()
  @Min(1)
  @Max(LARGEST_PART)
  num!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: LARGEST_PART, example: 10_000 })
  @IsInt()
  @Min(1)
  @Max(LARGEST_PART)
  den!: number;
}

export class RateView {
  @ApiProperty({ type: 'integer', format: 'int64', example: 433_349 })
  num!: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 400_000 })
  den!: number;
}

export class FxRateDto {
  /** What buyers pay in. */
  @ApiProperty(CURRENCY)
  @IsIn(CODES)
  from!: string;

  /** What sellers settle in. */
  @ApiProperty(OTHER)
  @IsIn(CODES)
  to!: string;

  @ValidateNested()
  @Type(() => RateDto)
  rate!: RateDto;

  /** Whose rate it is. */
  @IsString()
  @Length(1, 60)
  provider!: string;

  /** When the provider named it; now, when absent. */
  @IsOptional()
  @IsInstant()
  quotedAt?: string;

  /** What the platform keeps, in basis points; as before, when absent. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(5_000)
  spreadBps?: number;

  /** How long a quote is good for; as before, when absent, and 900 at first. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  quoteSeconds?: number;

  /** After how many seconds the rate is too old to be quoted; as before, when absent, and never at first. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(31_536_000)
  staleAfterSeconds?: number;
}

export class FxRateView {
  @ApiProperty(CURRENCY)
  from!: string;

  @ApiProperty(OTHER)
  to!: string;

  version!: number;

  /** Before the spread. */
  rate!: RateView;

  spreadBps!: number;

  quoteSeconds!: number;

  staleAfterSeconds!: number | null;

  provider!: string;

  quotedAt!: string;

  createdAt!: string;
}

export class FxRateQuery extends PageQuery {
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn(CODES)
  from?: string;

  @ApiProperty({ ...OTHER, required: false })
  @IsOptional()
  @IsIn(CODES)
  to?: string;
}

export class FxRatePage extends PageOf(FxRateView) {}

export class FxRateList {
  /** The current rate of each pair. */
  data!: FxRateView[];
}

export class FxQuoteDto {
  /** What you want to pay in. */
  @ApiProperty(CURRENCY)
  @IsIn(CODES)
  from!: string;

  /** What the sellers settle in. */
  @ApiProperty(OTHER)
  @IsIn(CODES)
  to!: string;

  /** Minor units of `to`: the answer says what they cost. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(LARGEST_AMOUNT)
  amount?: number;
}

export const QUOTE_STATES = ['open', 'locked', 'expired'] as const;

export class FxQuoteView {
  @ApiProperty({ type: String, example: 'fxq_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty(CURRENCY)
  from!: string;

  @ApiProperty(OTHER)
  to!: string;

  /** `locked`: for an order, and for no other. */
  @ApiProperty({ enum: QUOTE_STATES, enumName: 'FxQuoteState' })
  state!: (typeof QUOTE_STATES)[number];

  /** What you convert at: the true rate less the spread. */
  rate!: RateView;

  midRate!: RateView;

  /** Basis points. */
  spreadBps!: number;

  provider!: string;

  quotedAt!: string;

  /** Until then an order can be placed with it. */
  expiresAt!: string;

  /** Whose rate it is for good. */
  orderId?: string;

  /** What the amount that was asked for costs. */
  cost?: MoneyView;
}

export class FxDealDto {
  /** What the bank took. */
  @ValidateNested()
  @Type(() => MoneyDto)
  sold!: MoneyDto;

  /** What it gave for it. */
  @ValidateNested()
  @Type(() => MoneyDto)
  received!: MoneyDto;

  /** What the bank calls the deal; each is recorded once. */
  @IsString()
  @Length(1, 120)
  bankReference!: string;

  /** When it was made, and from when it counts in the books; now, when absent. Not in the future. */
  @IsOptional()
  @IsInstant()
  dealtAt?: string;
}

export class FxDealView {
  @ApiProperty({ type: String, example: 'fxd_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  sold!: MoneyView;

  received!: MoneyView;

  /** What buyers' conversions had promised for it. */
  expected!: MoneyView;

  /** received − expected: a loss is below zero. */
  difference!: MoneyView;

  bankReference!: string;

  dealtAt!: string;
}

export class FxDealPage extends PageOf(FxDealView) {}

export class FxPositionView {
  /** The two currencies, in alphabetical order. */
  @ApiProperty({ type: String, example: 'EUR-USD' })
  pair!: string;

  /** Each currency's balance: below zero waits to be sold, above zero is expected for it. */
  amounts!: MoneyView[];

  /** Of it, what companies that order on account have not paid yet: it cannot be dealt before. */
  awaited!: MoneyView[];

  isFlat!: boolean;
}

export class FxPositionList {
  /** On the marketplace clock. */
  asOf!: string;

  data!: FxPositionView[];
}
