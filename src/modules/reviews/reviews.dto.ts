import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { PageOf } from '../../platform/http/index.js';

const STAR = { type: 'integer', minimum: 1, maximum: 5, example: 5 } as const;

export class StarsDto {
  /** One to five stars. */
  @ApiProperty(STAR)
  @IsInt()
  @Min(1)
  @Max(5)
  overall!: number;

  /** Whether the item was as described. */
  @ApiProperty(STAR)
  @IsInt()
  @Min(1)
  @Max(5)
  itemAsDescribed!: number;

  /** How the seller answered. */
  @ApiProperty(STAR)
  @IsInt()
  @Min(1)
  @Max(5)
  communication!: number;

  /** How fast it came. */
  @ApiProperty(STAR)
  @IsInt()
  @Min(1)
  @Max(5)
  shippingSpeed!: number;

  /** What other buyers should know. */
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 2000 })
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  text?: string;
}

export class ReplyDto {
  /** What the seller answers in public. */
  @ApiProperty({ type: String, minLength: 1, maxLength: 2000 })
  @IsString()
  @Length(1, 2000)
  text!: string;
}

export class ReplyView {
  text!: string;
  repliedAt!: string;
}

export class ReviewView {
  @ApiProperty({ type: String, example: 'rev_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  sellerId!: string;
  overall!: number;
  itemAsDescribed!: number;
  communication!: number;
  shippingSpeed!: number;
  text!: string | null;

  /** Written by the buyer of a delivered order; others were taken over from elsewhere. */
  isVerified!: boolean;

  @ApiProperty({ type: ReplyView, nullable: true })
  reply!: ReplyView | null;
  publishedAt!: string;
}

export class ReviewPage extends PageOf(ReviewView) {}

export class DimensionsView {
  itemAsDescribed!: number;
  communication!: number;
  shippingSpeed!: number;
}

export class SellerRatingView {
  sellerId!: string;

  /** Number of reviews; without any, every mean is null. */
  count!: number;

  /** Plain mean of the stars. */
  mean!: number | null;

  /** Mean with ten imaginary reviews of the mean of all sellers; what people are shown. */
  bayesianMean!: number | null;

  /** Mean in which a review loses half its weight in 180 days, with five imaginary reviews. */
  recentMean!: number | null;

  /** Lower bound of the part of reviews with four stars or more, 95 % (Wilson). */
  wilsonLowerBound!: number | null;

  /** Lower bound of the stars, 95 % one-sided; what rankings use. */
  starLowerBound!: number | null;

  /** Reviews of four stars or more. */
  positive!: number;

  /** Means of the three dimensions. */
  @ApiProperty({ type: DimensionsView, nullable: true })
  dimensions!: DimensionsView | null;

  /** Half the first dimension and a quarter of each other. */
  composite!: number | null;

  /** Reviews of one star, of two, … of five. */
  @ApiProperty({ type: [Number], minItems: 5, maxItems: 5 })
  stars!: number[];

  /** The mean of all sellers, to compare with. */
  meanOfAll!: number | null;
}
