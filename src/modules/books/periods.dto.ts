import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, Matches } from 'class-validator';
import { PageOf } from '../../platform/http/index.js';

const DAY = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;

export class ClosePeriodDto {
  /** The last day of the period, in UTC; it has to be over. */
  @ApiProperty({
    type: String,
    format: 'date',
    pattern: DAY.source,
    minLength: 10,
    maxLength: 10,
    example: '2026-01-31',
  })
  @Matches(DAY, { message: 'must be a day like 2026-01-31' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  endsOn!: string;
}

export class PeriodView {
  /** First day, in UTC; null for the first period, which has no beginning. */
  startsOn!: string | null;

  /** Last day, in UTC. */
  endsOn!: string;

  /** On the marketplace clock. */
  closedAt!: string;

  /** Who closed it. */
  closedBy!: string;
}

export class PeriodPage extends PageOf(PeriodView) {}
