import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

const STATES = ['proposed', 'in_force', 'superseded', 'declined'] as const;

export class ProposeTermsDto {
  /** Why, for whoever decides. */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  note?: string;
}

/** What a view of terms has beside its `id` and its values. */
export class TermsView {
  /** Of the same; the highest that was approved is in force. */
  version!: number;

  /** `in_force`: what counts for what happens now. */
  @ApiProperty({ enum: STATES, enumName: 'TermsState' })
  state!: (typeof STATES)[number];

  note!: string | null;

  proposedAt!: string;

  /** Since when they are in force, or were. */
  approvedAt!: string | null;

  declinedAt!: string | null;
}
