import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';

const REASONS = [
  'counterfeit',
  'prohibited_item',
  'misleading',
  'stolen_content',
  'offensive',
  'scam',
  'other',
] as const;

export class ReportListingDto {
  /** What is wrong. */
  @ApiProperty({ enum: REASONS })
  @IsIn(REASONS)
  reason!: string;

  /** What you have seen. */
  @IsOptional()
  @IsString()
  @Length(1, 2000)
  explanation?: string;
}

export class ReportView {
  @ApiProperty({ type: String, example: 'rep_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  listingId!: string;

  @ApiProperty({ enum: REASONS })
  reason!: string;
  explanation!: string | null;
  reportedAt!: string;
}
