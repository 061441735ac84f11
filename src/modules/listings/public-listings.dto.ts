import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsWireId, MoneyView, PageOf, PageQuery, QueryNumber } from '../../platform/http/index.js';
import { SORTS, type Sort } from './browse.sql.js';
import { CONDITIONS, type Condition } from './listing.domain.js';
import { MediumView, VariantView } from './listing-views.dto.js';

const MAX_PRICE = 1_000_000_000_000;

export class BrowseQuery extends PageQuery {
  /** Listings of this category and of all below it. */
  @IsOptional()
  @IsWireId('cat')
  categoryId?: string;

  @IsOptional()
  @IsWireId('brd')
  brandId?: string;

  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;

  @IsOptional()
  @IsIn([...CONDITIONS])
  condition?: Condition;

  /** ISO 4217 code; needed to filter or sort by price. */
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;

  /** Lowest price in minor units of `currency`. */
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE)
  minPrice?: number;

  /** Highest price in minor units of `currency`. */
  @IsOptional()
  @QueryNumber()
  @IsInt()
  @Min(0)
  @Max(MAX_PRICE)
  maxPrice?: number;

  /** `true`: only what can be bought now. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => ({ true: true, false: false })[String(value)] ?? value)
  @IsBoolean()
  inStock?: boolean;

  /** Newest first, by price, or by the rating of the seller. */
  @ApiProperty({ enum: SORTS, required: false, default: '-publishedAt' })
  @IsOptional()
  @IsIn([...SORTS])
  sort: Sort = '-publishedAt';
}

export class SearchQuery extends PageQuery {
  /** English or Chinese words; every one must match. */
  @IsString()
  @Length(1, 200)
  q!: string;
}

export class RatingView {
  /** Number of reviews. */
  count!: number;
  /** 1 to 5; pulled towards the mean of all sellers where reviews are few. */
  mean!: number;
}

export class SellerCardView {
  name!: string;
  /** `private` or `business`. */
  kind!: string;
  /** ISO 3166 code. */
  country!: string;
  /** Null before the first review. */
  rating!: RatingView | null;
}

/** A listing as one item of a list. */
export class ListingCard {
  id!: string;
  sellerId!: string;
  title!: string;
  categoryId!: string;
  brandId!: string | null;
  condition!: Condition;
  image!: MediumView | null;
  /** The lowest of its variants, for one unit. */
  price!: MoneyView;
  /** For one unit of the cheapest variant. */
  shippingFee!: MoneyView;
  variantCount!: number;
  publishedAt!: string;
  inStock!: boolean;
  seller!: SellerCardView;
}

export class ListingCardPage extends PageOf(ListingCard) {}

export class AvailabilityView {
  variantId!: string;
  /** Units that can be bought now. */
  available!: number;
}

/** A listing on its own page. */
export class PublicListingView {
  id!: string;
  sellerId!: string;
  title!: string;
  description!: string;
  categoryId!: string;
  categoryPath!: string;
  attributes!: Record<string, unknown>;
  brandId!: string | null;
  brandName!: string | null;
  model!: string | null;
  condition!: Condition;
  media!: MediumView[];
  variants!: VariantView[];
  publishedAt!: string;
  /** In the order of the variants. */
  availability!: AvailabilityView[];
  seller!: SellerCardView;
}
